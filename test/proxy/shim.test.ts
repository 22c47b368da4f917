/** The shim as a script: it parses, stays small, and maps in a window made of plain objects. */
import { createContext, runInContext } from 'node:vm';
import { transformSync } from 'esbuild';
import { expect, it, test } from 'vitest';
import { type ShimParts, shimSource } from '../../src/proxy/shim.ts';

const parts: ShimParts = {
  own: { scheme: 'https', host: 'chat.example' },
  prefix: '/__h',
  hosts: [
    { name: 'api', match: 'api{-*,}{.*,}.vendor.example', role: 'messages', action: 'inspect' },
    { name: 'cdn', match: 'cdn.vendor.example', role: 'files', action: 'inspect', ports: [8443] },
  ],
  home: new URL('https://www.vendor.example/base/'),
};

/** A window with as much of the platform as the test needs. */
function shimmed(baseURI = 'https://shop.example/page', more: Partial<ShimParts> = {}) {
  const calls: unknown[] = [];
  class WebSocket {
    static readonly OPEN = 1;
    constructor(url: unknown, protocols: unknown) {
      calls.push(['ws', url, protocols]);
    }
  }
  const window = createContext({
    URL,
    WebSocket,
    document: { baseURI },
    location: { href: baseURI },
    fetch: (...all: unknown[]) => calls.push(['fetch', ...all]),
  });
  const source = shimSource({ ...parts, ...more });
  runInContext(source, window);
  return { calls, window, source, run: (code: string) => runInContext(code, window) };
}

/** What `fetch` is called with when a script asks for `url`. */
function fetched(url: string, baseURI?: string): unknown {
  const { calls, run } = shimmed(baseURI);
  run(`fetch(${JSON.stringify(url)})`);
  return (calls[0] as unknown[])[1];
}

test('it is a script of less than nine kilobytes, the list of hosts aside', () => {
  const source = shimSource({ ...parts, hosts: parts.hosts.slice(1) });
  expect(transformSync(source, { minify: true }).code.length).toBeLessThan(9216);
  expect(source).not.toContain('</script');
  expect(source).not.toMatch(/localStorage|document\.cookie|postMessage|console/);
});

it.each([
  ['https://api.vendor.example/v1?q#h', 'https://chat.example/__h/api.vendor.example/v1?q#h'],
  ['https://api-eu.labs.vendor.example/', 'https://chat.example/__h/api-eu.labs.vendor.example/'],
  ['wss://api.vendor.example/ws', 'wss://chat.example/__h/api.vendor.example/ws'],
  ['//cdn.vendor.example/a', 'https://chat.example/__h/cdn.vendor.example/a'],
  ['https://cdn.vendor.example:8443/a', 'https://chat.example/__h/cdn.vendor.example:8443/a'],
  ['https://www.vendor.example/base/x', 'https://chat.example/x'],
])('%s is led to us', (url, expected) => {
  expect(fetched(url)).toBe(expected);
});

it.each([
  '/relative',
  'relative?x',
  'https://other.example/',
  'https://cdn.vendor.example:9000/',
  'https://api.vendor.example.evil.example/',
  'https://www.vendor.example/other',
  'data:text/plain,x',
  'blob:https://api.vendor.example/1',
  'https://chat.example/__h/api.vendor.example/v1',
  'http://[broken',
])('%s stays', (url) => {
  expect(fetched(url)).toBe(url);
});

test('a root-relative URL stays on the host whose document it stands in', () => {
  const mounted = 'https://chat.example/__h/api.vendor.example/frame.html';
  expect(fetched('/v1', mounted)).toBe('https://chat.example/__h/api.vendor.example/v1');
  expect(fetched('v1', mounted)).toBe('v1');
  expect(fetched('/__h/cdn.vendor.example/x', mounted)).toBe('/__h/cdn.vendor.example/x');
});

test('a socket keeps its class, its constants and its subprotocols', () => {
  const { calls, run } = shimmed();
  expect(run('new WebSocket("wss://api.vendor.example/", ["a"]) instanceof WebSocket && WebSocket.OPEN')).toBe(1);
  expect(calls).toEqual([['ws', 'wss://chat.example/__h/api.vendor.example/', ['a']]]);
});

test('it installs once, whoever brings it', () => {
  const { calls, window, source, run } = shimmed();
  const before = run('fetch');
  runInContext(source, window);
  expect(run('fetch')).toBe(before);
  run('fetch("https://api.vendor.example/")');
  expect(calls).toHaveLength(1);
});

test('only what is asked for is patched', () => {
  const { calls, run } = shimmed(undefined, { patch: ['websocket'] });
  run('fetch("https://api.vendor.example/"); new WebSocket("wss://api.vendor.example/")');
  expect(calls).toEqual([
    ['fetch', 'https://api.vendor.example/'],
    ['ws', 'wss://chat.example/__h/api.vendor.example/', undefined],
  ]);
});
