/** Values with tags of emphasis inside them: texts of a page that stand together on screen are read as one. */
import type { Detection } from '../detection/detection.ts';
import type { TextSpan } from '../domain/text.ts';
import type { Work } from '../domain/work.ts';
import type { FieldValue } from './fields.ts';

/** Numbers that a check digit, or the form they are written in, makes certain. */
const kinds: ReadonlySet<string> = new Set(['PAYMENT_CARD', 'US_SSN', 'IBAN']);
const CONFIDENCE_MIN = 0.8;
/** UTF-16 units of one text that are looked at, from where it meets the next. */
const REACH = 160;
/** Texts of one number, digit by digit with blanks. */
const CHAIN_MAX = 40;

/** Whether a text begins with a digit, or with a separator and a digit. */
export function mayGoOn(bytes: Buffer): boolean {
  return isDigit(bytes[0]) || ((bytes[0] === 0x20 || bytes[0] === 0x2d) && isDigit(bytes[1]));
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** Adds the values that reach over a border between texts; `glued` are the numbers of the texts behind such borders. */
export function* gluedValues(
  found: FieldValue[],
  glued: readonly number[],
  spans: readonly TextSpan[],
  detection: Detection,
): Work<void> {
  let chain: number[] = [];
  for (const index of glued) {
    const before = index - (spans[index]?.glued ?? 0);
    if (!endsInDigit(spans[before]?.text ?? '')) continue;
    if (chain.at(-1) !== before || chain.length >= CHAIN_MAX) {
      yield;
      look(found, chain, spans, detection);
      chain = [before];
    }
    chain.push(index);
    // Through a longer text no value goes: what begins at its end is another.
    if ((spans[index]?.text.length ?? 0) <= REACH) continue;
    look(found, chain, spans, detection);
    chain = [index];
  }
  look(found, chain, spans, detection);
}

function endsInDigit(text: string): boolean {
  return /\d[ -]?$/.test(text.slice(-2));
}

function look(found: FieldValue[], chain: readonly number[], spans: readonly TextSpan[], detection: Detection): void {
  if (chain.length < 2) return;
  let text = '';
  const pieces = chain.map((span, order) => {
    const whole = spans[span]?.text ?? '';
    const offset = order === 0 ? Math.max(0, whole.length - REACH) : 0;
    const part = whole.slice(offset, order === chain.length - 1 ? REACH : undefined);
    if (order > 0 && spans[span]?.apart === true && !/[ -]$/.test(text) && !/^[ -]/.test(part)) text += ' ';
    const at = text.length;
    text += part;
    return { span, offset, at, end: text.length };
  });
  for (const finding of detection.find({ text, bytes: Buffer.from(text) })) {
    if (!kinds.has(finding.kind) || finding.confidence < CONFIDENCE_MIN) continue;
    const places = pieces
      .filter(({ at, end }) => finding.start < end && finding.end > at)
      .map(({ span, offset, at, end }) => ({
        span,
        start: offset + Math.max(finding.start, at) - at,
        end: offset + Math.min(finding.end, end) - at,
      }));
    if (places.length < 2) continue;
    const evidence = [...finding.evidence.map(({ rule }) => ({ rule })), { rule: 'split' }];
    found.push({ finding: { ...finding, evidence }, whole: text.slice(finding.start, finding.end), places });
  }
}
