/** How sockets end: codes and reasons pass, faults get their code, limits hold, drain is orderly. */
import { afterEach, expect, test } from 'vitest';
import { fakeRedactor, forbidden, marker, masked, openRoute } from '../support/sites.ts';
import {
  closed,
  opened,
  pause,
  type SocketStage,
  type StageOptions,
  socketStage,
  until,
} from '../support/socket-pair.ts';

let stage: SocketStage | undefined;
afterEach(async () => {
  await stage?.stop();
  stage = undefined;
});

async function connected(options: StageOptions = {}) {
  const started = await socketStage(options);
  stage = started;
  const client = started.dial();
  await opened(client);
  await until(() => started.vendor.length === 1);
  const vendor = started.vendor[0];
  if (vendor === undefined) throw new Error('no vendor');
  return { ...started, client, vendor };
}

test.each([
  [1000, 'bye'],
  [1001, ''],
  [1008, 'no'],
  [1011, 'oops'],
  [3000, 'app'],
  [4999, 'app'],
])('close %i passes from the visitor to the vendor, and back', async (code, reason) => {
  const one = await connected();
  one.client.close(code, reason);
  await until(() => one.closes.length === 1);
  expect(one.closes).toEqual([[code, reason]]);
  await stage?.stop();
  const other = await connected();
  const end = closed(other.client);
  other.vendor.close(code, reason);
  expect(await end).toEqual([code, reason]);
});

test('a close without a code stays without one', async () => {
  const { client, closes, vendor } = await connected();
  client.close();
  await until(() => closes.length === 1);
  expect(closes).toEqual([[1005, '']]);
  void vendor;
});

test('a value in a close reason is masked', async () => {
  const { client, closes } = await connected();
  client.close(1000, marker);
  await until(() => closes.length === 1);
  expect(closes).toEqual([[1000, masked]]);
});

test('a visitor that vanishes is "going away" for the vendor', async () => {
  const { client, closes } = await connected();
  client.terminate();
  await until(() => closes.length === 1);
  expect(closes).toEqual([[1001, '']]);
});

test('a vendor that vanishes is told to the visitor with its code', async () => {
  const { client, vendor, recorder } = await connected();
  const end = closed(client);
  vendor.terminate();
  expect(await end).toEqual([1014, 'CV_UPSTREAM_CLOSED']);
  expect(recorder.upstreamErrors).toEqual(['closed']);
});

test('a message over the limit is 1009 for its sender and goes nowhere', async () => {
  const { client, heard, closes } = await connected({ site: { limits: { frameBytesMax: 1000 } } });
  const end = closed(client);
  client.send('x'.repeat(1001));
  expect((await end)[0]).toBe(1009);
  await until(() => closes.length === 1);
  expect(heard).toEqual([]);
});

test('too many fragments are 1008 for their sender', async () => {
  const { client, heard } = await connected({ site: { limits: { frameFragmentsMax: 10 } } });
  const end = closed(client);
  for (let sent = 0; sent < 20; sent += 1) client.send('x', { fin: false });
  expect((await end)[0]).toBe(1008);
  expect(heard).toEqual([]);
});

test('binary messages are refused, or passed and counted where the route says so', async () => {
  const strict = await connected();
  const end = closed(strict.client);
  strict.client.send(Buffer.from(marker));
  expect(await end).toEqual([1003, 'CV_BINARY_REFUSED']);
  expect(strict.heard).toEqual([]);
  await stage?.stop();
  const open = await connected({ site: { routes: [{ ...openRoute, binary: 'pass' }] } });
  open.client.send(Buffer.from(marker));
  await until(() => open.heard.length === 1);
  expect(open.heard).toEqual([marker]);
  expect(open.recorder.unread.get('to-upstream binary')).toBe(marker.length);
});

test('a blocked message of the vendor closes the visitor with the code', async () => {
  const { client, vendor } = await connected();
  const end = closed(client);
  vendor.send(forbidden);
  expect(await end).toEqual([1008, 'CV_BLOCKED_BY_POLICY']);
});

test('a detector that fails closes the socket and nothing passes', async () => {
  const { client, heard } = await connected({ overrides: { redactor: fakeRedactor({ fail: true }) } });
  const end = closed(client);
  client.send('anything');
  expect(await end).toEqual([1011, 'CV_DETECTION_FAILED']);
  expect(heard).toEqual([]);
});

test('what was sent before a close still arrives, in order, before the close', async () => {
  const redactor = fakeRedactor({ delay: (text) => (text.endsWith('0') ? 40 : undefined) });
  const { client, heard, closes } = await connected({ overrides: { redactor } });
  for (let sent = 0; sent < 25; sent += 1) client.send(`m${sent}`);
  client.close(1000, 'done');
  await until(() => closes.length === 1);
  expect(heard).toEqual(Array.from({ length: 25 }, (_, index) => `m${index}`));
  expect(closes).toEqual([[1000, 'done']]);
});

test('drain sends what waits, then closes both sides as restarting', async () => {
  const redactor = fakeRedactor({ delay: () => 50 });
  const { client, heard, closes, plane, recorder } = await connected({ overrides: { redactor } });
  client.send('one');
  client.send('two');
  await pause(20);
  const end = closed(client);
  await plane.drain(5);
  expect(await end).toEqual([1012, 'CV_DRAINING']);
  expect(heard).toEqual(['one', 'two']);
  await until(() => closes.length === 1);
  expect(closes).toEqual([[1001, '']]);
  expect(recorder.open.get('shop websocket')).toBe(0);
});

test('a peer that answers no ping is cut', async () => {
  const { client, plane } = await connected({ overrides: { limits: { pingSeconds: 0.05 } } });
  const end = closed(client);
  client.pause();
  await until(() => plane.connections === 0);
  expect(plane.connections).toBe(0);
  client.resume();
  expect((await end)[0]).toBe(1006);
});
