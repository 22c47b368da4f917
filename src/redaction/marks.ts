/** Which texts of a document a profile has marked: drafts, the visitor's own words, fields never to be edited. */
import type { Document } from '../codecs/codec.ts';
import type { Direction } from '../domain/frame.ts';
import type { TokenForm } from '../domain/message-rule.ts';
import type { Route } from '../domain/profile.ts';
import type { Work } from '../domain/work.ts';
import { type Mark, rulesOf, unmarked } from './message-rules.ts';
import { RecordTexts } from './record-texts.ts';

export interface Marks {
  /** Whether span number `index` is marked. */
  preview(index: number): boolean;
  own(index: number): boolean;
  never(index: number): boolean;
  /** Whether a rule of the profile says that words stand there. */
  named(index: number): boolean;
  /** How a hidden value is spelled there, where the vendor would refuse the usual token. */
  token(index: number): TokenForm | undefined;
  /** Whether the route describes its messages of this direction. */
  readonly described: boolean;
  /** Reads what the rules will ask for, so that no question takes long; to be done first. */
  prepare(): Work<void>;
  /** Whether it does, and none of its rules fits this one. */
  readonly unmatched: boolean;
}

/** Fewer texts are read when somebody asks. */
const PREPARED_MIN = 512;

/** Reads the marks of `route` against one document. Costs nothing where the route marks nothing. */
export function readMarks(route: Route, direction: Direction, document: Pick<Document, 'spans' | 'records'>): Marks {
  const rules = rulesOf(route, direction);
  const { spans } = document;
  const texts = new RecordTexts(spans, document.records);
  let seen = -1;
  let mark: Mark = unmarked;

  /** A text is asked for several times in a row. */
  const at = (index: number): Mark => {
    if (rules.empty) return unmarked;
    const span = spans[index];
    if (span === undefined) return unmarked;
    if (seen !== index) {
      mark = rules.mark(span, index, texts);
      seen = index;
    }
    return mark;
  };
  const value = (index: number) => !rules.empty && spans[index]?.role === 'value';

  return {
    *prepare() {
      // Most documents are small, and are never asked.
      if (rules.conditional && spans.length > PREPARED_MIN) yield* texts.read();
    },
    preview: (index) => rules.drafts && value(index) && at(index).preview,
    own: (index) => value(index) && at(index).own,
    never: (index) => at(index).never,
    named: (index) => at(index).named,
    token: (index) => at(index).token,
    described: rules.described,
    get unmatched() {
      return rules.described && rules.fitting(texts).length === 0;
    },
  };
}
