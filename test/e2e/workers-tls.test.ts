/** Several processes behind one TLS port: a visitor who comes back by another one, certificates that change, a worker that is killed. */
import { once } from 'node:events';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { createSpread } from '../../src/compose/crew/spread.ts';
import { type Authority, certificateAuthority } from '../support/certificates.ts';
import { type CapturingUpstream, startCapturing, startProduct, type TestProduct } from '../support/product.ts';
import { holderOf, metric, metrics, someWorker, until, workerPids } from '../support/workers.ts';

const card = '4111 1111 1111 1111';
const profile = `id: acme
title: Acme
conversation: [{ from: query, name: chat }]
credential: [{ from: cookie, name: visitor }]
routes:
  - id: all
    path: /**
    messages: [{ id: words, kind: echo, text: [/text] }]
`;

interface Stage {
  readonly product: TestProduct;
  readonly vendor: CapturingUpstream;
  readonly authority: Authority;
  close(): Promise<void>;
}

/** Milliseconds: processes that compile their sources as they load them take their time on a busy machine. */
const startingMs = 150_000;

/** What the listener of the data is told, in YAML. */
type Listening = (authority: Authority) => string;

const overTls: Listening = (authority) => {
  const { cert, key } = authority.issue('shop', ['shop.test']);
  return `host: 127.0.0.1, port: 0, tls: { cert: ${cert}, key: ${key}, client_ca: ${authority.ca} }`;
};

/** Two workers behind a balancer that says who speaks. */
async function stage(listening: Listening): Promise<Stage> {
  const closers: (() => unknown)[] = [];
  const authority = certificateAuthority((remove) => void closers.push(remove));
  const vendor = await startCapturing();
  const data = `${listening(authority)}, proxy_protocol: ["127.0.0.1"]`;
  const product = await startProduct({
    upstream: vendor.url,
    vendor: 'acme',
    top: 'workers: 2',
    files: { 'vendors/acme.yaml': profile },
    prepare(folder) {
      const file = join(folder, 'chatveil.yaml');
      writeFileSync(
        file,
        readFileSync(file, 'utf8').replace('data: { host: 127.0.0.1, port: 0 }', `data: { ${data} }`),
      );
    },
  });
  const close = async () => {
    await product.stop();
    await vendor.close();
    for (const closer of closers) closer();
  };
  return { product, vendor, authority, close };
}

let on: Stage;
/** Certificate and key of every visitor. */
let visitor: { readonly cert: Buffer; readonly key: Buffer };

/** One product for all that speaks TLS, because two workers take long to start. */
beforeAll(async () => {
  on = await stage(overTls);
  const { cert, key } = on.authority.issue('visitor', ['visitor.test']);
  visitor = { cert: readFileSync(cert), key: readFileSync(key) };
}, startingMs);
beforeEach(() => on.vendor.clear());
afterAll(() => on?.close(), startingMs);

/** Addresses of visitors whose home is the one and the other worker. */
function addresses(): readonly [string, string] {
  const homes = [0, 1].map((slot) => {
    for (let last = 1; last < 255; last += 1) {
      const spread = createSpread();
      spread.add(0);
      spread.add(1);
      if (spread.assign(`192.0.2.${last}`) === slot) return `192.0.2.${last}`;
    }
    throw new Error('no address lives there');
  });
  return homes as [string, string];
}

/** A connection of which the balancer tells whose it is. */
function announced(address: string, to: { readonly port: number; readonly host: string } | { readonly path: string }) {
  const socket: Socket = connect(to);
  socket.write(`PROXY TCP4 ${address} 192.0.2.255 40000 443\r\n`);
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  return socket;
}

/** A visitor's TLS connection; the socket below it is the one that the product sees. */
function dial(address: string, shown: object = visitor) {
  const below = announced(address, { port: on.product.port, host: '127.0.0.1' });
  const socket: TLSSocket = connectTls({ socket: below, ca: on.authority.pem, servername: 'shop.test', ...shown });
  socket.on('error', () => undefined);
  return { below, socket };
}

/** A widget's socket; `heard` is what the visitor is shown. */
async function widget(address: string, chat: string) {
  const { below, socket } = dial(address);
  const client = new WebSocket(`ws://shop.test/socket?chat=${chat}`, {
    headers: { cookie: `visitor=of-${chat}` },
    createConnection: () => socket,
  });
  onTestFinished(() => client.terminate());
  const heard: string[] = [];
  client.on('message', (text) => void heard.push(String(text)));
  client.on('error', () => undefined);
  await Promise.race([once(client, 'open'), once(client, 'close').then(() => Promise.reject(new Error('closed')))]);
  const say = async (text: string) => {
    const before = heard.length;
    client.send(JSON.stringify({ text }));
    await until(() => heard.length > before || client.readyState !== client.OPEN);
    return heard[before];
  };
  return { client, heard, say, holder: () => holderOf(on.product.port, below.localPort ?? 0) };
}

