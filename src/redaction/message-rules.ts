/** Reads the message rules of a vendor profile against one document: which texts are drafts, own, forbidden, or merely named. */
import type { Direction } from '../domain/frame.ts';
import type { FieldTest, MessageRule, TokenForm } from '../domain/message-rule.ts';
import { compilePointer, type PointerPattern } from '../domain/pointer.ts';
import type { MarkedField, Route } from '../domain/profile.ts';
import type { TextSpan } from '../domain/text.ts';
import type { RecordTexts } from './record-texts.ts';

/** What the rules say of one text. */
export interface Mark {
  readonly preview: boolean;
  readonly own: boolean;
  readonly never: boolean;
  /** Some rule knows that words stand there. */
  readonly named: boolean;
  readonly token: TokenForm | undefined;
}

export const unmarked: Mark = { preview: false, own: false, never: false, named: false, token: undefined };

interface CompiledTest {
  readonly path: PointerPattern;
  readonly test: FieldTest;
}

interface Entry {
  readonly path: PointerPattern;
  readonly when: readonly CompiledTest[];
  readonly marks: Partial<Mark>;
}

/** The rules of one route and direction, ready to be asked. */
export interface RouteRules {
  /** Nothing is marked anywhere. */
  readonly empty: boolean;
  /** Whether a rule asks what stands in other fields. */
  readonly conditional: boolean;
  /** Whether anything can be a draft. */
  readonly drafts: boolean;
  /** Whether the route describes its messages at all. */
  readonly described: boolean;
  /** Groups of fields that repeat a text. */
  readonly duplicates: readonly (readonly PointerPattern[])[];
  mark(span: TextSpan, index: number, texts: RecordTexts): Mark;
  /** Ids of the rules that fit the document, in order. */
  fitting(texts: RecordTexts): readonly string[];
}

const compiledByRoute = new WeakMap<Route, Partial<Record<Direction, RouteRules>>>();

/** Compiled on first use and kept as long as the route is. */
export function rulesOf(route: Route, direction: Direction): RouteRules {
  const known = compiledByRoute.get(route) ?? {};
  compiledByRoute.set(route, known);
  known[direction] ??= compileRoute(route, direction);
  return known[direction];
}

function compileRoute(route: Route, direction: Direction): RouteRules {
  const rules = (route.messages ?? []).filter((rule) => (rule.direction ?? direction) === direction);
  const whens = rules.map(({ when }) => when.map(compileTest));
  const index = new EntryIndex();
  if (direction === 'to-upstream')
    for (const field of route.previews) index.field(field, [], { preview: true, named: true });
  for (const field of route.own) index.field(field, [], { own: true, named: true });
  for (const path of route.never) index.field({ path }, [], { never: true, named: true });
  for (const path of route.known ?? []) index.field({ path }, [], { named: true });
  for (const [number, rule] of rules.entries()) {
    const when = whens[number] ?? [];
    const preview = rule.kind === 'typing-preview' && direction === 'to-upstream';
    const own = rule.kind === 'echo';
    for (const { path: at, codec, token } of rule.text) {
      // A format of its own puts its texts below the field.
      const path = codec === undefined ? at : `${at}/**`;
      const marks = { named: true, ...(preview && { preview }), ...(own && { own }), ...(token && { token }) };
      index.field({ path }, when, marks);
    }
    for (const field of rule.own) index.field(field, when, { own: true, named: true });
    for (const path of rule.never) index.field({ path }, when, { never: true, named: true });
  }
  return {
    empty: index.size === 0,
    conditional: index.conditional || whens.some((when) => when.length > 0),
    drafts: direction === 'to-upstream' && hasDrafts(route, rules),
    described: rules.length > 0,
    duplicates: rules.flatMap(({ duplicates }) => duplicates.map((group) => group.map(compilePointer))),
    mark: (span, at, texts) => index.mark(span, at, texts),
    fitting: (texts) =>
      rules.flatMap(({ id }, number) => (whens[number]?.every((test) => found(test, texts)) === true ? [id] : [])),
  };
}

function hasDrafts({ previews }: Route, rules: readonly MessageRule[]): boolean {
  return previews.length > 0 || rules.some(({ kind }) => kind === 'typing-preview');
}

/** Entries by the last segment of their paths, so that a text is compared with few of them. */
class EntryIndex {
  size = 0;
  conditional = false;
  readonly #byName = new Map<string, Entry[]>();
  readonly #anywhere: Entry[] = [];

  field({ path, when: own }: MarkedField, when: readonly CompiledTest[], marks: Partial<Mark>): void {
    const name = lastSegment(path);
    const list = name.startsWith('*') ? this.#anywhere : (this.#byName.get(name) ?? []);
    if (list !== this.#anywhere) this.#byName.set(name, list);
    list.push({ path: compilePointer(path), when: own === undefined ? when : [...when, compileTest(own)], marks });
    this.size += 1;
    this.conditional ||= own !== undefined || when.length > 0;
  }

  mark(span: TextSpan, at: number, texts: RecordTexts): Mark {
    // Paths are made when they are asked for: once is enough.
    const path = span.path.split('/');
    const named = this.#byName.get(path.at(-1) ?? '');
    if (named === undefined && this.#anywhere.length === 0) return unmarked;
    let mark = unmarked;
    for (const entry of named ?? []) mark = merge(mark, entry, path, at, texts);
    for (const entry of this.#anywhere) mark = merge(mark, entry, path, at, texts);
    return mark;
  }
}

function merge(
  mark: Mark,
  { path, when, marks }: Entry,
  spanPath: readonly string[],
  at: number,
  texts: RecordTexts,
): Mark {
  const captures = path.matchSplit(spanPath);
  if (captures === undefined || !when.every((test) => holds(test, captures, at, texts))) return mark;
  // The first rule that fits says how a value is spelled.
  return { ...mark, ...marks, token: mark.token ?? marks.token };
}

function holds({ path, test }: CompiledTest, captures: readonly string[], at: number, texts: RecordTexts): boolean {
  return passes(test, texts.at(path.fill(captures), at));
}

/** `false` stands for two texts that differ: nobody can tell which one the vendor reads, so no comparison holds. */
export function passes({ equals, oneOf, present }: FieldTest, text: string | false | undefined): boolean {
  if (present !== undefined) return present === (text !== undefined && text !== '');
  if (text === undefined || text === false) return false;
  return equals === text || oneOf?.includes(text) === true;
}

function found({ path, test }: CompiledTest, texts: RecordTexts): boolean {
  return texts.some(path, (text) => passes(test, text));
}

function compileTest(test: FieldTest): CompiledTest {
  return { path: compilePointer(test.path), test };
}

function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
