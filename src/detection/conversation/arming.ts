/** What earlier messages say about the next one: a question or a card makes plain what a bare number is. */
import type { Finding } from '../../domain/finding.ts';
import type { Detection } from '../detection.ts';
import { findIn } from './find.ts';
import { hasNumber, tailWithoutNumbers, withoutNumbers } from './numerals.ts';

export interface Armed {
  /** What was said before, oldest first; values in it are stand-ins. */
  readonly context: readonly string[];
  /** The agent's last question, when it is still open. */
  readonly question: string | undefined;
  /** Stand-ins of what the visitor gave before, in order, when they are still fresh. */
  readonly given: string;
}

/** A longer message speaks for itself. */
const ANSWER_MAX = 160;
/** Words that may be cut from the end of a question, so that what it asks for stands next to the answer. */
const CUTS_MAX = 12;
const ASKED_CONFIDENCE = 0.7;

/** Whether `findArmed` looks at `text` at all. `asked`: somebody else spoke; `given`: as in `Armed`. */
export function mayArm(text: string, asked: boolean, given: string): boolean {
  if (text.length > ANSWER_MAX) return false;
  return (asked || given !== '' || hasNumber(text)) && text.trim() !== '';
}

/**
 * What earlier messages make of `text`. The detectors are shown the earlier words in front of it, as if one
 * person had said all of it; a question is also turned into the beginning of its answer.
 */
export function findArmed(detection: Detection, text: string, { context, question, given }: Armed): readonly Finding[] {
  if (text.length > ANSWER_MAX || text.trim() === '') return [];
  const numeric = hasNumber(text);
  const found: Finding[] = [];
  const look = (before: string, confidenceMin: number): void => {
    for (const finding of findIn(detection, before + text)) {
      if (finding.start < before.length || finding.confidence < confidenceMin) continue;
      found.push(placedBack(finding, before.length));
    }
  };
  // What the visitor said before explains a bare number, not other words.
  if (context.length > 0 && (question !== undefined || numeric))
    look(`${context.join('\n')}\n`, question?.includes('?') === true ? 0 : ASKED_CONFIDENCE);
  if (question !== undefined) for (const opening of openings(question, numeric)) look(opening, ASKED_CONFIDENCE);
  if (given !== '') look(`${given} `, 0);
  return found;
}

/** "What is the code on the back?" → "What is the code on the back: ", "What is the code on the: ", ... */
function openings(question: string, numeric: boolean): string[] {
  return sentences(question).flatMap((sentence) => {
    const words = sentence.split(/\s+/);
    const cuts = numeric ? Math.min(CUTS_MAX, words.length - 1) : 0;
    return Array.from({ length: cuts + 1 }, (_, cut) => `${words.slice(0, words.length - cut).join(' ')}: `);
  });
}

/** The last two sentences without their stops, the latest last. */
function sentences(text: string): string[] {
  return text
    .split(/[.!?…。？！\n]+(?:\s|$)/u)
    .map((sentence) => sentence.replace(/[\s.?!¿¡:,;-]+$/u, '').trim())
    .filter((sentence) => sentence !== '')
    .slice(-2);
}

function placedBack(finding: Finding, by: number): Finding {
  const evidence = finding.evidence.map(({ rule, at }) =>
    at === undefined || at < by ? { rule } : { rule, at: at - by },
  );
  return { ...finding, start: finding.start - by, end: finding.end - by, evidence: [...evidence, { rule: 'armed' }] };
}

/** Published test numbers: what a card looks like to a detector, without keeping anybody's. */
const standIns: Readonly<Record<string, string>> = { PAYMENT_CARD: '4111 1111 1111 1111', CARD_EXPIRY: '12/30' };
const amexStandIn = '3782 822463 10005';
const AMEX_DIGITS = 15;

/** Whether more than a name can stand for a value of this kind. */
export function hasStandIn(kind: string): boolean {
  return kind in standIns;
}

/** What stands for a value in what is remembered. */
export function standInFor(kind: string, value: string): string {
  if (kind === 'PAYMENT_CARD' && value.match(/\p{N}/gu)?.length === AMEX_DIGITS) return amexStandIn;
  return standIns[kind] ?? `[${kind.toLowerCase().replaceAll('_', ' ')}]`;
}

/** The text with its values replaced by stand-ins, and other long numbers by nothing. */
export function withoutValues(text: string, findings: readonly Finding[]): string {
  let at = text.length;
  let out = '';
  for (const { start, end, kind } of [...findings].sort((a, b) => b.start - a.start)) {
    if (end > at) continue;
    out = standInFor(kind, text.slice(start, end)) + withoutNumbers(text.slice(end, at)) + out;
    at = start;
  }
  return withoutNumbers(text.slice(0, at)) + out;
}

/** The last `max` units of a text without its values. */
export function talkOf(text: string, findings: readonly Finding[], max: number): string {
  return findings.length === 0 ? tailWithoutNumbers(text, max) : withoutValues(text, findings).slice(-max);
}
