/** Finds the very values of a list by keyed hashes: the table knows a customer number when it sees one, and holds none. */
import { ChatveilError } from '../domain/errors.ts';
import type { Finding } from '../domain/finding.ts';
import type { TextSpan } from '../domain/text.ts';
import type { Visible } from './detector.ts';
import {
  classOf,
  DIGITS_ONLY,
  joinersFree,
  type Normalise,
  normaliseUnit,
  PIECE,
  VALUE_MAX,
  valueProblem,
} from './exact-value.ts';
import { foldText } from './fold.ts';
import type { Patterns } from './pattern.ts';
import { harmlessTexts } from './probe.ts';
import { kindOf } from './vocabulary.ts';

export interface ExactDef {
  readonly name: string;
  readonly kind: string;
  readonly normalise: Normalise;
  /** 0 to 1; 0.95 by default. */
  readonly confidence?: number;
  readonly mask?: { readonly word: string; readonly visible?: Visible };
}

/** At least eight bytes of a keyed digest; the key lives as long as the process and is written nowhere. */
export type KeyedHash = (text: string) => Uint8Array;

export interface ExactProblem {
  /** Place of the value in the list, counted from 0; -1 for the list as a whole. */
  readonly row: number;
  readonly message: string;
}

export type CompiledExact =
  | { readonly ok: true; readonly patterns: Patterns; readonly size: number }
  | { readonly ok: false; readonly problems: readonly ExactProblem[] };

/** Pieces of one token that are tried together: `CZ-2026-0017-A` has four. */
const PIECES_MAX = 8;
/** Findings in one text. Over it: CV_TOO_MANY_FINDINGS. */
const MATCHES_MAX = 10_000;
/** Rows told one by one when many are at fault. */
const TOLD_MAX = 5;

/**
 * Builds the table; the values are read once and not kept. Refuses values that no text could show as
 * one token, values too short to mean anything, and values that stand in harmless messages.
 *
 *     const made = compileExact({ name: 'customers', kind: 'CUSTOMER_ID', normalise: 'upper' }, values, hmac);
 *     if (made.ok) made.patterns.find(span);
 */
export function compileExact(def: ExactDef, values: readonly string[], hash: KeyedHash): CompiledExact {
  if (values.length === 0) return { ok: false, problems: [{ row: -1, message: 'the list is empty' }] };
  const problems: ExactProblem[] = [];
  const table = new HashTable(values.length, hash);
  const reader = new TokenReader(def.normalise, table);
  const everyday = everydayTokens(def.normalise);
  let wrong = 0;
  for (const [row, value] of values.entries()) {
    const normal = normaliseValue(value, def.normalise);
    const message = valueProblem(normal, def.normalise) ?? (everyday.has(normal) ? everydayMessage : undefined);
    if (message === undefined) reader.learn(normal);
    else {
      wrong += 1;
      if (wrong <= TOLD_MAX) problems.push({ row, message });
    }
  }
  if (wrong > TOLD_MAX) problems.push({ row: -1, message: `${wrong} values in all cannot be used` });
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, patterns: new ExactFinder(def, reader), size: table.size };
}

/** The value itself is never told, so the witness is named by what it is. */
const everydayMessage = 'the value is an everyday word or number that also stands in harmless messages';

function normaliseValue(value: string, normalise: Normalise): string {
  const folded = foldText(value.trim()).text;
  if (normalise === 'digits') return folded.replace(/[^0-9]/g, '');
  return Array.from({ length: folded.length }, (_, i) =>
    String.fromCharCode(normaliseUnit(folded.charCodeAt(i), normalise)),
  ).join('');
}

/** Everything in the harmless texts that a value could be. */
function everydayTokens(normalise: Normalise): ReadonlySet<string> {
  const seen = new Set<string>();
  for (const text of harmlessTexts) {
    for (const token of text.split(/\s+/)) {
      for (const part of [token, ...token.split(/[^\p{L}\p{N}]+/u)])
        seen.add(normaliseValue(joinersFree(part), normalise));
    }
  }
  return seen;
}

