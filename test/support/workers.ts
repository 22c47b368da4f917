/** Looks at the worker processes of a product from outside: which there are, and which of them holds a connection. */
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { TestProduct } from './product.ts';

/** Ids of the workers that the process `of` started, from /proc. */
export function workerPids(of = process.pid): number[] {
  const children = `/proc/${of}/task/${of}/children`;
  if (!existsSync(children)) throw new Error('this test needs /proc');
  return readFileSync(children, 'utf8')
    .split(' ')
    .filter((pid) => pid !== '' && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('src/worker.ts'))
    .map(Number);
}

/** A signal to process 0 would reach this process and all that it started. */
export function someWorker(pid: number | undefined): number {
  if (pid === undefined) throw new Error('there is no such worker');
  return pid;
}

/** The worker that holds the far end of a connection from our `localPort` to the product's `port`, both on 127.0.0.1. */
export function holderOf(port: number, localPort: number): number | undefined {
  const hex = (number: number) => `0100007F:${number.toString(16).toUpperCase().padStart(4, '0')}`;
  const lines = readFileSync('/proc/net/tcp', 'utf8').split('\n');
  const fields = lines.map((line) => line.trim().split(/\s+/));
  const inode = fields.find(([, local, remote]) => local === hex(port) && remote === hex(localPort))?.[9];
  return workerPids().find((pid) =>
    readdirSync(`/proc/${pid}/fd`).some((fd) => readLink(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`),
  );
}

/** A descriptor may be closed between the listing and the look. */
function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

/** Looks every tenth of a second; the test's own time limit comes first. */
export async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1200; tries += 1) {
    if (await done()) return;
    await wait(100);
  }
  throw new Error('it did not come to that');
}

export async function metrics(product: TestProduct): Promise<string> {
  return (await fetch(`${product.running.ops}/metrics`)).text();
}

/** Sum of all series that begin so. */
export function metric(page: string, start: string): number {
  const lines = page.split('\n').filter((line) => line.startsWith(start));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
