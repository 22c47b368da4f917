import { expect, test } from 'vitest';
import { followSettings } from '../../../src/compose/crew/following.ts';
import { createLive } from '../../../src/domain/live.ts';
import type { Loaded } from '../../../src/settings/load.ts';
import { testSettings } from '../../support/sites.ts';

function stage(digests: readonly string[]) {
  const settings = createLive(testSettings([]));
  let loads = 0;
  const load = async () => {
    const digest = digests[Math.min(loads, digests.length - 1)] ?? '';
    loads += 1;
    return { ok: true, digest, settings: { ...testSettings([]), dataDir: digest }, files: [] } as unknown as Loaded;
  };
  const ended = new Promise<string>((resolve) => {
    const follow = followSettings({ load, settings, digest: 'a', pauseMs: 1, onLost: () => resolve('lost') });
    settings.onChange(({ dataDir }) => resolve(dataDir));
    follow('c');
  });
  return { ended, loads: () => loads };
}

test('files that say the same are taken, after a while if need be', async () => {
  expect(await stage(['c']).ended).toBe('c');
  const late = stage(['a', 'b', 'c']);
  expect(await late.ended).toBe('c');
  expect(late.loads()).toBe(3);
});

test('a worker that cannot follow does not go on', async () => {
  expect(await stage(['b']).ended).toBe('lost');
});
