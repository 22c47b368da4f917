/** Which hosts a list lets through: patterns, ports, and no way to open it wider than it reads. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { hostList, hostPatternFault } from '../../src/domain/host-list.ts';
import type { VendorHost } from '../../src/domain/vendor-hosts.ts';

const entry = (match: string, more: Partial<VendorHost> = {}): VendorHost => ({
  name: 'one',
  match,
  role: 'messages',
  action: 'inspect',
  ...more,
});

describe('a pattern', () => {
  it.each([
    ['api{-*,}{.*,}.livechatinc.com', 'api.livechatinc.com', true],
    ['api{-*,}{.*,}.livechatinc.com', 'api-fra.livechatinc.com', true],
    ['api{-*,}{.*,}.livechatinc.com', 'api-fra.labs.livechatinc.com', true],
    ['api{-*,}{.*,}.livechatinc.com', 'api-a.b.c.livechatinc.com', false],
    ['api{-*,}{.*,}.livechatinc.com', 'evilapi.livechatinc.com', false],
    ['api{-*,}{.*,}.livechatinc.com', 'api.livechatinc.com.evil.example', false],
    ['api{-*,}{.*,}.livechatinc.com', 'apixlivechatinc.com', false],
    ['*.livechat-files.com', 'cdn.livechat-files.com', true],
    ['*.livechat-files.com', 'livechat-files.com', false],
    ['*.livechat-files.com', 'a.b.livechat-files.com', false],
    ['**.livechat-files.com', 'a.b.livechat-files.com', true],
    ['uploads.intercomcdn.{com,eu}', 'uploads.intercomcdn.eu', true],
    ['uploads.intercomcdn.{com,eu}', 'uploads.intercomcdn.org', false],
    ['vendor.example', 'vendor.example.', false],
    ['vendor.example', 'vendor..example', false],
  ])('%s and %s', (match, host, listed) => {
    expect(hostList([entry(match)]).find(host) !== undefined).toBe(listed);
  });

  it.each([
    'a.example',
    'api{-*,}{.*,}.livechatinc.com',
    '{*.livechat-files.com,cdn.livechatinc.com}',
    '127.0.0.1',
    'localhost',
  ])('%s is acceptable', (match) => {
    expect(hostPatternFault(match)).toBeUndefined();
  });

  it.each([
    '*',
    '**',
    '*.com',
    '**.com',
    'api.*',
    '{a.example,*}',
    '{a',
    'a}',
    '{a,{b}}',
    'a b',
    'a/b',
    'A.example',
    '',
  ])('%s is refused', (match) => {
    expect(hostPatternFault(match)).toBeTypeOf('string');
  });

  it('stays quick on long names', () => {
    const list = hostList([entry('{**.,}{*-,}{*-,}**.a.example')]);
    const started = performance.now();
    list.find(`${'a-'.repeat(120)}x`);
    list.find(`${'a.'.repeat(120)}x`);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

test('ports are those of the scheme and those that are listed', () => {
  const list = hostList([entry('a.example', { ports: [8443] }), entry('b.example', { scheme: 'http' })]);
  expect(list.find('a.example')?.origin).toBe('https://a.example');
  expect(list.find('a.example:443')?.host).toBe('a.example');
  expect(list.find('a.example:8443')?.origin).toBe('https://a.example:8443');
  expect(list.find('b.example:80')?.origin).toBe('http://b.example');
  for (const host of [
    'a.example:80',
    'a.example:8444',
    'a.example:0',
    'a.example:',
    'a.example:99999',
    'b.example:443',
  ]) {
    expect(list.find(host)).toBeUndefined();
  }
});

test('no text around or inside a listed name gets in', () => {
  const list = hostList([entry('*.vendor.example', { ports: [8443] })]);
  fc.assert(
    fc.property(fc.string({ maxLength: 40, unit: 'grapheme' }), (text) => {
      const found = list.find(text);
      if (found !== undefined) expect(found.hostname).toMatch(/^[a-z0-9_-]+\.vendor\.example$/);
      for (const host of [`${text}.vendor.example`, `a.vendor.example${text}`, `a.vendor.example@${text}`]) {
        const near = list.find(host);
        if (near !== undefined) expect(near.host).toMatch(/^[a-z0-9_-]+\.vendor\.example(?::8443)?$/);
      }
    }),
    { numRuns: 2000 },
  );
});
