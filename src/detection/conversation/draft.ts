/** What a typing preview must not show: values, what may become one, and what is left of one after backspacing. */
import type { Finding } from '../../domain/finding.ts';
import type { Detection } from '../detection.ts';
import { foldText } from '../fold.ts';
import { splitShownMax, type Unfinished, unfinishedAt } from './completion.ts';
import { formsOf, lay, type Part } from './join.ts';
import { KeptText } from './kept.ts';
import type { HeardFinding, MessageId } from './said.ts';

/** Digits that two runs must share at their beginning to be the same number, when it has moved in the draft. */
const SAME_DIGITS = 4;
/** What may remain in sight of every kind. */
const leastShown = Math.min(...Object.values(splitShownMax));
/** Longest number of hidden digits that is remembered. */
const HIDDEN_MAX = 64;

/** The digits that were hidden in the draft before this one, and what they were taken for. */
export class HiddenDraft {
  #digits: KeptText | undefined;
  #start = 0;
  #kind = '';

  wipe(): void {
    this.#digits?.wipe();
    this.#digits = undefined;
  }

  /** Notes what is hidden of this draft; the longest spelling of a number stays. */
  note(folded: string, start: number, kind: string): void {
    const digits = (runFrom(folded, start) ?? '').slice(0, HIDDEN_MAX);
    if (digits === '') return;
    const before = this.#digits?.read() ?? '';
    this.wipe();
    this.#digits = new KeptText(before.startsWith(digits) ? before : digits);
    this.#start = start;
    this.#kind = kind;
  }

  /** The number that was hidden before, or what is left of it: [start, end) in the folded draft. */
  left(folded: string): { readonly start: number; readonly end: number; readonly kind: string } | undefined {
    const hidden = this.#digits?.read();
    if (hidden === undefined) return undefined;
    for (const run of folded.matchAll(/\d(?:[ \t.\-/_,()]{0,3}\d)*/g)) {
      const digits = run[0].replace(/\D/g, '');
      const shared = sharedPrefix(digits, hidden);
      const moved = shared >= SAME_DIGITS;
      const shorter = run.index === this.#start && shared === digits.length;
      if (moved || shorter) return { start: run.index, end: run.index + run[0].length, kind: this.#kind };
    }
    return undefined;
  }
}

export interface DraftScene {
  readonly detection: Detection;
  readonly text: string;
  /** What was said before, ending in a line break, or ''. */
  readonly context: string;
  /** Pieces of earlier messages that this draft may continue. */
  readonly parts: readonly Part<MessageId>[];
  /** This draft as a piece. */
  readonly own: Part<MessageId> | undefined;
  /** What is hidden as a value anyway. */
  readonly found: readonly Finding[];
}

/** What has to be hidden beside the values that were found. */
export function findOpen(scene: DraftScene, hidden: HiddenDraft): readonly HeardFinding[] {
  const { detection, text, context, parts, own, found } = scene;
  const folded = foldText(text);
  const out: HeardFinding[] = [];
  const put = (start: number, end: number, kind: string, confidence: number): void => {
    hidden.note(folded.text, start, kind);
    out.push(unfinishedFinding({ kind, confidence }, folded.map.startOf(start), folded.map.endOf(end)));
  };
  const end = folded.text.trimEnd().length;
  const open = unfinishedAt(detection, folded.text, context);
  if (open !== undefined) put(open.start, end, open.kind, open.confidence);
  const address = text.slice(detection.openFrom(text)).includes('@') ? detection.openFrom(text) : text.length;
  if (address < text.length)
    out.push(unfinishedFinding({ kind: 'EMAIL', confidence: 0.9 }, address, text.trimEnd().length));
  const joined = own === undefined ? undefined : unfinishedJoin(detection, [...parts, own], context, 'draft');
  if (own !== undefined && joined !== undefined)
    out.push(unfinishedFinding(joined, own.offset, own.offset + own.text.length));
  for (const { start, kind } of found) hidden.note(folded.text, foldedIndex(folded, start), kind);
  const left = out.length === 0 && found.length === 0 ? hidden.left(folded.text) : undefined;
  if (left !== undefined) put(left.start, left.end, left.kind, 0.9);
  return out;
}

/** What the pieces together may be the beginning of, once more of it would be in sight than may be. */
export function unfinishedJoin(
  detection: Detection,
  parts: readonly Part<MessageId>[],
  context: string,
  sight: 'draft' | 'sent',
): Pick<Unfinished, 'kind' | 'confidence'> | undefined {
  if (parts.length < 2 || !parts.slice(1).every(({ pure }) => pure)) return undefined;
  // Fewer digits than any kind may show are let through whatever they begin.
  const shown = sight === 'sent' ? leastShown : 0;
  for (const form of formsOf(parts)) {
    const laid = lay(parts, '', form);
    const last = laid.at.at(-1) ?? 0;
    const open = unfinishedAt(detection, foldText(laid.text).text, context, { before: last, shown });
    if (open === undefined || open.start >= last) continue;
    if (sight === 'draft' || open.characters > (splitShownMax[open.kind] ?? 0)) return open;
  }
  return undefined;
}

export function unfinishedFinding(
  { kind, confidence }: Pick<Unfinished, 'kind' | 'confidence'>,
  start: number,
  end: number,
): HeardFinding {
  const evidence = [{ rule: 'unfinished', at: start }];
  return { detector: 'unfinished', kind, start, end, confidence, evidence, unfinished: true };
}

function runFrom(folded: string, start: number): string | undefined {
  return /^\d(?:[ \t.\-/_,()]{0,3}\d)*/.exec(folded.slice(start))?.[0].replace(/\D/g, '');
}

function sharedPrefix(a: string, b: string): number {
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i += 1;
  return i;
}

/** The folded index of an original one; folded texts are short here, so a walk will do. */
function foldedIndex({ text, map }: ReturnType<typeof foldText>, original: number): number {
  let index = 0;
  while (index < text.length && map.startOf(index) < original) index += 1;
  return index;
}
