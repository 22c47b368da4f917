/** Values that only the fields of a document make plain: a number cut over several of them, a code under its own name. */
import type { Detection } from '../detection/detection.ts';
import type { Finding } from '../domain/finding.ts';
import { type NamedSecret, secretNamed } from '../domain/named-fields.ts';
import type { Edit, TextSpan } from '../domain/text.ts';
import type { Work } from '../domain/work.ts';
import { candidatesIn } from './field-pieces.ts';
import { gluedValues, mayGoOn } from './glued.ts';

/** A value and where its pieces stand, in order. */
export interface FieldValue {
  readonly finding: Finding;
  readonly whole: string;
  readonly places: readonly Omit<Edit, 'insert'>[];
}

/** Bytes of a piece: all but one digit of a number of fourteen, in groups. */
const PIECE_BYTES_MAX = 18;
/** Bytes of a secret under its own name. */
const SECRET_BYTES_MAX = 72;
/** Starts that are looked at before others have their turn. */
const STARTS_AT_ONCE = 32;

/** How a name is said to the detectors, and what they must find. */
const said: Readonly<Record<NamedSecret, { readonly words: string; readonly kind: string }>> = {
  cvv: { words: 'cvv: ', kind: 'CARD_CVV' },
  pin: { words: 'pin: ', kind: 'PIN' },
  ssn: { words: 'social security number: ', kind: 'US_SSN' },
};

/** Without a word that says so, a number that was put together is a little less certain than one that was written. */
const JOINED_CONFIDENCE_MAX = 0.9;

/** Shown each text of a document in order; costs a few comparisons for a text that is none of this. */
export class FieldReader {
  #secret: NamedSecret | undefined;
  #key = -1;
  /** Numbers of the texts that may be pieces; -1 between two rows of them. */
  #pieces: number[] | undefined;
  /** Texts that begin with a digit, right behind another text. */
  #glued: number[] | undefined;
  /** Texts that are such names themselves: `{"name":"cvv","value":"123"}`. */
  #labels: { readonly index: number; readonly secret: NamedSecret }[] | undefined;
  #secrets: { readonly index: number; readonly key: number; readonly secret: NamedSecret }[] | undefined;

