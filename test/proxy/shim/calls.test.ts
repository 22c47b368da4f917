/** Calls, workers, and connections that cannot come through us: led here, or refused. */
import { expect, it, test } from 'vitest';
import { requests } from '../../../src/proxy/shim/calls.ts';
import { shimWindow } from '../../support/shim-window.ts';

const vendor = 'https://cdn.vendor.example/a';

it.each([
  [`new WebTransport('${vendor}')`, true],
  [`new WebTransport('https://foreign.example/')`, false],
  [
    `new RTCPeerConnection({ iceServers: [{ urls: ['stun:foreign.example', 'turns:cdn.vendor.example:443?transport=tcp'] }] })`,
    true,
  ],
  [`new RTCPeerConnection({ iceServers: [{ url: 'stun:cdn.vendor.example' }] })`, true],
  [`new RTCPeerConnection().setConfiguration({ iceServers: [{ urls: 'turn:cdn.vendor.example' }] })`, true],
  [`new RTCPeerConnection({ iceServers: [{ urls: 'stun:foreign.example' }] })`, false],
  ['new RTCPeerConnection()', false],
])('%s', (code, refused) => {
  const { run } = shimWindow();
  if (refused) expect(() => run(code)).toThrow('cannot pass the proxy');
  else expect(() => run(code)).not.toThrow();
});

test('a worker of a Blob starts behind the shim, one of a URL at ours', async () => {
  const { run, calls } = shimWindow();
  run(`new Worker('${vendor}'); new Worker(URL.createObjectURL(new Blob(['work()'])), { name: 'x' })`);
  const [first, second] = calls as [unknown[], [string, string, object]];
  expect(first).toEqual(['Worker', 'https://chat.example/__h/cdn.vendor.example/a']);
  expect(second[1]).toMatch(/^blob:/);
  const text = await (await fetch(second[1])).text();
  expect(text).toMatch(/^\(function _\(c\).*\);work\(\)$/s);
  expect(second[2]).toEqual({ name: 'x' });
});

test('strict workers stay strict, modules import the shim first', async () => {
  const { run, calls } = shimWindow();
  run(`new Worker(URL.createObjectURL(new Blob(['/* x */\\n"use strict";work()'])));
    new Worker(URL.createObjectURL(new Blob(['work()'])), { type: 'module' })`);
  const texts = await Promise.all(calls.map(async ([, url]) => (await fetch(String(url))).text()));
  expect(texts[0]).toMatch(/^"use strict";\(function/);
  expect(texts[1]).toBe('import"https://chat.example/__h/shim.js";work()');
});

test('a revoked URL takes its other with it', async () => {
  const { run, calls } = shimWindow();
  run('const one = URL.createObjectURL(new Blob(["x"])); new Worker(one); new Worker(one); URL.revokeObjectURL(one)');
  expect(calls[0]?.[1]).toBe(calls[1]?.[1]);
  await expect(fetch(String(calls[0]?.[1]))).rejects.toThrow();
  expect(requests).toContain('open');
});
