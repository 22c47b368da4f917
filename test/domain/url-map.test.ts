/** URLs of the vendor become ours and ours the vendor's: exact, idempotent, and only for hosts of the list. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { hostList } from '../../src/domain/host-list.ts';
import { changed, createUrlMap, type OwnOrigin } from '../../src/domain/url-map.ts';

const hosts = hostList([
  { name: 'api', match: 'api{-*,}.vendor.example', role: 'messages', action: 'inspect' },
  { name: 'cdn', match: 'cdn.vendor.example', role: 'files', action: 'inspect', ports: [8443] },
]);
const mapFor = (own: OwnOrigin, home = 'https://www.vendor.example') =>
  createUrlMap({ hosts, own, prefix: '/__h', home: new URL(home) });
const map = mapFor({ scheme: 'https', host: 'chat.shop.example' });
const out = (text: string, names?: ReadonlySet<string>) => changed(text, map.toClient(text, names));
const back = (text: string) => changed(text, map.toVendor(text));
const ours = 'https://chat.shop.example';

describe('toward the visitor', () => {
  it.each([
    ['https://api.vendor.example/v1?x=1#y', `${ours}/__h/api.vendor.example/v1?x=1#y`],
    ['wss://api-eu.vendor.example/ws', 'wss://chat.shop.example/__h/api-eu.vendor.example/ws'],
    ['HTTPS://API.Vendor.Example', `${ours}/__h/api.vendor.example`],
    ['https://cdn.vendor.example:8443/a', `${ours}/__h/cdn.vendor.example:8443/a`],
    ['//cdn.vendor.example/a', '//chat.shop.example/__h/cdn.vendor.example/a'],
    [
      'see <https://api.vendor.example/a>, or "https://cdn.vendor.example"',
      `see <${ours}/__h/api.vendor.example/a>, or "${ours}/__h/cdn.vendor.example"`,
    ],
    ['0;url=https://api.vendor.example/', `0;url=${ours}/__h/api.vendor.example/`],
    ['https://www.vendor.example/page', `${ours}/page`],
    ['wss://www.vendor.example:443/ws', 'wss://chat.shop.example/ws'],
  ])('%s', (text, expected) => {
    expect(out(text)).toBe(expected);
  });

  it.each([
    'https://other.example/',
    'https://api.vendor.example.evil.example/',
    'https://user@api.vendor.example/',
    'https://evil.example@api.vendor.example/',
    'https://evil.example/?to=https://api.vendor.example/',
    'https://cdn.vendor.example:9000/',
    'ftp://api.vendor.example/',
    'xhttps://api.vendor.example/',
    '/path',
    'api.vendor.example',
    `${ours}/__h/api.vendor.example/`,
  ])('%s stays', (text) => {
    expect(out(text)).toBe(text);
  });

  it('maps the named entries only, and ours always', () => {
    const text = 'https://api.vendor.example/ https://cdn.vendor.example/ https://www.vendor.example/';
    expect(out(text, new Set(['cdn']))).toBe(`https://api.vendor.example/ ${ours}/__h/cdn.vendor.example/ ${ours}/`);
  });

  it('takes the base path of the upstream away, and leaves what is outside it', () => {
    const based = mapFor({ scheme: 'http', host: 'shop.test:8080' }, 'https://www.vendor.example/base/');
    const text = 'https://www.vendor.example/base/a https://www.vendor.example/based https://www.vendor.example/base';
    expect(changed(text, based.toClient(text))).toBe(
      'http://shop.test:8080/a https://www.vendor.example/based http://shop.test:8080',
    );
  });
});

describe('toward the vendor', () => {
  it.each([
    [`${ours}/__h/api.vendor.example/v1?x`, 'https://api.vendor.example/v1?x'],
    ['wss://chat.shop.example/__h/api.vendor.example', 'wss://api.vendor.example'],
    [`${ours}/page`, 'https://www.vendor.example/page'],
    [`a ${ours}/__h/cdn.vendor.example:8443/f b`, 'a https://cdn.vendor.example:8443/f b'],
  ])('%s', (text, expected) => {
    expect(back(text)).toBe(expected);
  });

  it.each([
    `${ours}/__h/evil.example/`,
    'https://chat.shop.example.evil.example/',
    'https://other.example/__h/api.vendor.example/',
  ])('%s stays', (text) => {
    expect(back(text)).toBe(text);
  });
});

const urls = fc
  .tuple(
    fc.constantFrom('https', 'wss'),
    fc.constantFrom(
      'api.vendor.example',
      'api-1.vendor.example',
      'cdn.vendor.example:8443',
      'www.vendor.example',
      'other.example',
    ),
    fc.webPath(),
    fc.webQueryParameters(),
  )
  .map(([scheme, host, path, query]) => `${scheme}://${host}${path || '/'}?${query}`);

test('there and back is the same text, and twice there is once', () => {
  fc.assert(
    fc.property(fc.array(urls, { maxLength: 5 }), fc.constantFrom(' ', ', ', '\n', '"'), (list, between) => {
      const text = list.join(between);
      const mapped = out(text);
      expect(out(mapped)).toBe(mapped);
      expect(back(mapped)).toBe(text);
    }),
    { numRuns: 1000 },
  );
});
