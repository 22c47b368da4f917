/** Every packaged profile on messages in the vendor's own shapes: what was planted is hidden, nothing else changes. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { packagedDir } from '../src/settings/find.ts';
import { loadBench, type VendorBench } from './support/vendor-bench.ts';
import { readLines, type Stretch, type VendorLine } from './support/vendor-fixtures.ts';

const folder = join(packagedDir, 'vendors');
/** Their own tests have more to say of these. */
const elsewhere = ['demo.yaml', 'generic.yaml'];
const ids = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml') && !elsewhere.includes(name))
  .map((name) => name.slice(0, -5));

let bench: VendorBench;
beforeAll(async () => {
  bench = await loadBench();
});

describe.each(ids)('%s', (id) => {
  it.each(readLines(id).map((line) => [line.name, line] as const))('%s', async (_name, line) => {
    const played = await bench.play(id, line);
    const { redaction } = played;
    if (line.refused !== undefined) {
      expect(redaction).toMatchObject({ verdict: 'block', code: line.refused });
      return;
    }
    if (redaction.verdict === 'block') throw new Error(`refused: ${redaction.code}`);
    expectStretches(redaction.bytes.toString(), played.stretches, played.tokenOf);
    expect(redaction.drift ?? []).toEqual(line.drift ?? []);
    if (line.rule !== undefined) expect(played.rules).toContain(line.rule);
    if (line.never === true) expect(redaction.uninspected.map(({ reason }) => reason)).toContain('never-field');
    expectConversation(line, played.conversations);
  });

  it('has messages of both directions, each with something planted', () => {
    const lines = readLines(id);
    expect(lines.length).toBeGreaterThan(3);
    expect(new Set(lines.map(({ direction }) => direction)).size).toBe(2);
    expect(lines.filter((line) => /[«‹⟪]/.test(JSON.stringify(line))).length).toBeGreaterThan(1);
  });
});

/** Outside the marks every byte is the same; inside, what the mark says. */
function expectStretches(out: string, expected: readonly Stretch[], tokenOf: (value: string) => string): void {
  const quoted = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const source = expected.map(({ mark, text }) => {
    if (mark === '«' || mark === '‹') return '([\\s\\S]*?)';
    return quoted(mark === '⟦' ? tokenOf(text) : text);
  });
  const match = new RegExp(`^${source.join('')}$`).exec(out);
  expect(match, `bytes outside the marks changed: ${out}`).not.toBeNull();
  const hidden = expected.filter(({ mark }) => mark === '«' || mark === '‹');
  for (const [index, { mark, text }] of hidden.entries()) {
    const written = decode(match?.[index + 1] ?? '');
    const bare = (value: string) => decode(value).replace(/[^\p{L}\p{N}]/gu, '');
    expect(bare(written), 'the value is still there').not.toContain(bare(text));
    if (mark === '«') expect(written).toMatch(/\[.+\]|@redacted\.invalid|^\+99900000000$/);
    else expect(written).toMatch(/^[^#]*…[^#]*$/);
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function expectConversation(line: VendorLine, conversations: readonly string[]): void {
  if (line.conversation === undefined) return;
  expect(new Set(conversations)).toEqual(new Set([line.conversation]));
}
