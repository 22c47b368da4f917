/** ActionCable: the official client before the real Ruby server, where Debian's packages of it are installed. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as actioncable from '@rails/actioncable';
import { describe, it } from 'vitest';
import { WebSocket } from 'ws';
import { soon } from '../../support/clients/chat-stage.ts';
import { isInstalled, startChild } from '../../support/clients/child.ts';
import { type ChatPeer, exercise } from '../../support/clients/exercise.ts';

const rackup = join(import.meta.dirname, '..', '..', 'fixtures', 'clients', 'actioncable.ru');
const there = isInstalled('puma') && isInstalled('ruby && ruby -e \'require "action_cable"\'');

// The client was made for pages: it asks whether one is visible.
Object.assign(globalThis, {
  document: { visibilityState: 'visible' },
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
});
actioncable.adapters.WebSocket = WebSocket;

async function start() {
  const child = await startChild(
    `puma -b tcp://127.0.0.1:0 ${rackup}`,
    /Listening on http:\/\/127\.0\.0\.1:(\d+)\s/,
    '/',
  );
  return { port: Number(child.said), stop: child.stop };
}

interface Said {
  readonly from: string;
  readonly number: number;
  readonly text: string;
}

async function connect(url: string): Promise<ChatPeer> {
  const consumer = actioncable.createConsumer(`${url.replace('http', 'ws')}/cable`);
  const me = randomUUID();
  const got: string[] = [];
  const waiting = new Map<number, () => void>();
  let connected: () => void = () => undefined;
  let last = 0;
  const next = () => soon('subscription', new Promise<void>((resolve) => (connected = resolve)), 15_000);
  const first = next();
  const received = ({ from, number, text }: Said) => {
    if (from === me) waiting.get(number)?.();
    else got.push(text);
  };
  const room = consumer.subscriptions.create(
    { channel: 'RoomChannel', pubsub_token: randomUUID() },
    { connected: () => connected(), received: received as (data: never) => void },
  );
  await first;
  return {
    got,
    send(text) {
      last += 1;
      const number = last;
      const echoed = new Promise<void>((resolve) => waiting.set(number, resolve));
      room.perform('speak', { from: me, number, text });
      return soon('echo', echoed, 20_000);
    },
    back: next,
    close: () => consumer.disconnect(),
  };
}

if (there) exercise({ name: 'actioncable', start, connect, ordered: false });
else describe('actioncable', () => it.skip('needs ruby-actioncable and puma from Debian', () => undefined));
