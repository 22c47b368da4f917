/** Puts a document together from texts and from documents that lie inside texts; edits find their way out again. */
import { ChatveilError } from '../domain/errors.ts';
import type { Limits } from '../domain/limits.ts';
import type { Edit, FieldPath, TextSpan } from '../domain/text.ts';
import type { Work } from '../domain/work.ts';
import type { Codec, Document, Framer, Opened, OpenHead, Uninspected } from './codec.ts';
import { applySplices, byteSplices, byteSplicesInSteps, EDITS_AT_ONCE, type Splice, settle } from './splice.ts';

/** A text that knows how a change of its bytes is spelled in the bytes it was read from. */
export interface Place extends TextSpan {
  /** `changes` are sorted, disjoint splices of `bytes`; the answer is in offsets of the container. */
  splices(changes: readonly Splice[]): readonly Splice[];
  /** The same with rests in between, where each change has its own place. */
  splicesInSteps?(changes: readonly Splice[]): Work<readonly Splice[]>;
  glued?: number;
  apart?: boolean;
}

/** A document that can also say its edits as splices, so that another document may hold it. */
export interface NestableDocument extends Document {
  splices(edits: readonly Edit[]): readonly Splice[];
  splicesInSteps?(edits: readonly Edit[]): Work<readonly Splice[]>;
}

/** Path of the place a nested document was found at; computed only when somebody asks for a path. */
type PathBase = () => FieldPath;

/** What a format needs to know when it is opened inside another document. */
export interface NestHead extends OpenHead {
  readonly base?: PathBase;
  /** Spans that the outer documents already hold; they share one limit. */
  readonly spansBefore?: number;
  /** How the text at a place is read, where a profile says so; every other place is judged by its looks. */
  readonly pick?: (place: Place) => Format | undefined;
}

export type NestOpened =
  | { readonly ok: true; readonly document: NestableDocument }
  | Extract<Opened, { readonly ok: false }>;

/** A codec whose documents may lie inside others: every format in `formats/` is one. */
export interface Format extends Codec {
  open(bytes: Buffer, head: NestHead): NestOpened;
  steps?(bytes: Buffer, head: NestHead): Work<NestOpened>;
  /** Reads binary WebSocket messages as well; without it the route's rule for binary messages decides. */
  readonly binary?: boolean;
  /** Where a body of this format may be cut while it is still arriving. */
  readonly framer?: (limits: Limits) => Framer;
  /**
   * Whether the bytes end where a packet ends. Only for protocols that may spread a packet over several binary
   * WebSocket messages; bytes that are no such protocol count as whole, so that `open` can refuse them.
   */
  whole?(bytes: Buffer): boolean;
}

interface Inner {
  readonly first: number;
  readonly place: Place;
  readonly document: NestableDocument;
}

/**
 * Collects the texts of one document.
 *
 * @example
 * const assembly = new Assembly(bytes);
 * assembly.add(place);                 // a text that stands in `bytes`
 * assembly.nest(outer, innerDocument); // a text whose content is itself a document
 * assembly.rewrite(edits);
 */
export class Assembly implements NestableDocument {
  readonly spans: TextSpan[] = [];
  readonly uninspected: Uninspected[] = [];
  readonly records: number[] = [];
  readonly #raw: Buffer;
  readonly #inner: Inner[] = [];

  constructor(raw: Buffer) {
    this.#raw = raw;
  }

  add(place: Place): void {
    this.spans.push(place);
  }

  /** The texts of `document`, which was opened from `place.bytes`, stand in place of the one text. */
  nest(place: Place, document: NestableDocument): void {
    const first = this.spans.length;
    // A second document at the same path is another record.
    if (this.#inner.at(-1)?.place.path === place.path) this.records.push(first);
    for (const start of document.records ?? []) this.records.push(first + start);
    this.#inner.push({ first, place, document });
    for (const span of document.spans) this.spans.push(span);
    for (const part of document.uninspected) this.uninspected.push(part);
  }

  rewrite(edits: readonly Edit[]): Buffer {
    if (edits.length === 0) return this.#raw;
    return applySplices(this.#raw, this.splices(edits));
  }

  *rewriteInSteps(edits: readonly Edit[]): Work<Buffer> {
    if (edits.length === 0) return this.#raw;
    return applySplices(this.#raw, yield* this.splicesInSteps(edits));
  }

  splices(edits: readonly Edit[]): readonly Splice[] {
    const all: Splice[] = [];
    const { own, inner } = this.#sorted(edits);
    for (const [place, mine] of own) {
      for (const splice of place.splices(settle(byteSplices(place, mine)))) all.push(splice);
    }
    for (const [{ document, place }, mine] of inner) {
      for (const splice of place.splices(settle(document.splices(mine)))) all.push(splice);
    }
    return all;
  }

  *splicesInSteps(edits: readonly Edit[]): Work<readonly Splice[]> {
    const all: Splice[] = [];
    const { own, inner } = this.#sorted(edits);
    let count = 0;
    for (const [place, mine] of own) {
      count += mine.length;
      if (count > EDITS_AT_ONCE) {
        count = 0;
        yield;
      }
      const few = mine.length <= EDITS_AT_ONCE;
      const changes = settle(few ? byteSplices(place, mine) : yield* byteSplicesInSteps(place, mine));
      const spelled = few ? undefined : place.splicesInSteps?.(changes);
      for (const splice of spelled === undefined ? place.splices(changes) : yield* spelled) all.push(splice);
    }
    for (const [{ document, place }, mine] of inner) {
      yield;
      const within = document.splicesInSteps?.(mine);
      const changes = settle(within === undefined ? document.splices(mine) : yield* within);
      const spelled = place.splicesInSteps?.(changes);
      for (const splice of spelled === undefined ? place.splices(changes) : yield* spelled) all.push(splice);
    }
    return all;
  }

  /** Edits of texts that stand in the bytes themselves, and of those in the documents inside. */
  #sorted(edits: readonly Edit[]) {
    const own: (readonly [Place, Edit[]])[] = [];
    const inner = new Map<Inner, Edit[]>();
    for (const [number, mine] of bySpan(edits)) {
      const holder = this.#holding(number);
      if (holder === undefined) {
        const place = this.spans[number] as Place | undefined;
        if (place === undefined) throw new ChatveilError('CV_INTERNAL', { span: number });
        own.push([place, mine]);
        continue;
      }
      const within = inner.get(holder) ?? [];
      for (const edit of mine) within.push({ ...edit, span: edit.span - holder.first });
      inner.set(holder, within);
    }
    return { own, inner };
  }

  /** The inner document that span `number` belongs to; they are kept in order of their first span. */
  #holding(number: number): Inner | undefined {
    let low = 0;
    let high = this.#inner.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#inner[middle]?.first ?? 0) <= number) low = middle + 1;
      else high = middle;
    }
    const inner = this.#inner[low - 1];
    return inner !== undefined && number < inner.first + inner.document.spans.length ? inner : undefined;
  }
}

function bySpan(edits: readonly Edit[]): Map<number, Edit[]> {
  const groups = new Map<number, Edit[]>();
  for (const edit of edits) {
    const group = groups.get(edit.span);
    if (group === undefined) groups.set(edit.span, [edit]);
    else group.push(edit);
  }
  return groups;
}

/** One step of an RFC 6901 pointer. */
export function pointerStep(name: string): string {
  if (!name.includes('~') && !name.includes('/')) return `/${name}`;
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