  see(span: TextSpan, index: number): void {
    const { bytes } = span;
    if (span.role === 'key') {
      const secret = secretNamed(bytes, 0, bytes.length);
      // `{"cvv":{"value":…}}`: the outer name goes on saying it.
      if (secret === undefined && this.#secret !== undefined && isValueName(bytes)) return;
      this.#secret = secret;
      this.#key = index;
      return;
    }
    if (this.#secret !== undefined) {
      if (bytes.length > 0 && bytes.length <= SECRET_BYTES_MAX) {
        this.#secrets ??= [];
        this.#secrets.push({ index, key: this.#key, secret: this.#secret });
      }
      this.#secret = undefined;
    }
    const label = secretNamed(bytes, 0, bytes.length);
    // To pin a message is something else.
    if (label !== undefined && label !== 'pin') {
      this.#labels ??= [];
      this.#labels.push({ index, secret: label });
    }
    if (span.glued !== undefined && mayGoOn(bytes)) {
      this.#glued ??= [];
      this.#glued.push(index);
    }
    const first = bytes[0] as number;
    if (first >= 0x30 && first <= 0x39 && bytes.length <= PIECE_BYTES_MAX && isPiece(bytes)) {
      this.#pieces ??= [];
      this.#pieces.push(index);
    } else if (this.#pieces !== undefined && this.#pieces.at(-1) !== -1) this.#pieces.push(-1);
  }

  /** Whether it is worth a look. */
  get some(): boolean {
    return (
      this.#secrets !== undefined ||
      this.#labels !== undefined ||
      this.#glued !== undefined ||
      (this.#pieces !== undefined && this.#pieces.length > 1)
    );
  }

  /** What was seen and is a value. Throws as `detection` does. */
  *values(spans: readonly TextSpan[], detection: Detection): Work<readonly FieldValue[]> {
    const found: FieldValue[] = [];
    for (const { index, key, secret } of this.#secrets ?? []) {
      yield;
      const value = secretAt(spans, index, key, secret, detection);
      if (value !== undefined) found.push(value);
    }
    for (const { index, secret } of this.#labels ?? []) {
      yield;
      for (const beside of [textFrom(spans, index, 1), textFrom(spans, index, -1)]) {
        const value = isBeside(spans[index], spans[beside])
          ? secretAt(spans, beside, index, secret, detection)
          : undefined;
        if (value !== undefined) found.push(value);
      }
    }
    if (this.#glued !== undefined) yield* gluedValues(found, this.#glued, spans, detection);
    for (const row of rowsOf(this.#pieces ?? [])) yield* joinedIn(found, row, spans, detection);
    return found;
  }
}

/** Brands with prefixes of their own: those of the others take up a third of all numbers. */
const distinct = new Set(['visa', 'mastercard', 'amex', 'discover', 'diners', 'jcb'].map((brand) => `issuer:${brand}`));

/** Without words: nothing says that it is something else, and few numbers begin like that. */
function isSure({ kind, confidence, evidence }: Finding): boolean {
  return kind === 'US_SSN' || (confidence >= JOINED_CONFIDENCE_MAX && evidence.some(({ rule }) => distinct.has(rule)));
}

/** Digits in groups, one blank or hyphen between two of them. */
function isPiece(bytes: Buffer): boolean {
  let digits = true;
  for (let at = 1; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    const isDigit = byte >= 0x30 && byte <= 0x39;
    if (!isDigit && (!digits || (byte !== 0x20 && byte !== 0x2d))) return false;
    digits = isDigit;
  }
  return digits;
}

function rowsOf(pieces: readonly number[]): number[][] {
  const rows: number[][] = [[]];
  for (const index of pieces) {
    if (index === -1) rows.push([]);
    else rows.at(-1)?.push(index);
  }
  return rows.filter(({ length }) => length > 1);
}

function* joinedIn(
  found: FieldValue[],
  row: readonly number[],
  spans: readonly TextSpan[],
  detection: Detection,
): Work<void> {
  const pieces = row.map((index) => spans[index] as TextSpan);
  let starts = 0;
  for (const candidate of candidatesIn(pieces)) {
    starts += 1;
    if (starts % STARTS_AT_ONCE === 0) yield;
    if (candidate === undefined) continue;
    yield;
    const { from, to, label, number, kind, needsWords } = candidate;
    const finding = whole(detection, label, number, kind);
    if (finding === undefined) continue;
    const words = finding.evidence.some(({ rule }) => rule === 'context');
    if (!words && (needsWords || !isSure(finding))) continue;
    const confidence = words ? finding.confidence : Math.min(finding.confidence, JOINED_CONFIDENCE_MAX);
    const evidence = [...finding.evidence, { rule: 'split' }];
    const places = row
      .slice(from, to)
      .map((span, piece) => ({ span, start: 0, end: pieces[from + piece]?.text.length ?? 0 }));
    found.push({ finding: { ...finding, confidence, evidence }, whole: number, places });
  }
}

/** Whether it is the value of the member itself, or beside its label, and not the first text of something in its place. */
function belongs(name: TextSpan, value: TextSpan): boolean {
  if (name.role !== 'key') return true;
  const { path } = value;
  return path === name.path || (path.startsWith(`${name.path}/`) && valueSteps.has(path.slice(name.path.length + 1)));
}

/** What forms and descriptions of fields call the value of a field. */
const valueSteps = new Set(['value', 'val', 'answer', 'response', 'input', 'content', 'text']);
const longestStep = Math.max(...[...valueSteps].map((name) => name.length));

function isValueName(bytes: Buffer): boolean {
  return bytes.length <= longestStep && valueSteps.has(bytes.toString('latin1'));
}

/** Number of the next text that is no key, forwards or backwards. */
function textFrom(spans: readonly TextSpan[], index: number, step: 1 | -1): number {
  const next = index + step;
  return spans[next]?.role === 'key' ? next + step : next;
}

/** Whether `value` is called a value and stands in the same object, or tag, as its label. */
function isBeside(label: TextSpan | undefined, value: TextSpan | undefined): boolean {
  if (label === undefined || value === undefined || value.bytes.length > SECRET_BYTES_MAX) return false;
  const { path } = value;
  const mark = path.lastIndexOf('/') + 1;
  const other = label.path;
  const step = path.slice(path[mark] === '@' ? mark + 1 : mark);
  const together = other.lastIndexOf('/') + 1 === mark && other.startsWith(path.slice(0, mark));
  return path !== other && valueSteps.has(step) && together;
}

function secretAt(
  spans: readonly TextSpan[],
  index: number,
  key: number,
  secret: NamedSecret,
  detection: Detection,
): FieldValue | undefined {
  const span = spans[index];
  const name = spans[key];
  if (span === undefined || name === undefined || !belongs(name, span)) return undefined;
  const { words, kind } = said[secret];
  const value = span.text.trim();
  const start = span.text.indexOf(value);
  const finding = value === '' ? undefined : whole(detection, words, value, kind);
  if (finding === undefined) return undefined;
  const evidence = [...finding.evidence, { rule: 'field-name' }];
  const places = [{ span: index, start, end: start + value.length }];
  return { finding: { ...finding, evidence }, whole: value, places };
}

/** The finding of a kind that is all of `value`, behind words; its evidence is without places, which mean nothing here. */
function whole(detection: Detection, words: string, value: string, kind: string): Finding | undefined {
  const text = words + value;
  const found = detection.find({ text, bytes: Buffer.from(text) });
  const finding = found.find((one) => one.kind === kind && one.start === words.length && one.end === text.length);
  return finding && { ...finding, evidence: finding.evidence.map(({ rule }) => ({ rule })) };
}