/** Digests of eight bytes in open addressing, behind a filter that turns nearly every other token away unhashed. */
class HashTable {
  size = 0;
  readonly #hash: KeyedHash;
  readonly #slots: Uint32Array;
  readonly #mask: number;
  readonly #filter: Int32Array;
  readonly #filterMask: number;

  constructor(capacity: number, hash: KeyedHash) {
    this.#hash = hash;
    const slots = 2 ** Math.max(4, Math.ceil(Math.log2(capacity * 2 + 1)));
    this.#slots = new Uint32Array(slots * 2);
    this.#mask = slots - 1;
    // Sixteen bits a value and two probes: about one foreign token in seventy is hashed for nothing.
    const bits = 2 ** Math.max(12, Math.ceil(Math.log2(capacity * 16)));
    this.#filter = new Int32Array(bits / 32);
    this.#filterMask = bits - 1;
  }

  /** `quick` is the quick hash of the normalised value, as the token reader computes it. */
  add(value: string, quick: number): void {
    for (const bit of this.#bits(quick))
      this.#filter[bit >>> 5] = (this.#filter[bit >>> 5] as number) | (1 << (bit & 31));
    const slot = this.#find(value);
    if (slot.found) return;
    this.#slots[slot.at * 2] = slot.low;
    this.#slots[slot.at * 2 + 1] = slot.high;
    this.size += 1;
  }

  mayHold(quick: number): boolean {
    const first = quick & this.#filterMask;
    if (((this.#filter[first >>> 5] as number) & (1 << (first & 31))) === 0) return false;
    const second = second32(quick) & this.#filterMask;
    return ((this.#filter[second >>> 5] as number) & (1 << (second & 31))) !== 0;
  }

  holds(value: string): boolean {
    return this.#find(value).found;
  }

  #bits(quick: number): number[] {
    return [quick & this.#filterMask, second32(quick) & this.#filterMask];
  }

  #find(value: string): { found: boolean; at: number; low: number; high: number } {
    const digest = Buffer.from(this.#hash(value));
    const high = digest.readUInt32LE(4);
    // Zero marks a free slot.
    const low = digest.readUInt32LE(0) || 1;
    let at = low & this.#mask;
    while (this.#slots[at * 2] !== 0) {
      if (this.#slots[at * 2] === low && this.#slots[at * 2 + 1] === high) return { found: true, at, low, high };
      at = (at + 1) & this.#mask;
    }
    return { found: false, at, low, high };
  }
}

function second32(quick: number): number {
  const mixed = Math.imul(quick ^ (quick >>> 15), 0x85ebca6b | 0);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

/** Where a token reader stands. */
interface Reading {
  readonly units: ArrayLike<number>;
  readonly text: string;
  /** Pieces of this token so far, and digits of the text so far. */
  readonly pieces: number;
  readonly digits: number;
  readonly end: number;
}

/** Walks the unbroken tokens of a text and tries each run of their pieces that has a length of the list. */
class TokenReader {
  readonly #normalise: Normalise;
  readonly #table: HashTable;
  readonly #lengths = new Uint8Array(VALUE_MAX + 1);
  readonly #starts = new Int32Array(PIECES_MAX);
  /** Digits of the text before each piece, for lists of digits only. */
  readonly #digitsBefore = new Int32Array(PIECES_MAX);

  constructor(normalise: Normalise, table: HashTable) {
    this.#normalise = normalise;
    this.#table = table;
  }

  learn(normal: string): void {
    this.#lengths[normal.length] = 1;
    let quick = 0x811c9dc5 | 0;
    for (let i = 0; i < normal.length; i += 1) quick = Math.imul(quick ^ normal.charCodeAt(i), 0x01000193);
    this.#table.add(normal, quick);
  }

  /** Calls `visit` for each place; stops and answers true as soon as `visit` does. */
  read(units: ArrayLike<number>, text: string, visit: (start: number, end: number) => boolean): boolean {
    let pieces = 0;
    let digits = 0;
    let i = 0;
    while (i < units.length) {
      const type = classOf(units[i] as number);
      if (type !== PIECE) {
        if (type === 0) pieces = 0;
        i += 1;
        continue;
      }
      this.#starts[pieces % PIECES_MAX] = i;
      this.#digitsBefore[pieces % PIECES_MAX] = digits;
      pieces += 1;
      do {
        const unit = units[i] as number;
        if (unit >= 48 && unit <= 57) digits += 1;
        i += 1;
      } while (i < units.length && classOf(units[i] as number) === PIECE);
      if (this.#tryPieces({ units, text, pieces, digits, end: i }, visit)) return true;
    }
    return false;
  }

  /** Each run of pieces that ends here and has a length of the list. */
  #tryPieces({ units, text, pieces, digits, end }: Reading, visit: (start: number, end: number) => boolean): boolean {
    for (let piece = Math.max(0, pieces - PIECES_MAX); piece < pieces; piece += 1) {
      const start = this.#starts[piece % PIECES_MAX] as number;
      const before = this.#digitsBefore[piece % PIECES_MAX] as number;
      const length = this.#normalise === DIGITS_ONLY ? digits - before : end - start;
      if (length > VALUE_MAX || this.#lengths[length] === 0) continue;
      if (this.#holds(units, text, start, end) && visit(start, end)) return true;
    }
    return false;
  }

  #holds(units: ArrayLike<number>, text: string, start: number, end: number): boolean {
    const normalise = this.#normalise;
    let quick = 0x811c9dc5 | 0;
    for (let i = start; i < end; i += 1) {
      const unit = units[i] as number;
      if (normalise === DIGITS_ONLY && (unit < 48 || unit > 57)) continue;
      quick = Math.imul(quick ^ normaliseUnit(unit, normalise), 0x01000193);
    }
    return this.#table.mayHold(quick) && this.#table.holds(normaliseValue(text.slice(start, end), normalise));
  }
}

class ExactFinder implements Patterns {
  readonly kinds: Patterns['kinds'];
  readonly #def: ExactDef;
  readonly #reader: TokenReader;

  constructor(def: ExactDef, reader: TokenReader) {
    this.#def = def;
    this.#reader = reader;
    this.kinds = [kindOf(def)];
  }

  mayMatch(bytes: Buffer): boolean {
    return this.#read(
      bytes,
      () => bytes.toString('utf8'),
      () => true,
    );
  }

  find({ bytes, text }: Pick<TextSpan, 'bytes' | 'text'>): readonly Finding[] {
    const { name, kind, confidence = 0.95 } = this.#def;
    const findings: Finding[] = [];
    this.#read(
      bytes,
      () => text,
      (start, end) => {
        if (findings.length >= MATCHES_MAX) throw new ChatveilError('CV_TOO_MANY_FINDINGS', { limit: MATCHES_MAX });
        const evidence = [{ rule: `exact:${name}`, at: start }];
        findings.push({ detector: `custom:${name}`, kind, start, end, confidence, evidence });
        return false;
      },
    );
    return findings;
  }

  /** ASCII is read as it came; anything else in its canonical form, with places mapped back. */
  #read(bytes: Buffer, textOf: () => string, visit: (start: number, end: number) => boolean): boolean {
    if (isAscii(bytes)) return this.#reader.read(bytes, bytes.toString('latin1'), visit);
    const { text, map } = foldText(textOf());
    const units = Uint16Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
    return this.#reader.read(units, text, (start, end) => visit(map.startOf(start), map.endOf(end)));
  }
}

function isAscii(bytes: Buffer): boolean {
  for (let i = 0; i < bytes.length; i += 1) if ((bytes[i] as number) > 127) return false;
  return true;
}
