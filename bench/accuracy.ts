/**
 * `npm run bench -- accuracy [--peers] [--write]`: noise per detector on random harmless identifiers, and with `--peers`
 * open engines in the same run, on the corpora as well. `--write` puts the tables into docs/detection.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { MessageRow, Prediction, Row } from '../test/support/corpus/rows.ts';
import { detectionPage } from './support/accuracy-run.ts';
import { ownCorpora, predict, publicCorpora, publicCorpusFolder } from './support/corpora.ts';
import { noise } from './support/noise.ts';
import { type Engine, installPeers, type Peers } from './support/peers.ts';
import { score } from './support/score.ts';
import { withTable } from './support/tables.ts';

const EACH = 1000;
const PER = 10_000;
const asked = (flag: string): boolean => process.argv.includes(flag);

const kinds = noise(EACH);
const rows: MessageRow[] = [...kinds].flatMap(([kind, texts]) =>
  texts.map((text, index) => ({
    id: `${kind}/${index}`,
    text,
    lang: 'en',
    cat: kind,
    tags: [kind],
    spans: [],
    neg: true,
  })),
);
const ours = await predict(rows);
let page = readFileSync(detectionPage, 'utf8');
show('noise', noiseTable(ours));

if (asked('--peers')) {
  const peers = peersOrNothing();
  try {
    if (peers) show('peers', await peerTable(peers.engines));
  } finally {
    peers?.remove();
  }
}
if (asked('--write')) writeFileSync(detectionPage, page);

function show(name: string, table: string): void {
  console.log(`\n${table}`);
  page = withTable(page, name, table);
}

function peersOrNothing(): Peers | undefined {
  try {
    return installPeers();
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : 'unknown reason';
    console.error(`peers are not measured, npm could not install them: ${why}`);
    process.exitCode = 1;
    return undefined;
  }
}

/** Findings per 10,000 identifiers, a line a kind that has any, by type. */
function noiseTable(predictions: readonly Prediction[]): string {
  const counts = new Map<string, Map<string, number>>();
  for (const { id, spans } of predictions) {
    const kind = id.slice(0, id.lastIndexOf('/'));
    const byType = counts.get(kind) ?? new Map<string, number>();
    for (const { type } of spans) byType.set(type, (byType.get(type) ?? 0) + 1);
    counts.set(kind, byType);
  }
  const rate = (count: number): number => Math.round((count * PER) / EACH);
  const lines = [...counts].map(([kind, byType]) => {
    const named = [...byType].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, count]) => `${type} ${rate(count)}`);
    return `${kind.padEnd(26)}${named.join(', ') || '0'}`;
  });
  return ['```', `${'identifier'.padEnd(26)}findings per 10,000`, ...lines, '```'].join('\n');
}

async function peerTable(engines: readonly Engine[]): Promise<string> {
  const folder = publicCorpusFolder();
  if (folder === undefined) console.error('no public corpus: peers are measured on the own one only');
  const corpora = [...(folder === undefined ? [] : publicCorpora(folder).corpora), ...ownCorpora()].filter(
    ({ name }) => !name.endsWith('-conversations'),
  );
  const head = `${'corpus'.padEnd(9)}${'engine'.padEnd(26)}${['P', 'R_any', 'leak', 'FA/1000', 'over', 'noise'].map((cell) => cell.padStart(9)).join('')}`;
  const lines: string[] = [];
  for (const corpus of corpora) {
    lines.push(line(corpus.name, 'chatveil', corpus.rows, await predict(corpus.rows), ours));
    for (const engine of engines)
      lines.push(line(corpus.name, engine.name, corpus.rows, await run(engine, corpus.rows), await run(engine, rows)));
  }
  return [
    '```',
    head,
    ...lines,
    '```',
    '',
    'noise: findings per 10,000 random identifiers of all the kinds above.',
  ].join('\n');
}

async function run(
  engine: Engine,
  over: readonly { readonly id: string; readonly text?: string | undefined }[],
): Promise<Prediction[]> {
  const predictions: Prediction[] = [];
  for (const { id, text = '' } of over) predictions.push({ id, spans: await engine.find(text) });
  return predictions;
}

function line(
  corpus: string,
  name: string,
  labelled: readonly Row[],
  found: readonly Prediction[],
  noisy: readonly Prediction[],
): string {
  const { total, negatives, negativesFlagged, over, clear } = score(labelled, found);
  const noiseRate = (PER * noisy.reduce((sum, { spans }) => sum + spans.length, 0)) / rows.length;
  const cells = [
    (100 * total.right) / total.predicted,
    (100 * total.hitAny) / total.gold,
    (100 * total.leaked) / total.letters,
    (1000 * negativesFlagged) / negatives,
    (100 * over) / clear,
    noiseRate,
  ];
  return `${corpus.padEnd(9)}${name.padEnd(26)}${cells.map((cell) => cell.toFixed(1).padStart(9)).join('')}`;
}
