/** Policies of pages: the shim may run, calls may come to us, and the vendor's hosts are no longer a way out. */
import { expect, it } from 'vitest';
import { hostList } from '../../src/domain/host-list.ts';
import { createUrlMap } from '../../src/domain/url-map.ts';
import { containment, mapContentPolicy } from '../../src/proxy/content-policy.ts';

const urls = createUrlMap({
  hosts: hostList([{ name: 'api', match: '*.vendor.example', role: 'messages', action: 'inspect' }]),
  own: { scheme: 'https', host: 'chat.example' },
  prefix: '/__h',
  home: new URL('https://www.shop.example'),
});
const ours = 'https://chat.example';
const hash = "'sha256-x'";
const map = (policy: string, shimHash: string | undefined = hash) =>
  mapContentPolicy(policy, { urls, origins: [ours, 'wss://chat.example'], shimHash });

it.each([
  ["script-src 'nonce-a'", `script-src 'nonce-a' ${ours} ${hash}`],
  ["script-src 'none'", `script-src ${ours} ${hash}`],
  ["script-src 'self' 'unsafe-inline'", `script-src 'self' 'unsafe-inline' ${ours}`],
  ["script-src 'unsafe-inline' 'nonce-a'", `script-src 'unsafe-inline' 'nonce-a' ${ours} ${hash}`],
  ["script-src 'strict-dynamic' 'unsafe-inline'", `script-src 'strict-dynamic' 'unsafe-inline' ${ours} ${hash}`],
  ["script-src-elem 'self'", `script-src-elem 'self' ${ours} ${hash}`],
  [
    'connect-src https://api.vendor.example wss://*.vendor.example https://other.example',
    `connect-src https://other.example ${ours} wss://chat.example`,
  ],
  ["img-src 'self' https://cdn.vendor.example", `img-src 'self' https://cdn.vendor.example ${ours}`],
  ['FRAME-SRC https://a.vendor.example;; style-src x', `frame-src https://a.vendor.example ${ours}; style-src x`],
  ["object-src 'none'; upgrade-insecure-requests", "object-src 'none'; upgrade-insecure-requests"],
  [
    "default-src 'self'",
    `default-src 'self'; connect-src 'self' ${ours} wss://chat.example; img-src 'self' ${ours}; frame-src 'self' ${ours}; script-src 'self' ${ours} ${hash}`,
  ],
  [`img-src ${ours}, connect-src 'none'`, `img-src ${ours},connect-src ${ours} wss://chat.example`],
  ['', ''],
])('%s', (policy, expected) => {
  expect(map(policy)).toBe(expected);
});

it('adds no hash where no shim is put in', () => {
  expect(
    mapContentPolicy("script-src 'self'", { urls, origins: [ours, 'wss://x'], shimHash: undefined }),
  ).not.toContain('sha256');
});

it.each([
  ["img-src 'self' https://cdn.vendor.example", `img-src 'self' ${ours}`],
  ["script-src https://*.vendor.example 'self'", `script-src 'self' ${ours}`],
  ['style-src https://a.vendor.example x', `style-src x ${ours}`],
  ['form-action https://a.vendor.example', `form-action ${ours}`],
  ["font-src 'self'", "font-src 'self'"],
  [
    "frame-ancestors https://a.vendor.example; object-src 'none'",
    "frame-ancestors https://a.vendor.example; object-src 'none'",
  ],
  [
    'default-src https://a.vendor.example',
    `default-src ${ours}; connect-src ${ours} wss://chat.example; img-src ${ours}; frame-src ${ours}; script-src ${ours}`,
  ],
])('closed: %s', (policy, expected) => {
  const change = { urls, origins: [ours, 'wss://chat.example'] as const, shimHash: undefined };
  expect(mapContentPolicy(policy, { ...change, closed: new Set(['api']) })).toBe(expected);
  const elsewhere = mapContentPolicy('img-src https://a.vendor.example', { ...change, closed: new Set(['other']) });
  expect(elsewhere).toBe(`img-src https://a.vendor.example ${ours}`);
});

it('contains a page in us and in what is named', () => {
  expect(containment([ours, 'wss://chat.example'], ['https://fonts.example'])).toBe(
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob: https://chat.example wss://chat.example https://fonts.example; worker-src 'self' blob: https://chat.example wss://chat.example https://fonts.example; form-action 'self' https://chat.example wss://chat.example https://fonts.example",
  );
});
