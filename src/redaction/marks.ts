/** Which texts of a document a profile has marked: drafts, the visitor's own words, fields never to be edited. */
import type { Document } from '../codecs/codec.ts';
import type { Direction } from '../domain/frame.ts';
import type { TokenForm } from '../domain/message-rule.ts';
import type { Route } from '../domain/profile.ts';
import type { Work } from '../domain/work.ts';
import { type Mark, type RouteRules, rulesOf, unmarked } from './message-rules.ts';
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
  return new DocumentMarks(rulesOf(route, direction), document);
}

class DocumentMarks implements Marks {
  readonly #rules: RouteRules;
  readonly #document: Pick<Document, 'spans' | 'records'>;
  #texts: RecordTexts | undefined;
  /** A text is asked for several times in a row. */
  #seen = -1;
  #mark: Mark = unmarked;

  constructor(rules: RouteRules, document: Pick<Document, 'spans' | 'records'>) {
    this.#rules = rules;
    this.#document = document;
  }

  *prepare(): Work<void> {
    // Most documents are small, and are never asked.
    const many = this.#document.spans.length > PREPARED_MIN;
    if (this.#rules.conditional && many) yield* this.#recordTexts().read();
  }

  preview(index: number): boolean {
    return this.#rules.drafts && this.#isValue(index) && this.#at(index).preview;
  }

  own(index: number): boolean {
    return this.#isValue(index) && this.#at(index).own;
  }

  never(index: number): boolean {
    return this.#at(index).never;
  }

  named(index: number): boolean {
    return this.#at(index).named;
  }

  token(index: number): TokenForm | undefined {
    return this.#at(index).token;
  }

  get described(): boolean {
    return this.#rules.described;
  }

  get unmatched(): boolean {
    return this.#rules.described && this.#rules.fitting(this.#recordTexts()).length === 0;
  }

  #isValue(index: number): boolean {
    return !this.#rules.empty && this.#document.spans[index]?.role === 'value';
  }

  #at(index: number): Mark {
    if (this.#rules.empty) return unmarked;
    const span = this.#document.spans[index];
    if (span === undefined) return unmarked;
    if (this.#seen !== index) {
      this.#mark = this.#rules.mark(span, index, this.#recordTexts());
      this.#seen = index;
    }
    return this.#mark;
  }

  #recordTexts(): RecordTexts {
    this.#texts ??= new RecordTexts(this.#document.spans, this.#document.records);
    return this.#texts;
  }
}
