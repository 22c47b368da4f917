/** Could what is there become a value? Finishes it in every way it can go on and asks the detectors. */
import type { Finding } from '../../domain/finding.ts';
import type { Detection } from '../detection.ts';
import { findIn } from './find.ts';
import { finishCard, finishIban, finishSsn } from './finish.ts';

export interface Unfinished {
  /** Index in the folded text from which it is to be hidden. */
  readonly start: number;
  readonly kind: string;
  readonly confidence: number;
  /** Digits, or letters and digits, that are there. */
  readonly characters: number;
}

/** Fewer digits give nothing away, even where words say what they are. */
export const SAID_MIN = 4;
/** Digits and separators at the end of a text; longer runs are no value of anybody's. */
const RUN_MAX = 96;
const GROUPS_MAX = 8;
/** Below it a word near the number says that it is something else: an order, a parcel. */
const CONFIDENCE_MIN = 0.8;
/** A finding this sure rests on words, not on the shape alone. */
const SAID_CONFIDENCE = 0.97;

/**
 * How much of each kind may stand in sight before it counts as shown. Cards: PCI DSS 3.4.1 lets the first
 * six be displayed. Social security numbers: the three digits of the area and the two of the group.
 */
export const shownMax: Readonly<Record<string, number>> = { PAYMENT_CARD: 6, US_SSN: 5, IBAN: 8 };
/** How much of each kind may remain in sight over several messages. */
export const splitShownMax: Readonly<Record<string, number>> = { PAYMENT_CARD: 8, US_SSN: 5, IBAN: 10 };

/**
 * The value that the end of `text` may be the beginning of; undefined when no way of going on leads to one.
 * `text` is folded (plain digits); its context words decide as they would for the finished value.
 * Numbers that begin at `before` or later, or of no more than `shown` digits, are left out of it.
 */
export function unfinishedAt(
  detection: Detection,
  text: string,
  context: string,
  { before = text.length, shown = 0 }: { readonly before?: number; readonly shown?: number } = {},
): Unfinished | undefined {
  const run = openRun(text);
  let best: Unfinished | undefined;
  const consider = (one: Unfinished | undefined): void => {
    if (one !== undefined && (best === undefined || one.start < best.start)) best = one;
  };
  consider(unfinishedIban(text));
  if (run === undefined) return best;
  for (const start of groupStarts(text, run)) {
    const typed = text.slice(start, run.end);
    const characters = typed.replace(/\D/g, '').length;
    if (characters < SAID_MIN || characters <= shown || start >= before) break;
    for (const [kind, ends] of [
      ['PAYMENT_CARD', finishCard(typed)],
      ['US_SSN', finishSsn(typed)],
    ] as const) {
      for (const { rest, printed } of ends) {
        const hit = coveringFrom(detection, kind, context, text.slice(0, run.end), rest, start);
        if (hit === undefined) continue;
        const said = hit.confidence >= SAID_CONFIDENCE || hit.evidence.some(({ rule }) => rule === 'context');
        if (!said && (!printed || characters <= (shownMax[kind] ?? 0))) continue;
        consider({ start, kind: hit.kind, confidence: hit.confidence, characters });
        break;
      }
    }
    if (best !== undefined) return best;
  }
  return best;
}

/** A finding of `kind` that begins at `start` and needs more than is there. */
function coveringFrom(
  detection: Detection,
  kind: string,
  context: string,
  typed: string,
  rest: string,
  start: number,
): Finding | undefined {
  const begin = context.length + start;
  const end = context.length + typed.length;
  return findIn(detection, context + typed + rest).find(
    (finding) =>
      finding.kind === kind &&
      finding.confidence >= CONFIDENCE_MIN &&
      finding.start >= begin - 1 &&
      finding.start <= begin &&
      finding.end > end,
  );
}

/** The digits and single separators at the end of a text. */
function openRun(text: string): { readonly start: number; readonly end: number } | undefined {
  const match = /(?<![\p{L}\p{N}.,])\d(?:[ \t.\-/_,()]{0,3}\d)*(?=[ \t.\-/_,()…]{0,5}$)/u.exec(text.slice(-RUN_MAX));
  if (match === null) return undefined;
  const start = Math.max(0, text.length - RUN_MAX) + match.index;
  return { start, end: start + match[0].length };
}

/** Where the groups of a run begin, the first first: in "12 4111 11" the card begins at the second. */
function groupStarts(text: string, { start, end }: { readonly start: number; readonly end: number }): number[] {
  const starts = [...text.slice(start, end).matchAll(/(?<!\d)\d/g)].map(({ index }) => start + index);
  return starts.slice(0, GROUPS_MAX);
}

/** ISO 13616: a country that issues IBANs, check digits 02 to 98, then letters and digits. */
function unfinishedIban(text: string): Unfinished | undefined {
  const match = /(?<![A-Za-z0-9])([A-Za-z]{2})(\d{2})((?:[ -]?[A-Za-z0-9]{1,4}){0,9})[ -]?$/.exec(text.slice(-RUN_MAX));
  if (match === null) return undefined;
  const [all, country = '', check = '', rest = ''] = match;
  const body = rest.replace(/[ -]/g, '');
  if (!finishIban(country, Number(check), body)) return undefined;
  const characters = 4 + body.length;
  if (characters <= (shownMax['IBAN'] ?? 0)) return undefined;
  return { start: text.length - all.length, kind: 'IBAN', confidence: 0.8, characters };
}
