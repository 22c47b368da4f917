/** The labelled corpora that accuracy is measured on: the project's own, and the public one when it is there. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { scan } from '../../src/cli/scan.ts';
import { runVerb } from '../../test/cli/detection-io.ts';
import { ownConversations, ownMessages } from '../../test/support/corpus/own.ts';
import { type Prediction, parseJsonLines, printJsonLines, type Row } from '../../test/support/corpus/rows.ts';

export interface Corpus {
  readonly name: 'own' | 'own-conversations' | 'public' | 'public-conversations';
  readonly rows: readonly Row[];
}

export interface PublicCorpus {
  /** Where the generator and its scorer are. */
  readonly folder: string;
  readonly corpora: readonly Corpus[];
}

const root = resolve(import.meta.dirname, '../..');
const GENERATE_MS_MAX = 60_000;

export function ownCorpora(): Corpus[] {
  return [
    { name: 'own', rows: ownMessages() },
    { name: 'own-conversations', rows: ownConversations() },
  ];
}

/** The folder of the public generator: `CHATVEIL_CORPUS`, or the one beside the checkout; undefined when there is none. */
export function publicCorpusFolder(): string | undefined {
  const named = process.env['CHATVEIL_CORPUS'];
  const folder = named === undefined || named === '' ? join(root, '../shared/corpus') : resolve(named);
  if (existsSync(join(folder, 'gen_public.mjs'))) return folder;
  if (named) throw new Error('CHATVEIL_CORPUS names a folder without gen_public.mjs');
  return undefined;
}

/** Generated into a temporary folder that is gone before this returns. */
export function publicCorpora(folder: string): PublicCorpus {
  const out = mkdtempSync(join(tmpdir(), 'chatveil-corpus-'));
  try {
    execFileSync(process.execPath, [join(folder, 'gen_public.mjs')], {
      cwd: out,
      stdio: 'ignore',
      timeout: GENERATE_MS_MAX,
    });
    const read = (file: string): Row[] => parseJsonLines<Row>(readFileSync(join(out, file), 'utf8'));
    return {
      folder,
      corpora: [
        { name: 'public', rows: read('public.jsonl') },
        { name: 'public-conversations', rows: read('conversations_public.jsonl') },
      ],
    };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** What `chatveil scan --format jsonl` answers, row by row; a row that fails is an error, not an empty answer. */
export async function predict(rows: readonly Row[]): Promise<Prediction[]> {
  const { out, err, code } = await runVerb(scan, ['scan', '--format', 'jsonl'], [printJsonLines(rows)]);
  if (code !== 0) throw new Error(`scan ended with ${code}: ${err}`);
  const predictions = parseJsonLines<Prediction>(out);
  if (predictions.length !== rows.length) throw new Error(`${predictions.length} answers for ${rows.length} rows`);
  return predictions;
}
