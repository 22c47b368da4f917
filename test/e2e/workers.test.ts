/** Several processes behind one port: what they share, how a dead one is replaced, and how all of them end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { type CapturingUpstream, startCapturing, startProduct, type TestProduct } from '../support/product.ts';
import { metric, metrics, someWorker, until, workerPids } from '../support/workers.ts';

const card = '4111 1111 1111 1111';

/** Milliseconds: processes that compile their sources as they load them take their time on a busy machine. */
const startingMs = 150_000;

let vendor: CapturingUpstream;
let product: TestProduct;

/** One product for all, because two workers take long to start; the last of its tests drains it. */
beforeAll(async () => {
  vendor = await startCapturing();
  product = await startProduct({ upstream: vendor.url, top: 'workers: 2' });
}, startingMs);
beforeEach(() => vendor.clear());
afterAll(async () => {
  await product?.stop();
  await vendor?.close();
}, startingMs);

interface Answer {
  readonly status: number;
  readonly text: string;
}

function post(text: string, agent: Agent | false = false): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { host: 'shop.test', 'content-type': 'application/json' };
    const options = { port: product.port, host: '127.0.0.1', method: 'POST', headers, agent };
    const outgoing = request({ ...options, path: '/messages' }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => void chunks.push(chunk));
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, text: String(Buffer.concat(chunks)) }));
      incoming.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(JSON.stringify({ text }));
  });
}

/** Ten connections that stay open: more than one visitor's, so that every worker gets some. */
async function spreadOut(text: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 12 });
  onTestFinished(() => agent.destroy());
  return Promise.all(Array.from({ length: 12 }, () => post(text, agent)));
}

function tokenIn(): string {
  return /\[card [^\]]*\]/.exec(vendor.text())?.[0] ?? '';
}

test('two workers answer on one port; values are sealed in the one vault and counted on one page', async () => {
  const answers = await spreadOut(`my card is ${card}`);
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 200));
  expect(vendor.text()).not.toContain(card);
  expect(vendor.text()).not.toContain('4111');
  const token = tokenIn();
  const value = await product.running.product.vault.admin.resolve(token);
  expect(value?.expose((plain) => plain)).toBe(card);
  const page = await metrics(product);
  expect(
    metric(page, 'chatveil_messages_total{site="shop",direction="to-upstream",transport="http",outcome="edited"}'),
  ).toBe(12);
  expect(metric(page, 'chatveil_workers')).toBe(2);
  expect(metric(page, 'chatveil_vault_records')).toBe(12);
  expect(metric(page, 'chatveil_connections{')).toBe(12);
  expect(product.logs()).not.toContain('4111');
  await product.running.product.stats.flush();
});

test('a WebSocket lives in a worker as well', async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${product.port}/`, { headers: { host: 'shop.test' } });
  onTestFinished(() => socket.terminate());
  const said = new Promise<string>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('message', (data) => resolve(String(data)));
  });
  socket.once('open', () => socket.send(JSON.stringify({ text: `it is ${card}` })));
  expect(await said).toContain('[card ');
  await post(`and ${card}`);
  expect(vendor.text()).not.toContain('1111 1111');
});

test('a worker that dies is replaced and counted, and the others go on', { timeout: startingMs }, async () => {
  const first = someWorker(workerPids()[0]);
  process.kill(first, 'SIGKILL');
  await until(async () => metric(await metrics(product), 'chatveil_worker_restarts_total') === 1);
  await until(async () => metric(await metrics(product), 'chatveil_workers') === 2);
  expect(workerPids()).not.toContain(first);
  expect(workerPids()).toHaveLength(2);
  const answers = await spreadOut('hello');
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  expect(product.logs()).toContain('worker-ended');
});

test('changed settings reach every worker', async () => {
  const file = join(product.folder, 'chatveil.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('mode: enforce', 'mode: observe'));
  await product.running.reload();
  await until(async () => {
    vendor.clear();
    await spreadOut(`my card is ${card}`);
    return vendor.text().split(card).length === 13;
  });
});

test('draining ends what is under way, then every worker', async () => {
  const slow = post('hello');
  await until(() => vendor.heard.length > 0);
  const pids = workerPids();
  expect(pids).toHaveLength(2);
  await product.running.drain();
  expect((await slow).status).toBe(200);
  expect(workerPids()).toEqual([]);
  await expect(post('late')).rejects.toThrow();
});

test('workers that lost the process with the vault end at once', { timeout: startingMs }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chatveil-orphans-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'chatveil.yaml');
  const listen = '{ host: 127.0.0.1, port: 0 }';
  const site = `{ id: shop, hosts: [shop.test], upstream: "${vendor.url}" }`;
  writeFileSync(
    file,
    `listen: { data: ${listen}, console: ${listen}, ops: ${listen} }\nworkers: 2\nsites: [${site}]\n`,
  );
  const chatveil = (...args: string[]) =>
    spawn(process.execPath, ['--import', 'tsx', 'src/cli.ts', ...args, '--config', file], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  expect(await once(chatveil('vault', 'init'), 'exit')).toEqual([0, null]);
  const main = chatveil('run');
  onTestFinished(() => void main.kill('SIGKILL'));
  await until(() => new Promise((resolve) => main.stderr.once('data', () => resolve(true))));
  await until(() => workerPids(main.pid).length === 2);
  const pids = workerPids(main.pid);
  main.kill('SIGKILL');
  await until(() => pids.every((pid) => !existsSync(`/proc/${pid}`)));
});
