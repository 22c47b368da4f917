/** Every detector: id and examples (checked by loading), fixture rows, reach, and silence on harmless messages. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cleanMessages } from '../bench/support/messages.ts';
import { NEAR_MAX } from '../src/detection/detector.ts';
import { createDetection } from '../src/detection/engine.ts';
import { exampleProblems, loadDetectors } from '../src/settings/catalog.ts';

const detectors = await loadDetectors();
const detection = createDetection({ detectors });

interface Row {
  readonly text: string;
  readonly kind: string;
  readonly expected: readonly string[];
  readonly line: number;
}

function readRows(id: string): Row[] {
  const lines = readFileSync(new URL(`fixtures/detectors/${id}.tsv`, import.meta.url), 'utf8').split('\n');
  return lines.flatMap((raw, index) => {
    if (raw === '' || raw.startsWith('#')) return [];
    const [marked = '', kind = ''] = raw.split('\t');
    const plain = marked.replaceAll('\\n', '\n').replaceAll('\\t', '\t');
    const expected = kind === '' ? [] : [...plain.matchAll(/‹([^›]*)›/g)].map((match) => match[1] as string);
    return [{ text: plain.replace(/[‹›]/g, ''), kind, expected, line: index + 1 }];
  });
}

describe.each(detectors.map((detector) => ({ id: detector.id, detector })))('$id', ({ id, detector }) => {
  const rows = readRows(id);
  const own = createDetection({ detectors: [detector] });

  it('finds and leaves alone what its fixture says', () => {
    expect(rows.length).toBeGreaterThanOrEqual(20);
    expect(rows.filter(({ kind }) => kind === '').length).toBeGreaterThan(
      rows.filter(({ kind }) => kind !== '').length / 2,
    );
    const wrong = rows.filter(({ text, kind, expected }) => {
      const found = own.find({ text, bytes: Buffer.from(text) });
      const values = found.map((finding) => text.slice(finding.start, finding.end));
      return JSON.stringify(values) !== JSON.stringify(expected) || found.some((finding) => finding.kind !== kind);
    });
    expect(wrong.map(({ line, text }) => `${line}: ${text}`)).toEqual([]);
  });

  it('finds nothing longer than its reach and looks no further for words than allowed', () => {
    for (const { text } of rows) {
      for (const { start, end } of own.find({ text, bytes: Buffer.from(text) }))
        expect(end - start).toBeLessThanOrEqual(detector.reach);
    }
    for (const { before, after } of Object.values(detector.words ?? {}))
      expect(Math.max(before, after)).toBeLessThanOrEqual(NEAR_MAX);
  });

  it('keeps its examples beside all the other detectors', () => {
    const misses = detector.examples.misses.filter((text) =>
      detection.find({ text, bytes: Buffer.from(text) }).some((f) => f.detector === id),
    );
    expect(
      exampleProblems({ ...detector, examples: { ...detector.examples, misses: ['nothing here'] } }, detection),
    ).toEqual([]);
    expect(misses).toEqual([]);
  });

  it('says who it is', () => {
    expect(detector.authority.length).toBeGreaterThan(10);
    expect(detector.regulations.length).toBeGreaterThan(0);
    expect(detector.kinds.length).toBeGreaterThan(0);
  });
});

describe('all detectors together', () => {
  it('are one a file', () => {
    const files = readdirSync(new URL('../detectors/', import.meta.url)).filter((file) => file.endsWith('.ts'));
    expect(detectors.map(({ id }) => `${id}.ts`)).toEqual(files.sort());
    expect(detectors.length).toBeGreaterThanOrEqual(5);
  });

  it('are silent on harmless messages full of numbers', () => {
    const messages = cleanMessages(3000);
    const loud = messages.filter((text) => detection.find({ text, bytes: Buffer.from(text) }).length > 0);
    expect(messages.length).toBe(3000);
    expect(loud).toEqual([]);
  });
});
