/** Reads the pieces of several bubbles as one text, in the few ways that people cut numbers, and maps findings back. */
import type { Finding } from '../../domain/finding.ts';
import type { Detection } from '../detection.ts';
import { findIn } from './find.ts';
import type { EarlierFinding, HeardFinding, MessageId } from './said.ts';

/** A piece as text: its message, and where in that message it stands. */
export interface Part<Id> {
  readonly id: Id;
  readonly text: string;
  /** UTF-16 index of `text` in its message. */
  readonly offset: number;
  readonly pure: boolean;
}

export interface JoinedFinding<Id> {
  readonly finding: Finding;
  /** The value, with a blank at each border. */
  readonly whole: string;
  readonly places: readonly { readonly id: Id; readonly start: number; readonly end: number }[];
}

/** Without a check digit or a word that says so, pieces with talk around them are not put together. */
const SURE = 0.9;
const SURE_PURE = 0.75;
/** A value of fewer letters and digits is not one that people cut into pieces. */
const CHARACTERS_MIN = 9;

/**
 * Values that reach over a border into or out of part number `pivot`.
 * `context` is what was said before the first part; findings in it are not answered.
 */
export function findJoined<Id>(
  detection: Detection,
  parts: readonly Part<Id>[],
  pivot: number,
  context: string,
): readonly JoinedFinding<Id>[] {
  const found: JoinedFinding<Id>[] = [];
  for (const form of formsOf(parts)) {
    const joined = lay(parts, context, form);
    for (const finding of findIn(detection, joined.text)) {
      const one = place(finding, joined, parts, pivot);
      if (one !== undefined) found.push(one);
    }
  }
  return found;
}

/** What stands between two parts, and whether signs inside the parts go. */
interface Form {
  readonly between: string;
  readonly bare: boolean;
}

/** As typed with blanks; without; and with the sign that the parts themselves use. */
export function formsOf(parts: readonly Pick<Part<unknown>, 'text' | 'pure'>[]): readonly Form[] {
  const forms: Form[] = [
    { between: ' ', bare: false },
    { between: '', bare: false },
  ];
  const sign = /[-./]/.exec(parts.map(({ text }) => text).join(' '))?.[0];
  if (sign !== undefined) forms.push({ between: sign, bare: false });
  // Without a sign in any part, bare parts are the parts as they are.
  if (parts.every(({ pure }) => pure) && parts.some(({ text }) => /[^\p{L}\p{N}]/u.test(text)))
    forms.push({ between: '', bare: true });
  return forms;
}

export interface Laid {
  readonly text: string;
  /** Where each part begins in `text`. */
  readonly at: readonly number[];
  /** For each part and each of its units in `text`, the unit of the part. */
  readonly units: readonly (readonly number[] | undefined)[];
  readonly lengths: readonly number[];
}

export function lay(parts: readonly Pick<Part<unknown>, 'text'>[], context: string, { between, bare }: Form): Laid {
  let text = context;
  const at: number[] = [];
  const units: (readonly number[] | undefined)[] = [];
  const lengths: number[] = [];
  for (const [index, part] of parts.entries()) {
    if (index > 0) text += between;
    at.push(text.length);
    // The first part keeps its words: they are context.
    const kept = bare ? bareUnits(part.text) : undefined;
    units.push(kept);
    const put = kept === undefined ? part.text : kept.map((unit) => part.text[unit]).join('');
    lengths.push(put.length);
    text += put;
  }
  return { text, at, units, lengths };
}

/** Units of the digits; an IBAN's letters too. */
function bareUnits(text: string): number[] {
  const units: number[] = [];
  for (let i = 0; i < text.length; i += 1) if (/[\p{L}\p{N}\ud800-\udfff]/u.test(text[i] ?? '')) units.push(i);
  return units;
}

function place<Id>(
  finding: Finding,
  { text, at, units, lengths }: Laid,
  parts: readonly Part<Id>[],
  pivot: number,
): JoinedFinding<Id> | undefined {
  const touched: number[] = [];
  for (const [index, start] of at.entries()) {
    if (finding.start < start + (lengths[index] ?? 0) && finding.end > start) touched.push(index);
  }
  if (touched.length < 2 || !touched.includes(pivot) || finding.start < (at[0] ?? 0)) return undefined;
  const whole = text.slice(finding.start, finding.end);
  if ((whole.match(/[\p{L}\p{N}]/gu)?.length ?? 0) < CHARACTERS_MIN) return undefined;
  const pure = touched.slice(1).every((index) => parts[index]?.pure === true);
  if (finding.confidence < (pure ? SURE_PURE : SURE)) return undefined;
  const places = touched.flatMap((index) => {
    const part = parts[index];
    const base = at[index];
    if (part === undefined || base === undefined) return [];
    const map = units[index];
    const from = Math.max(0, finding.start - base);
    const to = Math.min(lengths[index] ?? 0, finding.end - base);
    const start = map === undefined ? from : (map[from] ?? 0);
    const end = map === undefined ? to : (map[to - 1] ?? 0) + 1;
    return [{ id: part.id, start: part.offset + start, end: part.offset + end }];
  });
  return { finding, whole, places };
}

/** The places of `id` itself. */
export function placesOf(joined: readonly JoinedFinding<MessageId>[], id: MessageId): HeardFinding[] {
  return joined.flatMap(({ finding, whole, places }) =>
    places
      .filter((place) => place.id === id)
      .map(({ start, end }) => ({ ...finding, start, end, whole, evidence: splitEvidence(finding) })),
  );
}

/** The places in other messages. */
export function earlierOf(joined: readonly JoinedFinding<MessageId>[], id: MessageId): EarlierFinding[] {
  const found = new Map<string, EarlierFinding>();
  for (const { finding, places } of joined) {
    for (const place of places) {
      // The same value is often found in more than one way of putting the pieces together.
      if (place.id !== id) found.set(JSON.stringify(place), { ...finding, ...place, evidence: splitEvidence(finding) });
    }
  }
  return [...found.values()];
}

/** Positions in the joined text mean nothing to anybody else. */
function splitEvidence({ evidence }: Finding): Finding['evidence'] {
  return [...evidence.map(({ rule }) => ({ rule })), { rule: 'split' }];
}
