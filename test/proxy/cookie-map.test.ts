/** Cookies of several hosts behind one: kept apart, given back to whom they belong, and acceptable to the browser. */
import { describe, expect, it, test } from 'vitest';
import { type CookieScene, cookieToClient, cookieToVendor } from '../../src/proxy/cookie-map.ts';

const mount = (hostname: string) => ({
  name: 'api',
  host: hostname,
  hostname,
  allowPrivate: false,
  home: new URL('https://www.vendor.example'),
});
const scene = (more: Partial<CookieScene> = {}): CookieScene => ({
  scheme: 'https',
  ownHost: 'chat.shop.example',
  base: '',
  mount: mount('api.vendor.example'),
  prefix: '/__h',
  ...more,
});

describe('of a further host', () => {
  it.each([
    ['a=1', 'cv~api.vendor.example~~a=1; Path=/__h/api.vendor.example/'],
    ['a=1; Path=/x; HttpOnly', 'cv~api.vendor.example~~a=1; Path=/__h/api.vendor.example/x; HttpOnly'],
    ['a=1; path=x', 'cv~api.vendor.example~~a=1; Path=/__h/api.vendor.example/'],
    ['a=b=c; Domain=.Vendor.Example; Path=/', 'cv~.vendor.example~~a=b=c; Path=/__h/'],
    ['a=1; domain=vendor.example; Path=/v2; Secure', 'cv~.vendor.example~%2Fv2~a=1; Path=/__h/; Secure'],
    [
      '__Host-s=1; Path=/; Secure; SameSite=None',
      'cv~api.vendor.example~~__Host-s=1; Path=/__h/api.vendor.example/; Secure; SameSite=None',
    ],
  ])('%s', (value, expected) => {
    expect(cookieToClient(value, scene())).toBe(expected);
  });

  it.each(['a=1; Domain=other.example', 'a=1; Domain=example', 'a=1; Domain=i.vendor.example', 'novalue', '=1', ''])(
    '%s is not set',
    (value) => {
      expect(cookieToClient(value, scene())).toBeUndefined();
    },
  );

  it('goes back to its host or domain and to no other', () => {
    const jar =
      'cv~api.vendor.example~~a=1; cv~.vendor.example~~b=2; cv~.other.example~~c=3; own=4; cv~x; cv~.vendor.example~%2Fv2~d=5';
    expect(cookieToVendor(jar, mount('api.vendor.example'), '/')).toBe('a=1; b=2');
    expect(cookieToVendor(jar, mount('cdn.vendor.example'), '/v2/x')).toBe('b=2; d=5');
    expect(cookieToVendor(jar, mount('cdn.vendor.example'), '/v22')).toBe('b=2');
    expect(cookieToVendor(jar, mount('evilvendor.example'), '/')).toBeUndefined();
    expect(cookieToVendor(jar, undefined, '/')).toBe('own=4');
    expect(cookieToVendor('a=1;  b=2', undefined, '/')).toBe('a=1;  b=2');
  });

  it('comes back as it was set', () => {
    for (const value of ['a=1', 'a="x;y"', 'a=1=2~3']) {
      const set = cookieToClient(value, scene())?.split(';')[0] ?? '';
      expect(cookieToVendor(set, mount('api.vendor.example'), '/')).toBe(value.split(';')[0]);
    }
  });
});

test("the site's own lose a foreign domain and the base path", () => {
  const home = scene({ mount: undefined, base: '/base' });
  expect(cookieToClient('a=1; Domain=www.vendor.example; Path=/base/x; HttpOnly', home)).toBe('a=1; Path=/x; HttpOnly');
  expect(cookieToClient('a=1; Path=/base', home)).toBe('a=1; Path=/');
  expect(cookieToClient('a=1; Path=/based', home)).toBe('a=1; Path=/based');
  expect(cookieToClient('a=1; Domain=.shop.example', home)).toBe('a=1; Domain=.shop.example');
});

test('over plain HTTP nothing is asked for that needs TLS', () => {
  const plain = scene({ scheme: 'http', mount: undefined });
  expect(cookieToClient('a=1; Secure; SameSite=None; Partitioned; HttpOnly', plain)).toBe('a=1; HttpOnly');
  expect(cookieToClient('a=1; SameSite=Lax', plain)).toBe('a=1; SameSite=Lax');
});
