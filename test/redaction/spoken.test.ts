/** Which fields a visitor may have typed into: not those that name, count or sort messages. */
import { expect, it } from 'vitest';
import { isSpoken } from '../../src/redaction/spoken.ts';

const spoken = (path: string, text: string) => isSpoken({ role: 'value', path, text, bytes: Buffer.from(text) });

it.each(['/text', '/0/data/text', '/event/text', '/message', '/1', '', '/body', '/paid', '/solid'])('%s is', (path) => {
  expect(spoken(path, '4111')).toBe(true);
});

it.each([
  '/id',
  '/0/id',
  '/clientId',
  '/message_id',
  '/ref',
  '/type',
  '/0/channel',
  '/timestamp',
  '/jsonrpc',
  '/params/from',
  '/sender',
  '/room',
])('%s is not', (path) => {
  expect(spoken(path, '4111')).toBe(false);
});
