/** What a proxy adds to the time of an answer while it has half of the work that it can do. */
import { type Child, startChild } from './children.ts';
import { report, spread } from './rounds.ts';

export interface HalfLoad {
  /** The vendor itself, without a proxy. */
  readonly vendor: Child;
  readonly proxies: readonly { readonly name: string; readonly child: Child }[];
  /** Requests a second. */
  readonly perSecond: number;
  readonly bodies: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly rounds: number;
  readonly json: boolean;
}

/** Requests of a round: the 99th of a hundred stands on forty of them. */
const REQUESTS = 4_000;

/** Milliseconds that a proxy adds, round by round: its percentile less that of the vendor in the same round. */
export async function measureHalfLoad({ vendor, proxies, perSecond, bodies, headers, rounds, json }: HalfLoad) {
  const load = await startChild('paced-load-child.ts', []);
  const ask = async ({ port }: Child) => {
    const question = { ask: 'run', port, perSecond, count: REQUESTS, bodies, headers };
    const { took, wrong } = await load.ask<{ took: number[]; wrong: number }>(question);
    if (wrong > 0 || took.length !== REQUESTS) throw new Error(`wrong answers: ${wrong} of ${took.length}`);
    return took.sort((a, b) => a - b);
  };
  const added = new Map<string, number[]>(proxies.flatMap(({ name }) => shares.map(([tag]) => [`${name} ${tag}`, []])));
  try {
    // The compiler sees other turns of the event loop than under full load: one round goes before those that count.
    for (const { child } of proxies) await ask(child);
    for (let round = 0; round < rounds; round += 1) {
      const bare = await ask(vendor);
      for (const { name, child } of round % 2 === 0 ? proxies : proxies.toReversed()) {
        const took = await ask(child);
        for (const [tag, share] of shares) added.get(`${name} ${tag}`)?.push(at(took, share) - at(bare, share));
      }
    }
  } finally {
    load.stop();
  }
  const base = { suite: 'http', case: `${Math.round(perSecond)}/s, added`, ratio: null, rounds };
  for (const { name } of proxies)
    for (const [tag] of shares) {
      const value = spread((added.get(`${name} ${tag}`) ?? []).map((milliseconds) => milliseconds * 1000));
      report({ ...base, subject: name, peer: 'no proxy', metric: `us, ${tag}`, value }, json);
    }
}

const shares = [
  ['p50', 0.5],
  ['p99', 0.99],
] as const;

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.floor(share * sorted.length)] ?? Number.NaN;
}
