/** Holds every change to the figures per type, and to the findings, that were accepted last. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { changeBetween, describeChange, findingsOf } from '../../bench/support/accepted.ts';
import {
  detectionPage,
  type Measured,
  measureCorpus,
  pageWith,
  readAccepted,
  readFloors,
} from '../../bench/support/accuracy-run.ts';
import { ownCorpora, publicCorpora, publicCorpusFolder } from '../../bench/support/corpora.ts';
import { boundsFrom, type Figures, violations } from '../../bench/support/floors.ts';

const accept = 'accept it with: npx tsx scripts/accept-accuracy.ts';
const floors = readFloors();
const accepted = readAccepted();

describe.each(ownCorpora())('$name corpus', ({ name, rows }) => {
  let measured: Measured;
  beforeAll(async () => {
    measured = await measureCorpus({ name, rows });
  });

  it('keeps its floors', () => {
    expect(Object.keys(floors[name]?.atLeast ?? {}).length).toBeGreaterThan(5);
    expect(violations(measured.figures, floors[name] as Figures)).toEqual([]);
  });

  it('has the findings that were accepted', () => {
    const change = changeBetween(accepted[name] ?? {}, findingsOf(measured.predictions));
    expect(`${describeChange(name, change)}`, accept).toBe('');
  });

  it('stands on the page with these figures', () => {
    const page = readFileSync(detectionPage, 'utf8');
    expect(pageWith(page, measured) === page, `docs/detection.md shows other figures for ${name}; ${accept}`).toBe(
      true,
    );
  });
});

describe('public corpus', () => {
  it('keeps its floors', { timeout: 120_000 }, async ({ skip }) => {
    const folder = publicCorpusFolder();
    if (folder === undefined) return skip('no public corpus beside the checkout and none named by CHATVEIL_CORPUS');
    for (const corpus of publicCorpora(folder).corpora) {
      const { figures } = await measureCorpus(corpus);
      const kept = violations(figures, floors[corpus.name] as Figures);
      expect(kept, corpus.name).toEqual([]);
    }
  });
});

describe('floors', () => {
  const figures = (recall: number, leak: number): Figures => ({ atLeast: { EMAIL: { recall } }, atMost: { leak } });

  it('name every figure that is worse than its bound or gone', () => {
    expect(violations(figures(0.8, 0.1), figures(0.9, 0.05))).toEqual([
      'EMAIL recall 0.8000 is under its floor 0.9',
      'leak 0.1000 is over its ceiling 0.05',
    ]);
    expect(violations({ atLeast: {}, atMost: {} }, figures(0.9, 0.05))).toHaveLength(2);
    expect(violations(figures(0.9, 0.05), figures(0.9, 0.05))).toEqual([]);
  });

  it('get tighter with better figures and never looser unless asked', () => {
    const before = figures(0.9, 0.05);
    expect(boundsFrom(figures(1, 0.01), before, true)).toEqual(figures(0.995, 0.015));
    expect(boundsFrom(figures(0.5, 0.5), before, true)).toEqual(before);
    expect(boundsFrom(figures(0.5, 0.5), before, false)).toEqual(figures(0.495, 0.505));
  });
});

describe('a change of findings', () => {
  it('is told by type and row, gained and lost', () => {
    const change = changeBetween({ a: ['EMAIL:0-4'], b: ['1:PHONE:2-9'] }, { a: ['EMAIL:0-5'], b: ['1:PHONE:2-9'] });
    expect(change).toEqual({ gained: ['a EMAIL:0-5'], lost: ['a EMAIL:0-4'] });
    expect(describeChange('own', change)).toContain('gained by type: EMAIL 1');
    expect(describeChange('own', { gained: [], lost: [] })).toBe('');
  });
});
