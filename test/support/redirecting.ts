/** The whole product in front of fake vendors with names of their own, and a browser in which every other way is a trap. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { type WebSocket, WebSocketServer } from 'ws';
import { start } from '../../src/main.ts';
import { createLog } from '../../src/observe/log.ts';
import { loadSettings } from '../../src/settings/load.ts';

export interface Heard {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface FakeVendor {
  readonly port: number;
  readonly heard: Heard[];
  /** Messages of sockets, in order. */
  readonly messages: string[];
  close(): Promise<void>;
}

export type VendorAnswer = (heard: Heard, response: ServerResponse) => void;

export async function startVendor(
  answer: VendorAnswer,
  onMessage: (socket: WebSocket, text: string, url: string) => void = (socket, text) => socket.send(text),
): Promise<FakeVendor> {
  const heard: Heard[] = [];
  const messages: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') };
      heard.push(one);
      answer(one, response);
    });
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, { method = '', url = '', headers }) => {
    heard.push({ method, url, headers, body: '' });
    socket.on('message', (data: Buffer) => {
      messages.push(data.toString('utf8'));
      onMessage(socket, data.toString('utf8'), url);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    heard,
    messages,
    close() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export interface Redirecting {
  /** As a browser sees it: `http://shop.test:1234`. */
  readonly origin: string;
  readonly port: number;
  logs(): string;
  stop(): Promise<void>;
}

/** `profile`: YAML of the vendor, without its id. */
export async function startRedirecting(profile: string, upstream: string): Promise<Redirecting> {
  const folder = mkdtempSync(join(tmpdir(), 'chatveil-redirect-'));
  const port = await freePort();
  const file = join(folder, 'chatveil.yaml');
  mkdirSync(join(folder, 'vendors'));
  writeFileSync(join(folder, 'vendors', 'faked.yaml'), `id: faked\ntitle: A fake vendor\n${profile}`);
  const other = 'host: 127.0.0.1, port: 0';
  writeFileSync(
    file,
    `listen: { data: { host: 127.0.0.1, port: ${port} }, console: { ${other} }, ops: { ${other} } }
data_dir: ./data
vault: { store: { sqlite: ./data/vault.db }, root_key: { file: ./data/root.key } }
sites:
  - { id: shop, hosts: ["shop.test:${port}"], upstream: "${upstream}", vendor: faked, policy: default }
`,
  );
  const load = () => loadSettings({ file, env: {}, cwd: folder });
  const loaded = await load();
  if (!loaded.ok) throw new Error(`the test's configuration is wrong: ${JSON.stringify(loaded.problems[0])}`);
  const lines: string[] = [];
  const log = createLog({ level: 'debug', destination: { write: (line: string) => void lines.push(line) } });
  const running = await start({ loaded, reload: load, env: {}, log, createVault: true });
  return {
    origin: `http://shop.test:${port}`,
    port,
    logs: () => lines.join(''),
    async stop() {
      await running.drain();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The Host header names the port, so it must be known before anything listens. */
async function freePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

export interface TrappedBrowser {
  readonly context: BrowserContext;
  /** Connections that went to a vendor's name past the proxy. */
  readonly escapes: () => number;
  /** Their request lines, as far as they got to say one. */
  readonly escaped: readonly string[];
  readonly complaints: string[];
  open(url: string): Promise<Page>;
  close(): Promise<void>;
}

/**
 * Every name but `shop.test` leads to a port that answers nothing and counts who knocks. `secure` is an origin that the
 * browser treats as if it were served over TLS.
 */
export async function openTrappedBrowser(secure?: string): Promise<TrappedBrowser> {
  let escapes = 0;
  const escaped: string[] = [];
  const trap = createTcpServer((socket) => {
    escapes += 1;
    socket.setTimeout(1000, () => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.once('data', (head: Buffer) => {
      escaped.push(head.toString('latin1').split('\r\n')[0] ?? '');
      socket.destroy();
    });
  });
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  const { port } = trap.address() as AddressInfo;
  const profile = mkdtempSync(join(tmpdir(), 'chatveil-trapped-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium',
    headless: true,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--proxy-server=direct://',
      ...(secure === undefined ? [] : [`--unsafely-treat-insecure-origin-as-secure=${secure}`]),
      `--host-resolver-rules=MAP shop.test 127.0.0.1, MAP *.test 127.0.0.1:${port}, MAP *.livechatinc.com 127.0.0.1:${port}`,
    ],
  });
  context.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  context.on('weberror', (error) => complaints.push(error.error().message));
  return {
    context,
    escapes: () => escapes,
    escaped,
    complaints,
    async open(url) {
      const page = await context.newPage();
      await page.goto(url);
      return page;
    },
    async close() {
      await context.close();
      await new Promise<void>((resolve) => trap.close(() => resolve()));
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
