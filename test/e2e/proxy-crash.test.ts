/** kill -9 of the whole proxy in the middle of a burst: every token that reached the vendor resolves to its exact value afterwards. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { openVaultFiles } from '../../src/storage/vault-files.ts';
import { systemEntropy } from '../../src/vault/entropy.ts';
import { findTokens } from '../../src/vault/token.ts';
import { onlyTenant } from '../../src/vault/vault.ts';
import { type CapturingUpstream, startCapturing } from '../support/product.ts';

const root = resolve(import.meta.dirname, '../..');
const rounds = 20;

let upstream: CapturingUpstream;
let folder: string;
let config: string;
let child: ChildProcess | undefined;

beforeAll(async () => {
  upstream = await startCapturing();
  folder = mkdtempSync(join(tmpdir(), 'chatveil-crash-'));
  config = join(folder, 'chatveil.yaml');
  const listen = '{ host: 127.0.0.1, port: 0 }';
  writeFileSync(
    config,
    `listen: { data: ${listen}, console: ${listen}, ops: ${listen} }
data_dir: ./data
vault: { store: { sqlite: ./data/vault.db }, root_key: { file: ./data/root.key } }
sites: [{ id: shop, hosts: [shop.test], upstream: "${upstream.url}", vendor: generic, policy: default, mode: enforce }]
`,
  );
  const [code] = (await once(chatveil('vault', 'init', '--config', config), 'exit')) as [number];
  expect(code).toBe(0);
});

afterAll(async () => {
  child?.kill('SIGKILL');
  await upstream?.close();
  rmSync(folder, { recursive: true, force: true });
});

function chatveil(...args: string[]): ChildProcess {
  const node = ['--import', 'tsx', join(root, 'src/cli.ts'), ...args];
  return spawn(process.execPath, node, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Starts the proxy and answers with its data port, read from what it prints. */
function startProxy(): Promise<number> {
  const started = chatveil('run', '--config', config);
  child = started;
  let printed = '';
  return new Promise((ready, fail) => {
    started.once('exit', () => fail(new Error(`the proxy ended: ${printed}`)));
    started.stderr?.on('data', (chunk) => {
      printed += String(chunk);
      const port = /data\s+http:\/\/127\.0\.0\.1:(\d+)/.exec(printed)?.[1];
      if (port !== undefined) ready(Number(port));
    });
  });
}

/** A Visa-shaped number that differs for each message; the last digit makes it pass Luhn. */
function cardNumber(index: number): string {
  const body = `4${String(index).padStart(14, '0')}`;
  const sum = [...body].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

/** Sends numbered messages as fast as they go until the socket dies. */
function burst(port: number, from: number): { socket: WebSocket; sent: () => number } {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/chat`, { headers: { Host: 'shop.test' } });
  let next = from;
  socket.on('error', () => undefined);
  const pump = () => {
    for (let count = 0; count < 8 && socket.readyState === WebSocket.OPEN; count++) {
      socket.send(JSON.stringify({ n: `m${next}`, text: `card ${cardNumber(next)}` }));
      next++;
    }
    if (socket.readyState === WebSocket.OPEN) setImmediate(pump);
  };
  socket.on('open', pump);
  return { socket, sent: () => next };
}

it('loses no token that the vendor saw', { timeout: 240_000 }, async () => {
  let next = 1;
  for (let round = 0; round < rounds; round++) {
    const port = await startProxy();
    const { socket, sent } = burst(port, next);
    // Killed after so many messages, not after so much time: a busy machine must see as many.
    const enough = upstream.heard.length + 4 + Math.floor(Math.random() * 20);
    while (upstream.heard.length < enough) await sleep(1);
    child?.kill('SIGKILL');
    await once(child as ChildProcess, 'exit');
    socket.terminate();
    next = sent();
  }

  const clock = { now: Date.now };
  const opened = await openVaultFiles({
    sqlite: join(folder, 'data/vault.db'),
    rootKey: { file: join(folder, 'data/root.key') },
    tenant: onlyTenant,
    env: {},
    clock,
    entropy: systemEntropy(),
  });
  let resolved = 0;
  try {
    for (const message of upstream.heard.map(String).filter((text) => text.startsWith('{'))) {
      const { n, text } = JSON.parse(message) as { n: string; text: string };
      const tokens = findTokens(text);
      expect(tokens, `message ${n} holds one token`).toHaveLength(1);
      const secret = await opened.vault.admin.resolve(tokens[0]?.token as never);
      const same = secret?.expose((plain) => plain === cardNumber(Number(n.slice(1))));
      expect(same, `message ${n} resolves to what was typed`).toBe(true);
      resolved++;
    }
  } finally {
    await opened.close();
  }
  expect(resolved).toBeGreaterThanOrEqual(rounds * 4);
});
