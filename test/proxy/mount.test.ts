/** The way to further hosts: what is on the list gets there, and no spelling gets anything else there. */
import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { asksForShim, enterHost, hostName, mountAgain } from '../../src/proxy/mount.ts';
import { findRoute, siteNow } from '../../src/proxy/route.ts';
import { headFor, listed, mountedSite } from '../support/mounted.ts';
import { openRoute, testSettings, testSite } from '../support/sites.ts';

const site = mountedSite({
  list: [
    listed({ ports: [8443] }),
    listed({ name: 'logs', match: 'logs.vendor.example', action: 'block' }),
    listed({ name: 'cdn', match: 'cdn.vendor.example', action: 'pass' }),
    listed({ name: 'local', match: '127.0.0.1', scheme: 'http', ports: [8090] }),
    listed({ name: 'inside', match: '127.0.0.2', scheme: 'http', ports: [8090], allowPrivate: true }),
    listed({ name: 'meta', match: '169.254.169.254', scheme: 'http', allowPrivate: true }),
  ],
});
const enter = (path: string) => enterHost(site, headFor(path));

it.each([
  ['/__h/api.vendor.example/v1/x', 'https://api.vendor.example', '/v1/x'],
  ['/__h/api-eu.vendor.example', 'https://api-eu.vendor.example', '/'],
  ['/__h/API.vendor.example:8443/', 'https://api.vendor.example:8443', '/'],
  ['/__h/api.vendor.example:443/a', 'https://api.vendor.example', '/a'],
  ['/__h/127.0.0.2:8090/a', 'http://127.0.0.2:8090', '/a'],
])('%s', (path, origin, inner) => {
  const entered = enter(path);
  if (typeof entered === 'string') throw new Error(entered);
  expect(entered.site.upstream.origin).toBe(origin);
  expect(entered.head.path).toBe(inner);
  expect(entered.site.mount?.home.host).toBe('www.vendor.example');
});

it.each([
  ['/__h/evil.example/', 'CV_HOST_REFUSED'],
  ['/__h/logs.vendor.example/', 'CV_HOST_REFUSED'],
  ['/__h/api.vendor.example:80/', 'CV_HOST_REFUSED'],
  ['/__h/api.vendor.example.evil.example/', 'CV_HOST_REFUSED'],
  ['/__h/www.vendor.example/', 'CV_HOST_REFUSED'],
  ['/__h/2130706433/', 'CV_HOST_REFUSED'],
  ['/__h/127.0.0.1:8090/', 'CV_ADDRESS_REFUSED'],
  ['/__h/169.254.169.254/', 'CV_ADDRESS_REFUSED'],
  ['/__h', 'CV_BAD_TARGET'],
  ['/__h/', 'CV_BAD_TARGET'],
  ['/__h//api.vendor.example/', 'CV_BAD_TARGET'],
  ['/__h/api.vendor.example//x', 'CV_BAD_TARGET'],
  ['/__h/api.vendor.example%2fx', 'CV_BAD_TARGET'],
  ['/__h/api%2evendor.example/', 'CV_BAD_TARGET'],
  ['/__h/user@api.vendor.example/', 'CV_BAD_TARGET'],
  ['/__h/[::1]/', 'CV_BAD_TARGET'],
  ['/__h/api.vendor.example;x/', 'CV_BAD_TARGET'],
])('%s is refused', (path, code) => {
  expect(enter(path)).toBe(code);
});

it.each(['/', '/__hello', '/x/__h/api.vendor.example/', '/%5f_h/api.vendor.example/'])(
  "%s is the site's own",
  (path) => {
    expect(enter(path)).toMatchObject({ head: { path } });
    expect((enter(path) as { site: unknown }).site).toBe(site);
  },
);

test('without a list the prefix means nothing', () => {
  const plain = testSite({ upstream: 'http://v.test' });
  expect(enterHost(plain, headFor('/__h/evil.example/'))).toMatchObject({ site: plain });
  expect(asksForShim(plain, headFor('/__h/shim.js'))).toBe(false);
});

test('whatever stands in the host segment, only a listed host is gone to', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 60, unit: fc.constantFrom(...'api.vendorexml/%2f@:#?;\\-_*[]0127') }),
      (text) => {
        const entered = enter(`/__h/${text}`);
        if (typeof entered === 'string') return;
        expect(entered.site.upstream.host).toMatch(
          /^(?:api(?:-[\w-]+)?\.vendor\.example(?::8443)?|cdn\.vendor\.example|127\.0\.0\.2(?::8090)?)$/,
        );
      },
    ),
    { numRuns: 3000 },
  );
});

test('one host is one site, so that what is kept by site is found again', () => {
  const [one, two] = [enter('/__h/api.vendor.example/a'), enter('/__h/api.vendor.example/b')];
  if (typeof one === 'string' || typeof two === 'string') throw new Error('refused');
  expect(one.site).toBe(two.site);
  expect(siteNow(testSettings([site]), one.site)).toBe(one.site);
  const shorter = mountedSite({ list: [listed({ match: 'other.vendor.example' })] });
  expect(siteNow(testSettings([shorter]), one.site)).toBeUndefined();
  expect(
    mountAgain(site, { ...(one.site.mount as NonNullable<typeof one.site.mount>), host: 'logs.vendor.example' }),
  ).toBeUndefined();
});

test('a host that passes has the route that passes; others have the routes that name them or nobody', () => {
  const entered = enter('/__h/cdn.vendor.example/x');
  if (typeof entered === 'string') throw new Error('refused');
  expect(findRoute(entered.site, '/x', 'GET', 'to-client').inspect).toBe(false);
  const routed = mountedSite({ list: [listed(), listed({ name: 'cdn', match: 'cdn.vendor.example' })] });
  const routes = [
    { ...openRoute, id: 'cdn', host: 'cdn' },
    { ...openRoute, id: 'api', host: 'api' },
  ];
  const named = { ...routed, profile: { ...routed.profile, routes } };
  const api = enterHost(named, headFor('/__h/api.vendor.example/x'));
  if (typeof api === 'string') throw new Error('refused');
  expect(findRoute(api.site, '/x', 'GET', 'to-client').id).toBe('api');
  // An upstream that is none of the listed hosts is taken for any of them.
  expect(hostName(named)).toBeUndefined();
  expect(findRoute(named, '/x', 'GET', 'to-client').id).toBe('cdn');
  expect(hostName({ ...named, upstream: new URL('https://api.vendor.example') })).toBe('api');
});

test('the cookies of a head are those of the host', () => {
  const entered = enterHost(site, headFor('/__h/api.vendor.example/', { cookie: 'own=1; cv~api.vendor.example~~a=2' }));
  expect(entered).toMatchObject({ head: { cookie: 'a=2' } });
});
