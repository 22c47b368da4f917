/** Tells which text of a message is a piece of a longer one, and of which: by the vendor's profile, else by its looks. */
import type { Document } from '../codecs/codec.ts';
import type { FrameHead } from '../domain/frame.ts';
import type { FieldTest } from '../domain/message-rule.ts';
import { compilePointer, type PointerPattern } from '../domain/pointer.ts';
import type { StreamRule } from '../domain/profile.ts';
import type { TextSpan } from '../domain/text.ts';
import { passes } from './message-rules.ts';

/** A piece of a text that arrives over several messages. */
export interface Delta {
  /** Names the text among those of the connection. */
  readonly key: string;
  readonly path: string;
  readonly text: string;
  /** Nothing follows. */
  readonly done: boolean;
  /** The profile says that it is a piece; otherwise it may be a whole message. */
  readonly declared: boolean;
}

/** What a message is to the texts that are arriving: a piece of one, the end of all of them, or nothing. */
export type DeltaAnswer = Delta | 'end' | undefined;

interface CompiledRule {
  readonly path: PointerPattern;
  readonly when: { readonly path: PointerPattern; readonly test: FieldTest } | undefined;
  readonly key: PointerPattern | undefined;
  readonly done: { readonly path: PointerPattern; readonly equals: string } | undefined;
}

const compiled = new WeakMap<readonly StreamRule[], readonly CompiledRule[]>();

/** `rules` absent: the profile says nothing, and events of an event stream are judged by their looks. */
export function readDelta(
  document: Document,
  bytes: Buffer,
  head: FrameHead,
  rules: readonly StreamRule[] | undefined,
): DeltaAnswer {
  if (head.direction !== 'to-client') return undefined;
  if (rules !== undefined) return declared(document.spans, bytes, compile(rules));
  if (head.channel === 'event-stream' && head.transport === 'sse') return guessed(document.spans);
  return head.transport === 'websocket' && saysPiece(document.spans) ? guessed(document.spans) : undefined;
}

/** How messages of sockets call a piece: those of people look like pieces too, so that the looks alone are not enough. */
const PIECE = 'delta|chunk|token|partial|stream(?:ing)?';
const SAYS_PIECE = new RegExp(PIECE, 'i');
const PIECE_FIELD = new RegExp(`/(?:${PIECE})(?:/|$)`, 'i');
const TYPE_FIELD = /(?:^\/0|\/(?:type|event|kind|object|action|name|method|op))$/i;
/** A message with one piece is small. */
const PIECE_MESSAGE_BYTES_MAX = 4096;

/** Whether a message of a socket could be a piece at all, told from its bytes so that others cost nothing. */
export function mayBePiece(bytes: Buffer): boolean {
  if (bytes.length > PIECE_MESSAGE_BYTES_MAX) return false;
  for (let at = 0; at < bytes.length; at += 1) {
    const word = pieceWords[bytes[at] as number];
    if (word !== undefined && spells(bytes, at, word)) return true;
  }
  return false;
}

/** The words of `PIECE` by their first letter, small or capital. */
const pieceWords: readonly (Buffer | undefined)[] = wordsByLetter(['delta', 'chunk', 'token', 'partial', 'stream']);

function wordsByLetter(words: readonly string[]): readonly (Buffer | undefined)[] {
  const byLetter = new Array<Buffer | undefined>(256).fill(undefined);
  for (const word of words) {
    const bytes = Buffer.from(word);
    byLetter[bytes[0] as number] = bytes;
    byLetter[(bytes[0] as number) - 32] = bytes;
  }
  return byLetter;
}

/** Whether `word` of small letters stands at `at`, in letters of either case. */
function spells(bytes: Buffer, at: number, word: Buffer): boolean {
  for (let i = 1; i < word.length; i += 1) if (((bytes[at + i] as number) | 32) !== word[i]) return false;
  return true;
}

function saysPiece(spans: readonly TextSpan[]): boolean {
  return spans.some(({ role, path, text }) => {
    if (role !== 'value') return false;
    return PIECE_FIELD.test(path) || (text.length <= 60 && TYPE_FIELD.test(path) && SAYS_PIECE.test(text));
  });
}

