/** Tokenized messages a second with group commit, beside the same vault with one commit a message. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '../src/storage/sqlite/open.ts';
import { systemEntropy } from '../src/vault/entropy.ts';
import { type OpenedVault, openVault } from '../src/vault/open.ts';
import { initialiseVault } from '../src/vault/root.ts';
import { type LoadResult, sealLoad } from './support/vault-load.ts';

const ROUNDS = 5;
const AT_ONCE = 64;
const CONVERSATIONS = 500;
/** The peer is slower, so it gets fewer messages for about the same time. */
const MESSAGES = { ours: 10_000, peer: 2_000 };

interface Subject {
  readonly vault: OpenedVault;
  readonly messages: number;
  readonly results: LoadResult[];
}

async function openSubject(folder: string, messages: number, batchMax?: number): Promise<Subject> {
  const base = {
    rootKey: Buffer.alloc(32, 7),
    tenant: 'main',
    clock: { now: () => Date.now() },
    entropy: systemEntropy(),
  };
  const hooks = batchMax === undefined ? {} : { batchMax };
  const { tokens: store } = await openSqlite({ vault: join(folder, `vault-${messages}.db`), create: true, hooks });
  await initialiseVault({ ...base, store });
  return { vault: await openVault({ ...base, store }), messages, results: [] };
}

/** The least, the middle and the most of five or more. */
function spread(values: readonly number[]): { min: number; median: number; max: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (place: number): number => Number((sorted[place] ?? 0).toPrecision(4));
  return { min: at(0), median: at(sorted.length >> 1), max: at(sorted.length - 1) };
}

function report(json: boolean, ours: Subject, peer: Subject): void {
  const metrics = [
    ['messages_per_second', 'perSecond'],
    ['p50_ms', 'p50Ms'],
    ['p99_ms', 'p99Ms'],
    ['cpu_us_per_message', 'cpuMicros'],
  ] as const;
  for (const [metric, field] of metrics) {
    const value = spread(ours.results.map((result) => result[field]));
    const beside = spread(peer.results.map((result) => result[field]));
    const ratio = spread(
      ours.results.map((result, round) => result[field] / (peer.results[round]?.[field] ?? Number.NaN)),
    );
    const row = { suite: 'vault', case: `${AT_ONCE} at once`, subject: 'group commit', peer: 'one commit a message' };
    if (json)
      process.stdout.write(`${JSON.stringify({ ...row, metric, value, peerValue: beside, ratio, rounds: ROUNDS })}\n`);
    else {
      const words = ({ min, median, max }: typeof value): string => `${median} (${min} to ${max})`;
      process.stdout.write(`${metric}: ${words(value)} beside ${words(beside)}, ratio ${words(ratio)}\n`);
    }
  }
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'chatveil-bench-'));
  const json = process.argv.includes('--json');
  const ours = await openSubject(folder, MESSAGES.ours);
  const peer = await openSubject(folder, MESSAGES.peer, 1);
  try {
    for (let round = -1; round < ROUNDS; round++) {
      for (const subject of round % 2 === 0 ? [ours, peer] : [peer, ours]) {
        const load = {
          atOnce: AT_ONCE,
          conversations: CONVERSATIONS,
          messages: subject.messages,
          seed: `round ${round}`,
        };
        const result = await sealLoad(subject.vault, load);
        // The first round warms both up and does not count.
        if (round >= 0) subject.results.push(result);
      }
    }
    report(json, ours, peer);
  } finally {
    await ours.vault.close();
    await peer.vault.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
