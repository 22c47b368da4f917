/** Settings are swapped whole, only when sound and new, and on every kind of edit. */
import { renameSync, writeFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createLive } from '../../src/domain/live.ts';
import { loadSettings } from '../../src/settings/load.ts';
import type { Problem } from '../../src/settings/settings.ts';
import { type ReloadOutcome, watchSettings } from '../../src/settings/watch.ts';
import { configFolder, minimalConfig } from '../support/config-folder.ts';

async function watched(extra: string) {
  const folder = configFolder();
  const file = folder.write('chatveil.yaml', minimalConfig + extra);
  const load = () => loadSettings({ env: {}, cwd: folder.path });
  const running = await load();
  if (!running.ok) throw new Error(JSON.stringify(running.problems));
  const live = createLive(running.settings);
  const outcomes: [ReloadOutcome, readonly Problem[]][] = [];
  const watching = watchSettings({ live, load, running, onOutcome: (...args) => outcomes.push(args) });
  onTestFinished(() => watching.close());
  return { folder, file, live, outcomes, watching };
}

describe('reload', () => {
  it('applies what is new, and leaves what is not', async () => {
    const { file, live, watching } = await watched('watch: false\n');
    const before = live.current;
    expect(await watching.reload()).toBe('unchanged');
    expect(live.current).toBe(before);
    writeFileSync(file, `${minimalConfig}    mode: observe\nwatch: false\n`);
    expect(await watching.reload()).toBe('applied');
    expect(live.current.sites[0]?.mode).toBe('observe');
    expect(await watching.reload()).toBe('unchanged');
  });

  it('keeps the running settings when any file is broken, and tells every problem', async () => {
    const { folder, file, live, outcomes, watching } = await watched('watch: false\n');
    const before = live.current;
    writeFileSync(file, `${minimalConfig}    mode: off\nwathc: false\n`);
    expect(await watching.reload()).toBe('refused');
    expect(outcomes.at(-1)?.[1].map(({ at }) => at)).toEqual(['sites.0.mode', 'wathc']);
    writeFileSync(file, minimalConfig);
    folder.write('policies/default.yaml', 'id: default\ntitle: Broken\nrules: []\n');
    expect(await watching.reload()).toBe('refused');
    expect(live.current).toBe(before);
  });

  it('refuses what a running process cannot change', async () => {
    const { file, live, outcomes, watching } = await watched('watch: false\n');
    const before = live.current;
    writeFileSync(file, `${minimalConfig}listen: { data: { port: 1 } }\nvault: { root_key: { env: KEY } }\n`);
    expect(await watching.reload()).toBe('refused');
    expect(outcomes.at(-1)?.[1].map(({ at }) => at)).toEqual(['listen', 'vault']);
    expect(live.current).toBe(before);
  });

  it('runs attempts one after the other', async () => {
    const { outcomes, watching } = await watched('watch: false\n');
    await Promise.all([watching.reload(), watching.reload(), watching.reload()]);
    expect(outcomes.map(([outcome]) => outcome)).toEqual(['unchanged', 'unchanged', 'unchanged']);
  });
});

describe('edits', () => {
  it('are noticed when the file is written, and when it is replaced by renaming', async () => {
    const { folder, file, live } = await watched('');
    writeFileSync(file, `${minimalConfig}    mode: observe\n`);
    await vi.waitFor(() => expect(live.current.sites[0]?.mode).toBe('observe'), 10_000);
    renameSync(folder.write('new.tmp', `${minimalConfig}    mode: enforce\n`), file);
    await vi.waitFor(() => expect(live.current.sites[0]?.mode).toBe('enforce'), 10_000);
  });

  it('are left alone with watch: false, and after close', async () => {
    const { file, outcomes, watching } = await watched('watch: false\n');
    writeFileSync(file, `${minimalConfig}    mode: observe\nwatch: false\n`);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(outcomes).toEqual([]);
    watching.close();
    expect(await watching.reload()).toBe('unchanged');
    expect(outcomes).toEqual([]);
  });
});
