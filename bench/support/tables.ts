/** Prints scores as the tables of docs/detection.md and puts them between their markers. */
import type { Prediction, Row } from '../../test/support/corpus/rows.ts';
import { type Score, score, type TypeScore } from './score.ts';

const percent = (part: number, whole: number): string => (whole === 0 ? '–' : ((100 * part) / whole).toFixed(1));
const perThousand = (part: number, whole: number): string => (whole === 0 ? '–' : ((1000 * part) / whole).toFixed(1));

/** Overall figures, then a line a type, the most frequent first. */
export function scoreTable(rows: readonly Row[], predictions: readonly Prediction[]): string {
  const all = score(rows, predictions);
  const types = [...all.types].sort(([a, x], [b, y]) => y.gold - x.gold || (a < b ? -1 : 1));
  return ['```', ...summary(all), '', typeHead, ...types.map(([type, tally]) => typeLine(type, tally)), '```'].join(
    '\n',
  );
}

/** Shapes and themes of messages, for the tags that at least `least` rows carry. */
export function tagTable(rows: readonly Row[], predictions: readonly Prediction[], least: number): string {
  const tags = new Map<string, Row[]>();
  for (const row of rows) for (const tag of row.tags) tags.set(tag, [...(tags.get(tag) ?? []), row]);
  const lines = [...tags]
    .filter(([, tagged]) => tagged.length >= least)
    .sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
    .map(([tag, tagged]) => ({ tag, tagged: score(tagged, predictions) }))
    .filter(({ tagged }) => tagged.rows > 0)
    .map(({ tag, tagged }) => tagLine(tag, tagged));
  const head = `${'tag'.padEnd(26)}${['rows', 'harmless', 'gold', 'P', 'R', 'R_any', 'leak', 'FA/1000'].map((name) => name.padStart(9)).join('')}`;
  return ['```', head, ...lines, '```'].join('\n');
}

function summary(all: Score): string[] {
  const { total, conversations: talk } = all;
  const lines = [
    `rows ${all.rows} (harmless ${all.negatives}; apart: ${all.ambiguous.rows} on which policies differ, ${all.ambiguous.flagged} flagged)`,
    `all types: P ${percent(total.right, total.predicted)}  R ${percent(total.hit, total.gold)}  R_any ${percent(total.hitAny, total.gold)}`,
    `leak ${percent(total.leaked, total.letters)} %  false alarms ${perThousand(all.negativesFlagged, all.negatives)} per 1,000 harmless rows  over-redaction ${percent(all.over, all.clear)} %`,
  ];
  if (talk.sent > 0)
    lines.push(
      `split values protected ${percent(talk.splitProtected, talk.split)} % of ${talk.split}, previews ${percent(talk.previewsProtected, talk.previews)} % of ${talk.previews}`,
      `in harmless conversations: false alarms ${perThousand(talk.sentFlagged, talk.sent)} per 1,000 sent (${talk.sent}), ${perThousand(talk.harmlessPreviewsFlagged, talk.harmlessPreviews)} per 1,000 previews (${talk.harmlessPreviews})`,
    );
  return lines;
}

const typeHead = `${'type'.padEnd(26)}${['gold', 'found as', 'P', 'R', 'R_any', 'leak'].map((name) => name.padStart(9)).join('')}`;

function typeLine(type: string, tally: TypeScore): string {
  const cells = [
    String(tally.gold),
    String(tally.predicted),
    percent(tally.right, tally.predicted),
    percent(tally.hit, tally.gold),
    percent(tally.hitAny, tally.gold),
    percent(tally.leaked, tally.letters),
  ];
  return `${type.padEnd(26)}${cells.map((cell) => cell.padStart(9)).join('')}`;
}

function tagLine(tag: string, tagged: Score): string {
  const { total } = tagged;
  const cells = [
    String(tagged.rows),
    String(tagged.negatives),
    String(total.gold),
    percent(total.right, total.predicted),
    percent(total.hit, total.gold),
    percent(total.hitAny, total.gold),
    percent(total.leaked, total.letters),
    perThousand(tagged.negativesFlagged, tagged.negatives),
  ];
  return `${tag.padEnd(26)}${cells.map((cell) => cell.padStart(9)).join('')}`;
}

/** Replaces what stands between `<!-- table:NAME -->` and `<!-- /table:NAME -->`; throws when the page has no such place. */
export function withTable(page: string, name: string, table: string): string {
  const [open, close] = [`<!-- table:${name} -->`, `<!-- /table:${name} -->`];
  const [from, to] = [page.indexOf(open), page.indexOf(close)];
  if (from < 0 || to < from) throw new Error(`the page has no place for the table ${name}`);
  return `${page.slice(0, from + open.length)}\n\n${table}\n\n${page.slice(to)}`;
}