const tokens = (text: string) => text.match(/\[card ••\d{4} #\w+\]/g) ?? [];

test('a value that one worker tokenized is given back by the other, to its own visitor only', async () => {
  const [here, there] = addresses();
  const first = await widget(here, 'c1');
  expect(await first.say(`it is ${card}`)).toBe(JSON.stringify({ text: `it is ${card}` }));
  const [token = ''] = tokens(on.vendor.text());
  expect(token).not.toBe('');
  expect(on.vendor.text()).not.toContain('1111 1111');
  const second = await widget(there, 'c1');
  expect(first.holder()).toBeDefined();
  expect(second.holder()).toBeDefined();
  expect(second.holder()).not.toBe(first.holder());
  const echo = (chat: typeof first) => {
    const heard = once(chat.client, 'message').then(([text]) => String(text));
    on.vendor.say(JSON.stringify({ text: `you said ${token}` }));
    return heard;
  };
  expect(await echo(second)).toContain(`you said ${card}`);
  first.client.terminate();
  second.client.terminate();
  const stranger = await widget(there, 'c2');
  expect(await echo(stranger)).toContain(token);
});

test('a number that one visitor sends in pieces, over connections of their own, is seen whole', async () => {
  for (const [at, address] of addresses().entries()) {
    const first = await widget(address, `p${at}`);
    const second = await widget(address, `p${at}`);
    expect(second.holder()).toBe(first.holder());
    await first.say('my card is 4111 1111');
    await second.say('1111 1111');
    expect(on.vendor.text()).toContain('my card is 4111 1111');
    expect(on.vendor.text()).not.toContain('"1111 1111');
    on.vendor.clear();
  }
});

test('a worker killed in the middle of a burst costs nothing that was answered, and is replaced', {
  timeout: startingMs,
}, async () => {
  const [here, there] = addresses();
  const chats = Array.from({ length: 8 }, (_, at) => ({ chat: `b${at}`, address: at % 2 === 0 ? here : there }));
  const victim = someWorker(workerPids()[0]);
  let answered = 0;
  let lost = 0;
  /** Says again what got no echo, on a new connection, as widgets do. */
  const talk = async ({ chat, address }: (typeof chats)[number]) => {
    let now = await widget(address, chat);
    for (let number = 0; number < 12; number += 1) {
      const text = `${chat} says ${number}: ${card}`;
      while ((await now.say(text)) === undefined) {
        lost += 1;
        now = await widget(address, chat).catch(() => now);
      }
      expect(now.heard.at(-1)).toBe(JSON.stringify({ text }));
      answered += 1;
      if (answered === 30) process.kill(victim, 'SIGKILL');
    }
  };
  await Promise.all(chats.map(talk));
  expect(answered).toBe(8 * 12);
  expect(lost).toBeGreaterThan(0);
  const reached = on.vendor.text();
  expect(reached).not.toContain('1111 1111');
  for (const { chat } of chats) {
    for (let number = 0; number < 12; number += 1) expect(reached).toContain(`${chat} says ${number}: [card ••1111 #`);
  }
  for (const token of tokens(reached)) {
    const value = await on.product.running.product.vault.admin.resolve(token);
    expect(value?.expose((plain) => plain)).toBe(card);
  }
  await until(async () => metric(await metrics(on.product), 'chatveil_workers') === 2);
  expect(metric(await metrics(on.product), 'chatveil_worker_restarts_total')).toBe(1);
  expect(workerPids()).toHaveLength(2);
  expect(workerPids()).not.toContain(victim);
  expect(on.product.logs()).not.toContain('4111');
});

test('connections on their way into a worker that dies are closed, not left waiting', {
  timeout: startingMs,
}, async () => {
  const [here] = addresses();
  const { holder } = await widget(here, 'w1');
  const victim = someWorker(holder());
  const { dataPlane } = on.product.running.product;
  const before = dataPlane.connections;
  // It takes nothing any more, so that the first stays unacknowledged and the others behind it.
  process.kill(victim, 'SIGSTOP');
  onTestFinished(() => until(async () => metric(await metrics(on.product), 'chatveil_workers') === 2));
  const waiting = [1, 2, 3].map(() => dial(here).below);
  const closed = Promise.all(waiting.map((socket) => once(socket, 'close')));
  await until(() => dataPlane.connections === before + waiting.length);
  process.kill(victim, 'SIGKILL');
  await closed;
});

test('every worker shows a renewed certificate, without a restart', async () => {
  const serial = async (address: string) => {
    const { socket } = dial(address);
    await once(socket, 'secureConnect');
    const { serialNumber } = socket.getPeerCertificate();
    socket.destroy();
    return serialNumber;
  };
  const both = () => Promise.all(addresses().map(serial));
  const [old] = await both();
  expect(await both()).toEqual([old, old]);
  const renewed = on.authority.issue('renewed', ['shop.test']);
  renameSync(renewed.key, join(on.authority.folder, 'shop.key'));
  renameSync(renewed.cert, join(on.authority.folder, 'shop.crt'));
  await until(async () => (await both()).every((now) => now !== old));
});

/** The status of one request over a connection of its own. */
function ask(socket: Socket): Promise<number> {
  return new Promise((resolve, reject) => {
    socket.once('close', () => reject(new Error('closed')));
    const headers = { host: 'shop.test' };
    request({ createConnection: () => socket, headers }, ({ statusCode = 0 }) => resolve(statusCode))
      .on('error', reject)
      .end();
  });
}

test('every worker asks for the certificate of a visitor where the settings do, and says how it speaks', async () => {
  for (const address of addresses()) {
    expect(await ask(dial(address).socket)).toBe(200);
    await expect(ask(dial(address, {}).socket)).rejects.toThrow();
    expect(on.vendor.text()).toContain(`X-Forwarded-For|${address}`);
  }
  expect(on.vendor.text()).toContain('X-Forwarded-Proto|https');
});

test('connections over one Unix socket are handed out as well, each with the address that was told for it', {
  timeout: startingMs,
}, async () => {
  const local = await stage(({ folder }) => `socket: ${folder}/own.sock`);
  onTestFinished(() => local.close());
  const told = [...addresses(), '192.0.2.254'];
  const sockets = told.map((address) => announced(address, { path: join(local.authority.folder, 'own.sock') }));
  for (const [at, socket] of sockets.entries()) {
    local.vendor.clear();
    expect(await ask(socket)).toBe(200);
    expect(local.vendor.text()).toContain(`X-Forwarded-For|${told[at]}|`);
  }
});
