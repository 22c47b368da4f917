/** Reads a text that is too long for one turn of the event loop: in windows that overlap, so that no value is parted. */
import type { Detection } from '../detection/detection.ts';
import { TALK_UNITS_MAX } from '../detection/fold-fillers.ts';
import { settleOverlaps } from '../detection/overlap.ts';
import { isTokenUnit } from '../detection/token-form.ts';
import { ChatveilError } from '../domain/errors.ts';
import type { Finding } from '../domain/finding.ts';
import type { TextSpan } from '../domain/text.ts';
import type { Work } from '../domain/work.ts';
import { type FoundToken, findTokens, mayHoldToken } from '../vault/token.ts';
import type { HarmlessTexts } from './harmless.ts';

/** What a text alone holds. */
export interface Seen {
  readonly tokens: readonly FoundToken[];
  /** There is nothing that any detector could want. */
  readonly clean: boolean;
  /** Undefined when it has not been searched yet. */
  readonly found: readonly Finding[] | undefined;
  /** That there is nothing was known from an earlier look. */
  readonly known: boolean;
}

const noTokens: readonly FoundToken[] = [];
/** Whatever a long text holds, it is counted where it is never edited. */
export const unread: Seen = { tokens: noTokens, clean: false, found: undefined, known: false };

/** A text that is looked at in one go is searched for values only when somebody wants to know. */
export function readShort(span: TextSpan, detection: Detection, harmless?: HarmlessTexts): Seen {
  const tokens = mayHoldToken(span.bytes) ? findTokens(span.text) : noTokens;
  const known = harmless?.knows(detection, span.bytes) === true;
  return { tokens, clean: known || detection.clean(span.bytes), found: undefined, known };
}

/** Bytes from which a text is read in windows; nothing shorter than what passes for talk (`fold-fillers`) is. */
const LONG_BYTES = 16 * 1024;
/** UTF-16 units of one window, at least. */
const CORE_UNITS = 8 * 1024;
/** Looked at on either side of it: the reach of a detector and what its context may be away. */
const MARGIN_UNITS = 1536;
/** Keys and tokens are longer: nothing that is written in one piece is cut before this many units (`reach` of a detector). */
const PIECE_UNITS_MAX = 16 * 1024;
/** A value that ends this close to where a window ends may go on behind it. */
const EDGE_UNITS = 64;

export function isLong({ bytes }: TextSpan): boolean {
  return bytes.length > LONG_BYTES;
}

/** The same as a look at the whole text, window by window. Throws ChatveilError CV_TOO_MANY_FINDINGS. */
export function* readLong(span: TextSpan, detection: Detection, findingsMax: number): Work<Seen> {
  const { text } = span;
  const holdsTokens = mayHoldToken(span.bytes);
  const tokens: FoundToken[] = [];
  const findings: Finding[] = [];
  const count = Math.max(1, Math.floor(text.length / CORE_UNITS));
  let from = 0;
  for (let number = 1; number <= count; number += 1) {
    yield;
    const to = whole(text, Math.round((text.length * number) / count));
    const window = { from, to, start: whole(text, Math.max(0, from - MARGIN_UNITS)), end: endOf(text, from, to) };
    if (holdsTokens) addTokens(tokens, text, window);
    addFindings(findings, text, window, detection);
    // Two windows may tell of the same value, and no more than two.
    if (findings.length > 2 * findingsMax) throw new ChatveilError('CV_TOO_MANY_FINDINGS');
    from = to;
  }
  const found = settleOverlaps(findings);
  return { tokens, clean: found.length === 0, found, known: false };
}

interface Window {
  /** What the window answers for. */
  readonly from: number;
  readonly to: number;
  /** What is looked at. */
  readonly start: number;
  readonly end: number;
}

/** No window ends within a surrogate pair. */
function whole(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
}

/** What begins in the window and is written in one piece is looked at whole. */
function endOf(text: string, from: number, to: number): number {
  let end = Math.min(text.length, to + MARGIN_UNITS);
  let begins = end;
  while (begins >= from && isPiece(text, begins - 1)) begins -= 1;
  const last = begins < from || begins >= to ? end : Math.min(text.length, end + PIECE_UNITS_MAX);
  while (end < last && isPiece(text, end)) end += 1;
  return whole(text, end);
}

function isPiece(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit < 256 && isTokenUnit[unit] !== 0;
}

function addTokens(tokens: FoundToken[], text: string, { from, to, start, end }: Window): void {
  for (const found of findTokens(text.slice(start, end))) {
    const at = start + found.start;
    if (at >= from && at < to) tokens.push({ ...found, start: at, end: start + found.end });
  }
}

/** A value that two windows see is taken from both and settled in the end. */
function addFindings(findings: Finding[], text: string, window: Window, detection: Detection): void {
  const { from, to, start, end } = window;
  const part = text.slice(start, end);
  const bytes = Buffer.from(part);
  if (detection.clean(bytes)) return;
  const found = detection.find({ text: part, bytes, excerpt: text.length > TALK_UNITS_MAX });
  const cut =
    end < text.length &&
    found.some((one) => start + one.start >= from && start + one.start < to && start + one.end > end - EDGE_UNITS);
  if (cut && end - to <= PIECE_UNITS_MAX) {
    const wider = whole(text, Math.min(text.length, end + PIECE_UNITS_MAX));
    addFindings(findings, text, { ...window, end: wider }, detection);
    return;
  }
  for (const one of found) {
    if (start + one.end > from && start + one.start < to) findings.push(moved(one, start));
  }
}

function moved(finding: Finding, by: number): Finding {
  const evidence = finding.evidence.map((one) => (one.at === undefined ? one : { ...one, at: one.at + by }));
  return { ...finding, start: finding.start + by, end: finding.end + by, evidence };
}
