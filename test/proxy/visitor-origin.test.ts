/** The origin as the visitor sees it: of hops only those that are trusted may say it. */
import { expect, test } from 'vitest';
import { originText, visitorOrigin } from '../../src/proxy/visitor-origin.ts';

const said = ['X-Forwarded-Proto', 'https, http', 'X-Forwarded-Host', 'Chat.Shop.example, inner'];

test('a trusted hop is believed, any other sender is not', () => {
  const line = { scheme: 'http', trusted: false } as const;
  expect(visitorOrigin(line, 'inner:8080', said)).toEqual({ scheme: 'http', host: 'inner:8080' });
  expect(visitorOrigin({ ...line, trusted: true }, 'inner:8080', said)).toEqual({
    scheme: 'https',
    host: 'chat.shop.example',
  });
  expect(visitorOrigin({ ...line, trusted: true }, 'inner:8080', [])).toEqual({ scheme: 'http', host: 'inner:8080' });
});

test('what is no scheme or host is ignored', () => {
  const bad = ['X-Forwarded-Proto', 'javascript', 'X-Forwarded-Host', 'a"b/../c'];
  expect(visitorOrigin({ scheme: 'https', trusted: true }, 'shop', bad)).toEqual({ scheme: 'https', host: 'shop' });
});

test('an origin is spelled without the usual port', () => {
  expect(originText({ scheme: 'https', host: 'a:443' })).toBe('https://a');
  expect(originText({ scheme: 'http', host: 'a:80' })).toBe('http://a');
  expect(originText({ scheme: 'http', host: 'a:443' })).toBe('http://a:443');
});
