/** One run of detection over the corpora: what the accuracy test checks and the accepting script writes down. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { corpusFolder } from '../../test/support/corpus/own.ts';
import type { Prediction } from '../../test/support/corpus/rows.ts';
import type { Findings } from './accepted.ts';
import { type Corpus, predict } from './corpora.ts';
import { type Figures, figuresOf } from './floors.ts';
import { score } from './score.ts';
import { scoreTable, tagTable, withTable } from './tables.ts';

export const acceptedFile = join(corpusFolder, 'accepted.json');
export const floorsFile = join(corpusFolder, 'floors.json');
export const detectionPage = resolve(import.meta.dirname, '../../docs/detection.md');

export interface Measured extends Corpus {
  readonly predictions: readonly Prediction[];
  readonly figures: Figures;
}

export async function measureCorpus(corpus: Corpus): Promise<Measured> {
  const predictions = await predict(corpus.rows);
  return { ...corpus, predictions, figures: figuresOf(score(corpus.rows, predictions)) };
}

export function readAccepted(): Readonly<Record<string, Findings>> {
  return JSON.parse(readFileSync(acceptedFile, 'utf8')) as Record<string, Findings>;
}

export function readFloors(): Readonly<Record<string, Figures>> {
  return JSON.parse(readFileSync(floorsFile, 'utf8')) as Record<string, Figures>;
}

/** Rows that a tag needs to be worth a line of the page. */
const TAGGED_LEAST = 8;

/** The page with the tables of one corpus as measured. */
export function pageWith(page: string, { name, rows, predictions }: Measured): string {
  const scored = withTable(page, name, scoreTable(rows, predictions));
  return name === 'public' ? withTable(scored, 'public-tags', tagTable(rows, predictions, TAGGED_LEAST)) : scored;
}
