/** Could what is there become a value? Finishes it in every way it can go on and asks the detectors. */
import type { Finding } from '../../domain/finding.ts';
import type { Detection } from '../detection.ts';
import { findIn } from './find.ts';
import { cardPrefix, type Ending, finishCard, finishIban, finishSsn } from './finish.ts';
import { ibanAtEnd } from './iban-groups.ts';

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
/** Cards have the most digits, 19 of them (ISO/IEC 7812-1). */
const DIGITS_MAX = 19;
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
  // What begins with letters begins in front of every number at the end.
  const iban = unfinishedIban(text);
  const run = iban === undefined ? openRun(text) : undefined;
  if (run === undefined) return iban;
  for (const start of groupStarts(text, run)) {
    const typed = text.slice(start, run.end);
    const digits = typed.replace(/\D/g, '');
    if (digits.length < SAID_MIN || digits.length <= shown || start >= before) break;
    // Nothing that is longer goes on.
    if (digits.length >= DIGITS_MAX) continue;
    const open = { detection, context, text: text.slice(0, run.end), start, characters: digits.length };
    const cards = isNoCard(detection, context + text.slice(0, start), digits) ? [] : finishCard(typed);
    const best = unfinishedNumber(open, 'PAYMENT_CARD', cards) ?? unfinishedNumber(open, 'US_SSN', finishSsn(typed));
    if (best !== undefined) return best;
  }
  return undefined;
}

/** A number that goes on at the end of `text`, which it is part of from `start` on. */
interface OpenNumber {
  readonly detection: Detection;
  readonly context: string;
  readonly text: string;
  readonly start: number;
  /** Digits that are there. */
  readonly characters: number;
}

/** What it is when it ends in the first of these ways that makes it a value. */
function unfinishedNumber(open: OpenNumber, kind: string, endings: readonly Ending[]): Unfinished | undefined {
  const { start, characters } = open;
  for (const { rest, printed } of endings) {
    const hit = coveringFrom(open, kind, rest);
    if (hit === undefined) continue;
    const said = hit.confidence >= SAID_CONFIDENCE || hit.evidence.some(({ rule }) => rule === 'context');
    if (!said && (!printed || characters <= (shownMax[kind] ?? 0))) continue;
    return { start, kind: hit.kind, confidence: hit.confidence, characters };
  }
  return undefined;
}

/** Nobody issues cards that begin like this; a sign in front that may stand for a digit leaves it open. */
function isNoCard(detection: Detection, before: string, digits: string): boolean {
  return (
    /(?:^|[\s.\-/_,()])$/.test(before.slice(-1)) && detection.mayBegin?.('PAYMENT_CARD', cardPrefix(digits)) === false
  );
}

/** A finding of `kind` that begins where the number does and needs more than is there. */
function coveringFrom(
  { detection, context, text, start }: OpenNumber,
  kind: string,
  rest: string,
): Finding | undefined {
  const begin = context.length + start;
  const end = context.length + text.length;
  return findIn(detection, context + text + rest).find(
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
  const from = Math.max(0, text.length - RUN_MAX);
  const iban = ibanAtEnd(text.slice(from));
  if (iban === undefined || !finishIban(iban.country, iban.check, iban.body)) return undefined;
  const characters = 4 + iban.body.length;
  if (characters <= (shownMax['IBAN'] ?? 0)) return undefined;
  return { start: from + iban.start, kind: 'IBAN', confidence: 0.8, characters };
}
