/** What is kept of a wrong or missed finding (hashes and shapes, never the value), and how a suppression takes effect. */
import type { Detection } from '../detection/detection.ts';
import { foldText } from '../detection/fold.ts';
import type { Clock } from '../domain/clock.ts';
import type { DataKind, Finding } from '../domain/finding.ts';
import { kindGroups } from '../policy/kinds.ts';

/** `wrong`: something harmless was found. `missed`: something sensitive was not. */
export type Verdict = 'wrong' | 'missed';

/** HMAC-SHA-256 under a key that only this installation has. */
export type KeyedHash = (text: string) => Buffer;

/** A word beside the value: what it is made of and, for words of letters alone, a keyed id to tell repeats. */
export interface Neighbour {
  readonly made: 'word' | 'number' | 'mixed';
  readonly id?: string;
}

/** The trace of one value in one text. */
export interface Trace {
  readonly kind: DataKind;
  /** 32 hex digits; null for values that may not be kept even so, or are so short that a hash hides nothing. */
  readonly hash: string | null;
  /** Letters as `a` or `A`, digits as `9`, with repeats counted: `9{4} 9{4}`. */
  readonly shape: string;
  /** Nearest first, up to three on each side. */
  readonly before: readonly Neighbour[];
  readonly after: readonly Neighbour[];
}

export interface Suppression {
  readonly kind: DataKind;
  readonly hash: string;
  /** Milliseconds since the epoch; from this moment on the finding counts again. */
  readonly expires: number;
  /** Absent: every site. */
  readonly site?: string;
}

const NEIGHBOURS_MAX = 3;
/** Text on each side in which neighbours are looked for, in UTF-16 units. */
const AROUND_UNITS = 120;
/** Runs of a shape that are told; the rest is `…`. */
const SHAPE_RUNS_MAX = 16;
/** Normalised values with fewer units can be tried out one by one. */
const HASHED_UNITS_MIN = 4;
/** PCI DSS 3.3.1: not to be kept in any form. */
const neverKept: ReadonlySet<DataKind> = new Set(kindGroups['@card-authentication']);

/** What is kept of text[start, end). */
export function traceOf(
  hash: KeyedHash,
  kind: DataKind,
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): Trace {
  const value = text.slice(start, end);
  const before = words(text.slice(Math.max(0, start - AROUND_UNITS), start)).reverse();
  const after = words(text.slice(end, end + AROUND_UNITS));
  return {
    kind,
    hash: hashOf(hash, kind, value),
    shape: shapeOf(value),
    before: before.slice(0, NEIGHBOURS_MAX).map((word) => neighbour(hash, word)),
    after: after.slice(0, NEIGHBOURS_MAX).map((word) => neighbour(hash, word)),
  };
}

/** The hash of a value of a kind, however it was spaced, cased or disguised. */
export function hashOf(hash: KeyedHash, kind: DataKind, value: string): string | null {
  const normal = foldText(value)
    .text.replace(/[^\p{L}\p{N}]/gu, '')
    .toUpperCase();
  if (neverKept.has(kind) || normal.length < HASHED_UNITS_MIN) return null;
  return hash(`value\0${kind}\0${normal}`).toString('hex').slice(0, 32);
}

/** Tells records of this key from those of another one. */
export function keyIdOf(hash: KeyedHash): string {
  return hash('key').toString('hex').slice(0, 8);
}

function words(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

function neighbour(hash: KeyedHash, word: string): Neighbour {
  if (/^\p{N}+$/u.test(word)) return { made: 'number' };
  if (/\p{N}/u.test(word)) return { made: 'mixed' };
  return { made: 'word', id: hash(`word\0${word.toLowerCase()}`).toString('hex').slice(0, 8) };
}

/** `Ab-12` is `Aa-9{2}`; signs stand for themselves when they are ASCII. */
export function shapeOf(value: string): string {
  const runs: { sign: string; count: number }[] = [];
  for (const character of value) {
    const sign = signOf(character);
    const last = runs.at(-1);
    if (last?.sign === sign) last.count += 1;
    else runs.push({ sign, count: 1 });
  }
  const told = runs.slice(0, SHAPE_RUNS_MAX).map(({ sign, count }) => (count === 1 ? sign : `${sign}{${count}}`));
  return told.join('') + (runs.length > SHAPE_RUNS_MAX ? '…' : '');
}

function signOf(character: string): string {
  if (/\p{N}/u.test(character)) return '9';
  if (/\p{Lu}/u.test(character)) return 'A';
  if (/\p{L}/u.test(character)) return 'a';
  if (/\s/.test(character)) return ' ';
  return /^[!-~]$/.test(character) ? character : '?';
}

/**
 * The same detection, with findings marked whose very value has an unexpired suppression. Expiry is
 * exact: at `expires` the finding counts again. Costs one hash a finding of a suppressed kind.
 */
export function suppressing(
  detection: Detection,
  suppressions: readonly Suppression[],
  hash: KeyedHash,
  clock: Clock,
): Detection {
  if (suppressions.length === 0) return detection;
  const until = new Map<DataKind, Map<string, number>>();
  for (const { kind, hash: of, expires } of suppressions) {
    const known = until.get(kind) ?? new Map<string, number>();
    until.set(kind, known.set(of, Math.max(expires, known.get(of) ?? 0)));
  }
  const mark = (finding: Finding, text: string): Finding => {
    const known = until.get(finding.kind);
    if (known === undefined) return finding;
    const of = hashOf(hash, finding.kind, text.slice(finding.start, finding.end));
    const expires = of === null ? undefined : known.get(of);
    return expires !== undefined && clock.now() < expires ? { ...finding, suppressed: true } : finding;
  };
  return {
    find: (span) => detection.find(span).map((finding) => mark(finding, span.text)),
    explain(span) {
      const told = detection.explain?.(span) ?? { findings: detection.find(span), rejected: [] };
      return { ...told, findings: told.findings.map((finding) => mark(finding, span.text)) };
    },
    clean: (bytes) => detection.clean(bytes),
    mayBegin: (kind, digits) => detection.mayBegin?.(kind, digits) ?? true,
    openFrom: (text) => detection.openFrom(text),
  };
}
