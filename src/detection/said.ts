/** What people put between a word and the value it announces: "cvv is 123", "pin: 1234", "482913 is your code". */
import { codeAt } from './code-units.ts';
import type { Evidence, Hit } from './detector.ts';

/** A list written as text, phrases between bars: `cvv|security code`. */
export function phrases(text: string): string[] {
  return text
    .split('|')
    .map((phrase) => phrase.trim())
    .flatMap((phrase) => (arabic.test(phrase) ? [phrase, `و${phrase}`] : [phrase]));
}

/** Arabic writes "and" together with the word behind it. */
const arabic = /^(?!و)[\u0620-\u064a]/;

/** Words that only connect; with punctuation they may stand in any number in front of a value. */
const connector =
  "is|are|was|be|being|it's|its|it|this|that|the|a|my|our|his|her|their|your|no|nr|num|number|numbers|code|value|here|here's|as|to|says?|reads?|es|son|era|numero|codigo|el|la|mi|ist|lautet|war|nummer|der|die|das|mein|meine|est|etait|le|mon|ma|numéro|e|o|eh|um|uma|meu|minha|sono|il|mio|mia|het|mijn|jest|to|moje|min|mitt|ar|är|er";
const link = new RegExp(`^(?:[\\s:=#*_"'\`()\\[\\]{}<>~.,;|/-]+|(?:${connector})(?![\\p{L}\\p{N}]))*`, 'iu');
const LINK_MAX = 48;

/** Index behind everything that only connects, from `index` on. */
export function skipLink(text: string, index: number): number {
  return index + (link.exec(text.slice(index, index + LINK_MAX))?.[0].length ?? 0);
}

/** A sentence ends here, or the speaker denies, asks or turns to something else. */
const turn =
  /[!?\n]\s*\S|[.;]\s+\p{L}|\b(?:not|never|isn'?t|wrong|invalid|err?or|order|ticket|invoice|ref|reference|case|room|line|version|page|step|field|call|phone|ext|extension|price|costs?|pay|paid|usd|eur|gbp)\b/iu;

export interface Said {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** First match of `value` within `max` units behind `index`, in the same sentence. `value` must have no flags. */
export function saidAfter(text: string, index: number, value: RegExp, max = 32): Said | undefined {
  const rest = text.slice(index, index + max + 80);
  const match = value.exec(rest);
  if (match === null || match.index > max || turn.test(rest.slice(0, match.index + 1))) return undefined;
  return { start: index + match.index, end: index + match.index + match[0].length, value: match[0] };
}

/** What may stand between a value and the word behind it: `123 is the`, `123 (`, `4821 as my`. */
const before =
  /\s*(?:[-=:(>\s]+|\b(?:is|as|was|for|es|ist|est|e|jest|is|er|är)\b)?\s*(?:(?:the|my|our|his|her|your|a|el|la|mi|su|tu|die|der|das|mein|meine|le|mon|ma|votre|o|meu|minha|seu|sua|il|lo|mio|mia|tuo|tua|de|mijn|min|mitt)\s+)?(?:(?:card|new|[A-Z][a-z]+)\s+)?["'(]?$/u;

/** The value that stands in front of the word at `index`; `value` must end in `$`. */
export function saidBefore(text: string, index: number, value: RegExp): Said | undefined {
  const head = text.slice(Math.max(0, index - 96), index);
  const gap = before.exec(head);
  const stop = gap === null ? head.length : gap.index;
  if (stop === head.length && head !== '') return undefined;
  const match = value.exec(head.slice(0, stop));
  if (match === null) return undefined;
  const end = index - head.length + stop;
  return { start: end - match[0].length, end, value: match[0] };
}

/** The usual answer: found by a word at `at`. */
export function saidHit(kind: string, said: Said, confidence: number, rule: string, at: number): Hit {
  const evidence: Evidence[] = [
    { rule, at: said.start },
    { rule: 'context', at },
  ];
  return { kind, start: said.start, end: said.end, confidence, evidence };
}

/** How far around a place its writing is judged. */
const WRITING_REACH = 160;

/** Whether the text around a place is in capitals throughout, so that capitals say nothing. */
export function shouted(text: string, start: number, end: number): boolean {
  const last = Math.min(text.length, end + WRITING_REACH);
  for (let i = Math.max(0, start - WRITING_REACH); i < last; i += 1) {
    const code = codeAt(text, i);
    if (code >= 97 && code <= 122) return false;
  }
  const around = text.slice(Math.max(0, start - WRITING_REACH), end + WRITING_REACH);
  return around === around.toUpperCase();
}
