/** Suppressions reach the detection of their site, and leave everything hidden when they cannot be trusted. */
import { chmodSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { traceOf } from '../../src/redaction/feedback.ts';
import { loadSettings } from '../../src/settings/load.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { feedbackHashOf, feedbackPath } from '../../src/settings/suppressions.ts';
import { openFeedback } from '../../src/storage/feedback-file.ts';
import { systemEntropy } from '../../src/vault/entropy.ts';
import { configFolder } from '../support/config-folder.ts';

const config = `data_dir: ./data
sites:
  - { id: shop, hosts: [a.example], upstream: "http://127.0.0.1:9", policy: mail }
  - { id: bank, hosts: [b.example], upstream: "http://127.0.0.1:9", policy: mail }
`;
const text = 'write to info@shop.example';
const DAY = 86_400_000;

async function installed() {
  const folder = configFolder();
  const file = folder.write('chatveil.yaml', config);
  folder.write('policies/mail.yaml', 'id: mail\ntitle: Mail\ndetectors: [email]\nrules: [{ id: all, action: mask }]\n');
  const key = folder.write('data/root.key', '7'.repeat(64));
  chmodSync(key, 0o600);
  const load = async (now: () => number) => {
    const loaded = await loadSettings({ file, env: {}, cwd: folder.path, clock: { now } });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    return loaded;
  };
  const { settings } = await load(() => 0);
  const hash = feedbackHashOf(settings, {});
  const journal = openFeedback({
    path: feedbackPath(settings),
    hash,
    clock: { now: () => 0 },
    entropy: systemEntropy(),
  });
  return { folder, load, hash, journal };
}

const marks = ({ settings }: { readonly settings: Settings }) =>
  settings.sites.map(({ detection }) => detection.find({ text, bytes: Buffer.from(text) })[0]?.suppressed === true);

describe('suppressions', () => {
  it('hold on their site from the next load until the moment they expire', async () => {
    const { load, hash, journal } = await installed();
    const before = await load(() => 1);
    expect(marks(before)).toEqual([false, false]);
    const report = journal.report('wrong', 'shop', traceOf(hash, 'EMAIL', text, { start: 9, end: text.length }));
    expect(journal.suppress(report.id, 2).ok).toBe(true);
    let now = 1;
    const after = await load(() => now);
    expect(after.digest).not.toBe(before.digest);
    expect(after.files.at(-1)).toMatch(/feedback\.jsonl$/);
    expect(marks(after)).toEqual([true, false]);
    now = 2 * DAY - 1;
    expect(marks(after)).toEqual([true, false]);
    now = 2 * DAY;
    expect(marks(after)).toEqual([false, false]);
  });

  it('have no effect under another root key, or without one', async () => {
    const { folder, load, hash, journal } = await installed();
    const report = journal.report('wrong', 'shop', traceOf(hash, 'EMAIL', text, { start: 9, end: text.length }));
    journal.suppress(report.id, 2);
    expect(marks(await load(() => 1))).toEqual([true, false]);
    folder.write('data/root.key', '8'.repeat(64));
    expect(marks(await load(() => 1))).toEqual([false, false]);
    folder.write('data/root.key', 'no key');
    expect(marks(await load(() => 1))).toEqual([false, false]);
  });
});
