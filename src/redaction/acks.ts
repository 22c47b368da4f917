/** Reads in what the vendor sends to the visitor how it calls the messages that it was sent. */
import { compilePointer, type PointerPattern } from '../domain/pointer.ts';
import type { AckField, MessageFields } from '../domain/profile.ts';
import type { TextSpan } from '../domain/text.ts';
import type { Work } from '../domain/work.ts';
import type { Acknowledged } from './sent.ts';

interface CompiledAck {
  readonly id: PointerPattern;
  readonly for: PointerPattern | undefined;
  readonly text: PointerPattern | undefined;
  readonly when: { readonly path: PointerPattern; readonly equals: string } | undefined;
}

const compiledAcks = new WeakMap<MessageFields, readonly CompiledAck[]>();
/** Texts that are looked at before others have their turn. */
const READ_AT_ONCE = 256;
/** Longer ones are no ids. */
const ID_MAX = 200;

/** `exchange` is the request that a document answers, when it is the answer to one. */
export function* readAcks(
  fields: MessageFields,
  spans: readonly TextSpan[],
  exchange: symbol | undefined,
): Work<readonly Acknowledged[]> {
  const texts = new Map<string, TextSpan>();
  for (const [index, span] of spans.entries()) {
    if (index % READ_AT_ONCE === READ_AT_ONCE - 1) yield;
    if (span.role !== 'key') texts.set(span.path, span);
  }
  const read = (path: string | undefined) => (path === undefined ? undefined : texts.get(path)?.text);
  const found: Acknowledged[] = [];
  const answer = exchange === undefined ? undefined : read(fields.answer);
  if (isId(answer)) found.push({ id: answer, exchange });
  let looked = 0;
  for (const ack of acksOf(fields)) {
    for (const path of texts.keys()) {
      looked += 1;
      if (looked % READ_AT_ONCE === 0) yield;
      const captures = ack.id.match(path);
      if (captures === undefined) continue;
      if (ack.when !== undefined && read(ack.when.path.fill(captures)) !== ack.when.equals) continue;
      const id = read(path);
      const reference = read(ack.for?.fill(captures));
      const text = read(ack.text?.fill(captures));
      if (isId(id) && (reference !== undefined || text !== undefined)) found.push({ id, reference, text });
    }
  }
  return found;
}

function isId(text: string | undefined): text is string {
  return text !== undefined && text !== '' && text.length <= ID_MAX;
}

function acksOf(fields: MessageFields): readonly CompiledAck[] {
  let compiled = compiledAcks.get(fields);
  if (compiled === undefined) {
    compiled = (fields.acks ?? []).map(compileAck);
    compiledAcks.set(fields, compiled);
  }
  return compiled;
}

function compileAck(ack: AckField): CompiledAck {
  return {
    id: compilePointer(ack.id),
    for: ack.for === undefined ? undefined : compilePointer(ack.for),
    text: ack.text === undefined ? undefined : compilePointer(ack.text),
    when: ack.when && { path: compilePointer(ack.when.path), equals: ack.when.equals },
  };
}
