/** Hosts to sites, paths to routes. */
import { expect, test } from 'vitest';
import { findRoute, findSite, matchesGlob, siteNow, strictRoute } from '../../src/proxy/route.ts';
import { openRoute, testSettings, testSite } from '../support/sites.ts';

test.each([
  ['/a/*/c', '/a/b/c', true],
  ['/a/*/c', '/a/b/x/c', false],
  ['/a/**', '/a/b/c', true],
  ['/a/**', '/a', true],
  ['/a/**', '/ab', false],
  ['/a.b', '/aXb', false],
  ['**', '/anything', true],
  ['/**/x', '/a/b/x', true],
  ['/f/*.js', '/f/a.js', true],
])('%s over %s: %s', (glob, path, fits) => {
  expect(matchesGlob(glob, path)).toBe(fits);
});

test('the first route that fits is taken; without one everything is inspected and nothing unreadable passes', () => {
  const routes = [
    { ...openRoute, id: 'up', path: '/x', direction: 'to-upstream' as const },
    { ...openRoute, id: 'get', path: '/x', methods: ['GET'] },
  ];
  const site = testSite({ upstream: 'http://v.test', routes });
  expect(findRoute(site, '/x', 'POST', 'to-upstream').id).toBe('up');
  expect(findRoute(site, '/x', 'GET', 'to-client').id).toBe('get');
  expect(findRoute(site, '/x', 'POST', 'to-client')).toBe(strictRoute);
  expect(strictRoute).toMatchObject({ inspect: true, ifUnreadable: 'block', files: 'block', binary: 'block' });
});

test('a host belongs to the site that lists it, port included', () => {
  const site = testSite({ upstream: 'http://v.test', hosts: ['Shop.test:8080'] });
  const settings = testSettings([site]);
  expect(findSite(settings, 'shop.test:8080')).toBe(site);
  expect(findSite(settings, 'shop.test')).toBeUndefined();
  const visitor = { scheme: 'http' as const, trusted: false };
  expect(findSite(settings, 'shop.test', visitor)).toBeUndefined();
  const next = testSettings([{ ...site, mode: 'observe' }]);
  expect(siteNow(next, site)?.mode).toBe('observe');
  expect(siteNow(testSettings([]), site)).toBeUndefined();
});

test('the usual port of the scheme is as good as none, also behind a hop that ended TLS', () => {
  const site = testSite({ upstream: 'http://v.test', hosts: ['shop.test', 'other.test:443'] });
  const settings = testSettings([site]);
  const plain = { scheme: 'http' as const, trusted: false };
  const tls = { scheme: 'https' as const, trusted: false };
  expect(findSite(settings, 'shop.test:80', plain)).toBe(site);
  expect(findSite(settings, 'shop.test:443', tls)).toBe(site);
  expect(findSite(settings, 'other.test', tls)).toBe(site);
  expect(findSite(settings, 'shop.test:443', plain)).toBeUndefined();
  expect(findSite(settings, 'shop.test:80', tls)).toBeUndefined();
  expect(findSite(settings, 'shop.test:8080', plain)).toBeUndefined();
  const hop = { scheme: 'http' as const, trusted: true };
  expect(findSite(settings, 'shop.test:443', hop, ['X-Forwarded-Proto', 'https'])).toBe(site);
});
