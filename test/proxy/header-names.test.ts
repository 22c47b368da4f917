/** Names of header fields: one classification for the check and the writers. */
import { expect, test } from 'vitest';
import { headerName } from '../../src/proxy/header-names.ts';

test.each([
  ['Host', 'host', true],
  ['X-FORWARDED-Whatever', 'forwarded', true],
  ['keep-alive', 'hop', false],
  ['X-Note', 'custom', false],
  ['Accept', 'plain', false],
  ['constructor', 'custom', false],
])('%s is %s', (name, role, kept) => {
  expect(headerName(name)).toMatchObject({ role, kept, bad: false, lower: name.toLowerCase() });
});

test.each([
  '__proto__',
  'x(y)',
  'x y',
  '',
  'Content_Length',
  'x_forwarded_for',
  'transfer_encoding',
  'h\u00f6st',
  'x-4111111111111111',
  '4111-1111-1111',
])('%j is bad', (name) => {
  expect(headerName(name).bad).toBe(true);
});

test('an underscore alone is no offence', () => {
  expect(headerName('api_access_token').bad).toBe(false);
});

test('names the other side makes up do not pile up', () => {
  for (let count = 0; count < 5000; count += 1) headerName(`x-${count}`);
  expect(headerName('X-4999').role).toBe('custom');
});
