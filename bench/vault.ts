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
const CONVERSATIONS = 500;

interface Case {
  readonly name: string;
  readonly atOnce: number;
  readonly offered?: number;
  /** The peer is slower, so where it must go as fast as it can it gets fewer messages. */
  readonly messages: { readonly ours: number; readonly peer: number };
}

const cases: readonly Case[] = [
  { name: 'as fast as it goes, 64 at once', atOnce: 64, messages: { ours: 10_000, peer: 2_000 } },
  { name: '5000 offered a second', atOnce: 0, offered: 5_000, messages: { ours: 7_500, peer: 7_500 } },
];

type Name = 'ours' | 'peer';
type Vaults = Readonly<Record<Name, OpenedVault>>;
type Results = Readonly<Record<Name, readonly LoadResult[]>>;

async function openSubject(folder: string, name: Name): Promise<OpenedVault> {
  const clock = { now: () => Date.now() };
  const base = { rootKey: Buffer.alloc(32, 7), tenant: 'main', clock, entropy: systemEntropy() };
  const hooks = name === 'peer' ? { batchMax: 1 } : {};
  const { tokens: store } = await openSqlite({ vault: join(folder, `${name}.db`), create: true, hooks });
  await initialiseVault({ ...base, store });
  return openVault({ ...base, store });
}

async function runCase(vaults: Vaults, one: Case): Promise<Results> {
  const results: Record<Name, LoadResult[]> = { ours: [], peer: [] };
  for (let round = -1; round < ROUNDS; round++) {
    const order: readonly Name[] = round % 2 === 0 ? ['ours', 'peer'] : ['peer', 'ours'];
    for (const name of order) {
      const seed = `${one.name} ${round}`;
      const load = { ...one, messages: one.messages[name], conversations: CONVERSATIONS, seed };
      const result = await sealLoad(vaults[name], load);
      // The first round warms both up and does not count.
      if (round >= 0) results[name].push(result);
    }
  }
  return results;
}

interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (place: number): number => Number((sorted[place] ?? 0).toPrecision(4));
  return { min: at(0), median: at(sorted.length >> 1), max: at(sorted.length - 1) };
}

const metrics = [
  ['messages_per_second', 'perSecond'],
  ['p50_ms', 'p50Ms'],
  ['p99_ms', 'p99Ms'],
  ['cpu_us_per_message', 'cpuMicros'],
] as const;

function report(json: boolean, one: Case, { ours, peer }: Results): void {
  const words = ({ min, median, max }: Spread): string => `${median} (${min} to ${max})`;
  if (!json) process.stdout.write(`${one.name}; group commit beside one commit a message, ${ROUNDS} rounds\n`);
  for (const [metric, field] of metrics) {
    const value = spread(ours.map((result) => result[field]));
    const peerValue = spread(peer.map((result) => result[field]));
    const ratio = spread(ours.map((result, round) => result[field] / (peer[round]?.[field] ?? Number.NaN)));
    const row = { suite: 'vault', case: one.name, subject: 'group commit', peer: 'one commit a message', metric };
    if (json) process.stdout.write(`${JSON.stringify({ ...row, value, peerValue, ratio, rounds: ROUNDS })}\n`);
    else process.stdout.write(`  ${metric}: ${words(value)} beside ${words(peerValue)}, ratio ${words(ratio)}\n`);
  }
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'chatveil-bench-'));
  const vaults: Vaults = { ours: await openSubject(folder, 'ours'), peer: await openSubject(folder, 'peer') };
  try {
    for (const one of cases) report(process.argv.includes('--json'), one, await runCase(vaults, one));
  } finally {
    await vaults.ours.close();
    await vaults.peer.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