function compile(rules: readonly StreamRule[]): readonly CompiledRule[] {
  let known = compiled.get(rules);
  if (known === undefined) {
    known = rules.map(({ path, when, key, done }) => ({
      path: compilePointer(path),
      when: when && { path: compilePointer(when.path), test: when },
      key: key === undefined ? undefined : compilePointer(key),
      done: done && { path: compilePointer(done.path), equals: done.equals },
    }));
    compiled.set(rules, known);
  }
  return known;
}

function declared(spans: readonly TextSpan[], bytes: Buffer, rules: readonly CompiledRule[]): DeltaAnswer {
  for (const [index, { path: at, when, key, done }] of rules.entries()) {
    const fieldText = (field: PointerPattern, captures: readonly string[]) =>
      fieldAt(spans, bytes, field.fill(captures));
    const keyOf = (captures: readonly string[]) => `${index} ${(key && fieldText(key, captures)) ?? ''}`;
    for (const { role, path, text } of spans) {
      const captures = role === 'value' ? at.match(path) : undefined;
      if (captures === undefined) continue;
      if (when !== undefined && !passes(when.test, fieldText(when.path, captures))) continue;
      const last = done !== undefined && fieldText(done.path, captures) === done.equals;
      return { key: keyOf(captures), path, text, done: last, declared: true };
    }
    // The end of a text may come without a piece of it.
    const ends = done && endOf(spans, bytes, done);
    if (ends !== undefined) return { key: keyOf(ends), path: '', text: '', done: true, declared: true };
  }
  return undefined;
}

/** What the wildcards of the rule stand for, when this message is an end. */
function endOf(
  spans: readonly TextSpan[],
  bytes: Buffer,
  { path: at, equals }: NonNullable<CompiledRule['done']>,
): readonly string[] | undefined {
  for (const { role, path, text } of spans) {
    const captures = role === 'value' && text === equals ? at.match(path) : undefined;
    if (captures !== undefined) return captures;
  }
  return fieldAt(spans, bytes, at.fill([])) === equals ? [] : undefined;
}

/** The value at a pointer as text; numbers and literals are no texts of the document and are read from its bytes. */
function fieldAt(spans: readonly TextSpan[], bytes: Buffer, pointer: string): string | undefined {
  const span = spans.find(({ role, path }) => role !== 'key' && path === pointer);
  if (span !== undefined) return span.text;
  const text = bytes.toString('utf8');
  const json = text.trimStart().startsWith('{') ? text : text.replace(/^(?:data: ?|[^d\n][^\n]*$\n?)/gm, '');
  return scalarAt(json, pointer.split('/').slice(1));
}

function scalarAt(json: string, steps: readonly string[]): string | undefined {
  try {
    let value: unknown = JSON.parse(json);
    for (const step of steps) {
      // A document in a string is a step further in, as in the paths of texts.
      if (typeof value === 'string') value = JSON.parse(value);
      if (typeof value !== 'object' || value === null) return undefined;
      const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
      value = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
    }
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? `${value}`
      : undefined;
  } catch {
    return undefined;
  }
}

/** Fields in which vendors and models send text piece by piece. */
const NAMES = /^(?:|text|delta|content|token|chunk|partial|completion|response|output_text|answer)$/i;
/** Names of one message; an event has others of its own, which change with each. */
const IDS = /^(?:id|index|(?:message|response|item|run|conversation|entry)_?id)$/i;
/** A piece is a few words. */
const PIECE_UNITS_MAX = 200;

function guessed(spans: readonly TextSpan[]): DeltaAnswer {
  const key: string[] = [];
  let piece: TextSpan | undefined;
  for (const span of spans) {
    if (span.role !== 'value') continue;
    const name = span.path.slice(span.path.lastIndexOf('/') + 1);
    if (span.path === '/:id' || span.path === '/:comment') continue;
    key.push(span.path === '/:event' || IDS.test(name) ? `${span.path}=${span.text}` : span.path);
    if (!NAMES.test(name)) continue;
    // Two such fields are a message with its parts, not a piece of one.
    if (piece !== undefined) return undefined;
    piece = span;
  }
  if (piece === undefined || piece.bytes.length > PIECE_UNITS_MAX) return undefined;
  if (piece.text === '[DONE]') return 'end';
  return { key: key.join(' '), path: piece.path, text: piece.text, done: false, declared: false };
}
