/** Fields and texts of one redirected site: each leads to us on the way out and reads as the vendor's on the way back. */
import { describe, expect, it, test } from 'vitest';
import { Utf8Span } from '../../src/domain/text.ts';
import { changed } from '../../src/domain/url-map.ts';
import { enterHost } from '../../src/proxy/mount.ts';
import { redirectionFor } from '../../src/proxy/redirection.ts';
import type { SpanUrls } from '../../src/redaction/url-edits.ts';
import { headFor, listed, type MountedOptions, mountedSite } from '../support/mounted.ts';
import { testSite } from '../support/sites.ts';

const own = { scheme: 'https', host: 'chat.example' } as const;
const ours = 'https://chat.example';

function stage(options: MountedOptions = {}) {
  const site = mountedSite(options);
  const entered = enterHost(site, headFor('/__h/api.vendor.example/'));
  if (typeof entered === 'string') throw new Error(entered);
  const [home, mount] = [redirectionFor(site, own), redirectionFor(entered.site, own)];
  if (home === undefined || mount === undefined) throw new Error('no redirection');
  return { home, mount, site };
}

const applied = (urls: SpanUrls | undefined, path: string, text: string) =>
  changed(text, urls?.(new Utf8Span(path, Buffer.from(text))) ?? []);

test('a site without further hosts is left alone, and one origin has one redirection', () => {
  expect(redirectionFor(testSite({ upstream: 'http://v.test' }), own)).toBeUndefined();
  const { site, home } = stage();
  expect(redirectionFor(site, { scheme: 'https', host: 'chat.example:443' })).toBe(home);
  expect(redirectionFor(site, { scheme: 'http', host: 'chat.example' })).not.toBe(home);
});

describe('rules', () => {
  const { home, mount } = stage({
    list: [listed(), listed({ name: 'cdn', match: 'cdn.vendor.example' })],
    rewriteUrls: [
      { in: 'json', path: '/**/url', hosts: ['cdn'], reverse: true },
      { in: 'html', hosts: ['api', 'cdn'], reverse: false },
    ],
  });
  const cdn = 'https://cdn.vendor.example/a';

  it.each([
    ['/file/url', cdn, `${ours}/__h/cdn.vendor.example/a`],
    ['/file/text', cdn, cdn],
    ['/file/url', 'https://api.vendor.example/', 'https://api.vendor.example/'],
    ['/img/@src', cdn, `${ours}/__h/cdn.vendor.example/a`],
    ['/form/@action', 'https://api.vendor.example/', `${ours}/__h/api.vendor.example/`],
    ['/p/@title', cdn, cdn],
    ['/p', cdn, cdn],
  ])('%s %s', (path, text, expected) => {
    expect(applied(home.toClient, path, text)).toBe(expected);
  });

  it('of the reverse kind map back, the others do not', () => {
    expect(applied(home.toVendor, '/file/url', `${ours}/__h/cdn.vendor.example/a`)).toBe(cdn);
    expect(applied(home.toVendor, '/file/text', `${ours}/__h/cdn.vendor.example/a`)).toContain(ours);
    expect(stage().home.toVendor).toBeUndefined();
  });

  it('keep root-relative URLs of a page on its host', () => {
    expect(applied(mount.toClient, '/img/@src', '/a.png')).toBe('/__h/api.vendor.example/a.png');
    expect(applied(mount.toClient, '/img/@src', 'a.png')).toBe('a.png');
    expect(applied(mount.toClient, '/img/@src', '/__h/cdn.vendor.example/a.png')).toBe('/__h/cdn.vendor.example/a.png');
    expect(applied(home.toClient, '/img/@src', '/a.png')).toBe('/a.png');
  });
});

describe('fields', () => {
  const { home, mount } = stage();

  it.each([
    ['https://api.vendor.example/x', `${ours}/__h/api.vendor.example/x`, `${ours}/__h/api.vendor.example/x`],
    ['https://www.vendor.example/x', `${ours}/x`, `${ours}/x`],
    ['/x', '/x', '/__h/api.vendor.example/x'],
    ['//api.vendor.example/x', '//chat.example/__h/api.vendor.example/x', '//chat.example/__h/api.vendor.example/x'],
    ['x', 'x', 'x'],
    ['https://evil.example/x', 'https://evil.example/x', 'https://evil.example/x'],
  ])('Location %s', (value, atHome, mounted) => {
    expect(home.location(value)).toBe(atHome);
    expect(mount.location(value)).toBe(mounted);
  });

  it('Link and Refresh', () => {
    expect(home.link('<https://api.vendor.example/a.js>; rel=preload, </b>; rel=x')).toBe(
      `<${ours}/__h/api.vendor.example/a.js>; rel=preload, </b>; rel=x`,
    );
    expect(home.link('3;url=https://api.vendor.example/')).toBe(`3;url=${ours}/__h/api.vendor.example/`);
  });

  it('Referer and Origin', () => {
    expect(mount.referer(`${ours}/page?x`)).toBe('https://www.vendor.example/page?x');
    expect(mount.referer(`${ours}/__h/api.vendor.example/f`)).toBe('https://api.vendor.example/f');
    expect(mount.referer('https://shop.example/')).toBe('https://shop.example/');
    expect(mount.origin(ours, `${ours}/page`)).toBe('https://www.vendor.example');
    expect(mount.origin(ours, undefined)).toBe('https://www.vendor.example');
    expect(mount.origin(ours, `${ours}/__h/api.vendor.example/f`)).toBe('https://api.vendor.example');
    expect(mount.origin('https://shop.example', undefined)).toBe('https://shop.example');
    const { mount: upstream } = stage({ redirect: { origin: 'upstream' } });
    expect(upstream.origin(ours, `${ours}/page`)).toBe('https://api.vendor.example');
    expect(upstream.origin('https://shop.example', undefined)).toBe('https://shop.example');
  });

  it('query values', () => {
    const value = encodeURIComponent(`${ours}/__h/api.vendor.example/f?a=b`);
    expect(mount.query(`?a=1&to=${value}&b=%zz`)).toBe(
      `?a=1&to=${encodeURIComponent('https://api.vendor.example/f?a=b')}&b=%zz`,
    );
    expect(mount.query('?a=https%3A%2F%2Fother.example')).toBe('?a=https%3A%2F%2Fother.example');
    expect(mount.query('')).toBe('');
  });
});

test('the base path of the upstream is not ours', () => {
  const { home } = stage({ upstream: 'https://www.vendor.example/base' });
  expect(home.location('/base/x')).toBe('/x');
  expect(home.location('https://www.vendor.example/base/x')).toBe(`${ours}/x`);
  expect(home.referer(`${ours}/x`)).toBe('https://www.vendor.example/base/x');
});
