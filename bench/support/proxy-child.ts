/** One proxy in its own process: Chatveil as it ships, http-proxy, or a bare relay of two `ws` sockets. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastifyHttpProxy from '@fastify/http-proxy';
import fastify from 'fastify';
import httpProxy from 'http-proxy';
import { WebSocket, WebSocketServer } from 'ws';
import { serveParent } from './children.ts';
import { createLoopMeter } from './loop-meter.ts';

const [kind = '', upstreamPort = '', workers = '1'] = process.argv.slice(2);
const upstream = `http://127.0.0.1:${upstreamPort}`;

/** The build that is shipped: a loader for TypeScript wraps each inner function and so doubles what a message costs. */
const shipped = new URL('../../dist/src/', import.meta.url);

/** Chatveil with its default policy, all detectors, and a real vault in a folder of its own. */
async function chatveil(): Promise<number> {
  const { compose }: typeof import('../../src/compose.ts') = await import(new URL('compose.js', shipped).href);
  const { createLive }: typeof import('../../src/domain/live.ts') = await import(
    new URL('domain/live.js', shipped).href
  );
  const { createLog }: typeof import('../../src/observe/log.ts') = await import(
    new URL('observe/log.js', shipped).href
  );
  const { loadSettings }: typeof import('../../src/settings/load.ts') = await import(
    new URL('settings/load.js', shipped).href
  );
  const folder = mkdtempSync(join(tmpdir(), 'chatveil-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'chatveil.yaml');
  const site = `  - { id: bench, hosts: [bench.test], upstream: "${upstream}", vendor: generic, policy: default, mode: enforce }`;
  const vault = `vault:\n  store: { sqlite: ./data/vault.db }\n  root_key: { file: ./data/root.key }`;
  writeFileSync(file, `data_dir: ./data\nworkers: ${workers}\n${vault}\nsites:\n${site}\n`);
  const loaded = await loadSettings({ file, env: {}, cwd: folder });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const log = createLog({ level: 'error', destination: process.stderr });
  const product = await compose({ settings: createLive(loaded.settings), env: {}, log, createVault: true });
  return product.dataPlane.listen({ host: '127.0.0.1', port: 0 });
}

function bareProxy(agent?: Agent): Promise<number> {
  const proxy = httpProxy.createProxyServer({ target: upstream, ws: true, ...(agent !== undefined && { agent }) });
  proxy.on('error', () => undefined);
  const server = createServer((request, response) => proxy.web(request, response));
  server.on('upgrade', (request, socket, head) => proxy.ws(request, socket, head));
  return listen(server);
}

/** Reads no messages: pipes HTTP and the bytes of sockets through its own client. */
async function fastifyProxy(): Promise<number> {
  const app = fastify();
  await app.register(fastifyHttpProxy, { upstream, websocket: true });
  await app.listen({ host: '127.0.0.1', port: 0 });
  return (app.server.address() as AddressInfo).port;
}

/** Parses frames on both legs, as anything that reads messages must, and does nothing else. */
function bareRelay(): Promise<number> {
  const server = createServer();
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  sockets.on('connection', (client) => {
    const vendor = new WebSocket(upstream.replace('http', 'ws'), { perMessageDeflate: false });
    const early: [Buffer, boolean][] = [];
    client.on('message', (data: Buffer, binary: boolean) => {
      if (vendor.readyState === vendor.OPEN) vendor.send(data, { binary });
      else early.push([data, binary]);
    });
    vendor.on('open', () => {
      for (const [data, binary] of early) vendor.send(data, { binary });
    });
    vendor.on('message', (data: Buffer, binary: boolean) => client.send(data, { binary }));
    for (const [one, other] of [
      [client, vendor],
      [vendor, client],
    ] as const) {
      one.on('error', () => undefined);
      one.on('close', () => other.terminate());
    }
  });
  return listen(server);
}

function listen(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** CPU time of this process and of each of its workers, microseconds; `process.cpuUsage` knows of none of them. */
function sharesMicros(): number[] {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim();
  const { user, system } = process.cpuUsage();
  // A tick is 10 ms.
  const workers = children === '' ? [] : children.split(' ').map((pid) => ticksOf(pid) * 10_000);
  return [user + system, ...workers];
}

function ticksOf(pid: string): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

const start = {
  chatveil,
  'http-proxy': () => bareProxy(),
  // Without the agent it opens a connection for each request.
  'http-proxy, kept alive': () => bareProxy(new Agent({ keepAlive: true })),
  '@fastify/http-proxy': fastifyProxy,
  'ws relay': bareRelay,
}[kind];
if (start === undefined) throw new Error(`no such proxy: ${kind}`);
const meter = createLoopMeter();
serveParent(await start(), ({ ask }) => {
  if (ask === 'loop-start') meter.start();
  if (ask === 'loop-stop') return { milliseconds: meter.stop() };
  return ask === 'shares' ? { cpuMicros: sharesMicros() } : {};
});
