/** A bridge over two sockets that exist only on paper. */
import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { conversationId } from '../../src/domain/frame.ts';
import { createLive } from '../../src/domain/live.ts';
import { type BridgeParts, openDirection } from '../../src/proxy/direction.ts';
import { openBridge } from '../../src/proxy/websocket.ts';
import { fakeRedactor, forbidden, marker, masked, tally, testSettings, testSite } from '../support/sites.ts';

class PaperSocket extends EventEmitter {
  OPEN = 1;
  CLOSED = 3;
  readyState = 1;
  bufferedAmount = 0;
  readonly calls: string[] = [];
  readonly callbacks: (() => void)[] = [];
  send(bytes: Buffer, _options: object, done?: () => void): void {
    this.calls.push(`send ${bytes}`);
    if (done !== undefined) this.callbacks.push(done);
  }
  pause = () => void this.calls.push('pause');
  resume = () => void this.calls.push('resume');
  ping = () => void this.calls.push('ping');
  terminate = () => void this.calls.push('terminate');
  close = (code?: number, reason?: string) => void this.calls.push(`close ${code ?? ''} ${reason ?? ''}`.trim());
}

function stage(limits = {}) {
  const site = testSite({ upstream: 'http://v.test', limits });
  const client = new PaperSocket();
  const upstream = new PaperSocket();
  const recorder = tally();
  const log = { warn: () => undefined };
  const parts = {
    plane: { settings: createLive(testSettings([site])), redactor: fakeRedactor(), recorder, log, tenant: 't' },
    site,
    path: '/s',
    binding: { site: 'shop', conversation: conversationId('c'), credential: '' },
    downstream: { binder: { restorer: () => undefined } },
    client: client as unknown as WebSocket,
    upstream: upstream as unknown as WebSocket,
  } as unknown as BridgeParts;
  return { parts, client, upstream, recorder };
}

test('a message crosses inspected, a blocked one closes both sides', () => {
  const { parts, client, upstream } = stage();
  openBridge(parts, () => undefined);
  client.emit('message', Buffer.from(marker), false);
  expect(upstream.calls).toEqual(['resume', `send ${masked}`]);
  client.emit('message', Buffer.from(forbidden), false);
  expect(client.calls).toContain('close 1008 CV_BLOCKED_BY_POLICY');
  expect(upstream.calls).toContain('close 1001');
  client.emit('message', Buffer.from('later'), false);
  expect(upstream.calls).not.toContain('send later');
});

test('both legs gone is one connection less', () => {
  const { parts, client, upstream, recorder } = stage();
  let closed = 0;
  openBridge(parts, () => {
    closed += 1;
  });
  expect(recorder.open.get('shop websocket')).toBe(1);
  client.emit('close', 4001, Buffer.from('r'.repeat(120)));
  expect(upstream.calls.at(-1)).toBe(`close 4001 ${'r'.repeat(120)}`);
  upstream.emit('close', 1006, Buffer.alloc(0));
  expect([closed, recorder.open.get('shop websocket')]).toEqual([1, 0]);
});

test('two pings without an answer end a leg', () => {
  const { parts, client, upstream } = stage();
  const bridge = openBridge(parts, () => undefined);
  for (let round = 0; round < 3; round += 1) {
    bridge.checkAlive();
    upstream.emit('pong');
  }
  expect(client.calls).toEqual(['ping', 'ping', 'terminate']);
  expect(upstream.calls.filter((call) => call === 'ping').length).toBe(3);
});

test('a receiver that is behind pauses its sender, one that is far behind ends it', () => {
  const { parts, client, upstream } = stage({ slowReaderBytesMax: 1_000_000 });
  const refused: string[] = [];
  openDirection(parts, 'to-upstream', (code) => refused.push(code));
  upstream.bufferedAmount = 300_000;
  client.emit('message', Buffer.from('one'), false);
  expect(client.calls).toEqual(['pause']);
  upstream.callbacks[0]?.();
  expect(client.calls).toEqual(['pause', 'resume']);
  upstream.bufferedAmount = 2_000_000;
  client.emit('message', Buffer.from('two'), false);
  expect(refused).toEqual(['CV_SLOW_READER']);
});
