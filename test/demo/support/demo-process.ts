/** Runs `chatveil demo` as a process of its own, on free ports, with a data folder that goes away with it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { DeskEvent } from '../../../src/demo/protocol.ts';

export interface Addresses {
  readonly demo: string;
  readonly shop: string;
  readonly desk: string;
  readonly console: string;
  readonly ops: string;
}

export interface DemoProcess {
  readonly addresses: Addresses;
  readonly folder: string;
  /** Everything written to standard error. */
  readonly complaints: () => string;
  /** SIGTERM; resolves with the exit code. */
  end(): Promise<number | null>;
  clean(): void;
}

const root = path.resolve(import.meta.dirname, '../../..');
const startMsMax = 40_000;
const endMsMax = 20_000;

export async function startDemoProcess(): Promise<DemoProcess> {
  const folder = mkdtempSync(path.join(tmpdir(), 'chatveil-demo-'));
  const tsx = path.join(root, 'node_modules/tsx/dist/loader.mjs');
  const child = spawn(process.execPath, ['--import', tsx, path.join(root, 'src/cli.ts'), 'demo', '--json'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      CHATVEIL__LISTEN__DATA__PORT: '0',
      CHATVEIL__LISTEN__CONSOLE__PORT: '0',
      CHATVEIL__LISTEN__OPS__PORT: '0',
      CHATVEIL__SITES__0__UPSTREAM: 'http://127.0.0.1:0',
    },
  });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints += String(chunk)));
  const clean = (): void => {
    if (child.exitCode === null) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const addresses = await firstLine(child);
    return { addresses, folder, complaints: () => complaints, end: () => endOf(child), clean };
  } catch (error) {
    clean();
    throw new Error(`the demo did not start: ${complaints || (error as Error).message}`);
  }
}

async function firstLine(child: ChildProcess): Promise<Addresses> {
  if (child.stdout === null) throw new Error('no standard output');
  const lines = createInterface({ input: child.stdout });
  const signal = AbortSignal.timeout(startMsMax);
  const [line] = (await Promise.race([once(lines, 'line', { signal }), once(lines, 'close', { signal })])) as string[];
  return JSON.parse(line ?? '') as Addresses;
}

async function endOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  const ended = once(child, 'exit', { signal: AbortSignal.timeout(endMsMax) });
  child.kill('SIGTERM');
  const [code] = (await ended) as [number | null];
  return code;
}

/** All that the vendor stored and received so far, as its own pages are told. */
export async function vendorSnapshot(desk: string): Promise<Extract<DeskEvent, { type: 'snapshot' }>> {
  const stop = new AbortController();
  const answer = await fetch(`${desk}/desk/events`, {
    signal: AbortSignal.any([stop.signal, AbortSignal.timeout(5000)]),
  });
  let text = '';
  for await (const chunk of answer.body ?? []) {
    text += Buffer.from(chunk).toString();
    if (text.includes('\n\n')) break;
  }
  stop.abort();
  const event = JSON.parse(text.split('\n\n')[0]?.replace(/^data: /, '') ?? '') as DeskEvent;
  if (event.type !== 'snapshot') throw new Error('the feed did not begin with a snapshot');
  return event;
}

/** Digits of any script as ASCII, everything else left out. */
export function digitsOf(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/#[a-z]+/g, '')
    .replace(/\D/g, '');
}
