/** kill -9 during a burst, twenty times: every token that had left resolves to its exact value. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openVaultFiles } from '../../src/storage/vault-files.ts';
import { systemEntropy } from '../../src/vault/entropy.ts';
import { reported, startChild } from '../storage/child-process.ts';
import { testFolder } from '../storage/folder.ts';

const KILLS = 20;
const LONGEST_BURST_MILLISECONDS = 300;

/** Opens the vault as a restarted process would, and resolves everything that was reported. */
async function resolveAll(
  folder: string,
  reports: readonly string[],
): Promise<{ lost: number; wrong: number; openMs: number }> {
  const begun = performance.now();
  const opened = await openVaultFiles({
    sqlite: join(folder, 'vault.db'),
    rootKey: { file: join(folder, 'root.key') },
    env: {},
    tenant: 'main',
    clock: { now: () => Date.now() },
    entropy: systemEntropy(),
  });
  const openMs = performance.now() - begun;
  let lost = 0;
  let wrong = 0;
  const checks = reports.flatMap(reported).map(async ({ token, value }) => {
    const secret = await opened.vault.admin.resolve(token);
    if (secret === undefined) lost++;
    else if (secret.expose((found) => found !== value)) wrong++;
  });
  await Promise.all(checks);
  await opened.close();
  return { lost, wrong, openMs };
}

describe('a vault whose process is killed', () => {
  it(`loses nothing that was acknowledged, ${KILLS} times in a row`, async () => {
    const folder = testFolder();
    const report = (round: number): string => join(folder, `reported-${round}.txt`);
    let tokens = 0;
    let next = startChild('burst', folder, report(0));
    for (let round = 0; round < KILLS; round++) {
      const child = next;
      await child.says('loaded');
      child.go();
      // The next process loads its modules meanwhile; it opens nothing before it is told to.
      if (round + 1 < KILLS) next = startChild('burst', folder, report(round + 1));
      await child.says('sealing');
      const until = performance.now() + 5 + Math.random() * LONGEST_BURST_MILLISECONDS;
      while (!existsSync(report(round)) || performance.now() < until) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      child.kill();
      expect(await child.ended).toBe('SIGKILL');
      const { lost, wrong, openMs } = await resolveAll(folder, [report(round)]);
      expect({ round, lost, wrong }).toEqual({ round, lost: 0, wrong: 0 });
      expect(openMs).toBeLessThan(5000);
      tokens += reported(report(round)).length;
    }
    const all = Array.from({ length: KILLS }, (_, round) => report(round));
    expect(await resolveAll(folder, all)).toMatchObject({ lost: 0, wrong: 0 });
    expect(tokens).toBeGreaterThan(KILLS);
  }, 90_000);
});
