/** Which upgrades are passed over, and the head that is read again: all that came but the line that asks. */
import type { IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asksForOther, headWithoutUpgrade } from '../../src/proxy/ignored-upgrade.ts';

const request = (...rawHeaders: string[]) =>
  ({ method: 'POST', url: '/a?b=c', httpVersion: '1.1', rawHeaders }) as IncomingMessage;
const again = (...pairs: string[]) => headWithoutUpgrade(request(...pairs))?.toString('latin1');

test.each(['h2c', 'TLS/1.0', 'h2c, IRC/6.9', 'tunnel', 'H2C'])('passes over %s', (upgrade) => {
  expect(asksForOther(upgrade)).toBe(true);
});

test.each([
  'websocket',
  'WebSocket',
  'websocket/13',
  'h2c, websocket',
  'websockets',
  '',
  'h2c,',
  '"h2c"',
  'a/b/c',
  'a b',
])('does not pass over "%s"', (upgrade) => {
  expect(asksForOther(upgrade)).toBe(false);
});

test('all fields but the one that asks stay, in their order and spelling', () => {
  expect(again('Host', 'shop.test', 'CONNECTION', 'Upgrade', 'upgrade', 'h2c', 'X-A', 'caf\xe9', 'x-a', '')).toBe(
    'POST /a?b=c HTTP/1.1\r\nHost: shop.test\r\nCONNECTION: Upgrade\r\nX-A: caf\xe9\r\nx-a: \r\n\r\n',
  );
});

test.each([
  ['a field of WebSocket', ['Upgrade', 'h2c', 'Sec-WebSocket-Version', '13']],
  ['two lines', ['Upgrade', 'h2c', 'Upgrade', 'h2c']],
  ['no line', ['Host', 'shop.test']],
  ['a line end in a value', ['Upgrade', 'h2c', 'X-A', 'a\r\nX-B: b']],
  ['a NUL in a value', ['Upgrade', 'h2c', 'X-A', 'a\0']],
  ['a line end in a name', ['Upgrade', 'h2c', 'X\nA', 'a']],
  ['WebSocket', ['Upgrade', 'websocket']],
])('leaves a request with %s to the rules for WebSockets', (_name, raw) => {
  expect(again(...raw)).toBeUndefined();
});

test('whatever the fields are, there is one line for each that stays', () => {
  const field = fc.tuple(fc.stringMatching(/^[a-z-]{1,12}$/), fc.string({ unit: 'binary-ascii', maxLength: 30 }));
  fc.assert(
    fc.property(fc.array(field, { maxLength: 10 }), (fields) => {
      const text = again(...fields.flat(), 'Upgrade', 'h2c');
      if (text === undefined) return;
      const [head = '', behind, ...more] = text.split('\r\n\r\n');
      expect([behind, more]).toEqual(['', []]);
      const kept = fields.filter(([name]) => name !== 'upgrade');
      expect(head.split('\r\n').slice(1)).toEqual(kept.map(([name, value]) => `${name}: ${value}`));
    }),
  );
});
