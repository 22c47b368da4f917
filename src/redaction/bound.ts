/** Finds the conversation that a message names in its body, where no URL does. */
import type { Document } from '../codecs/codec.ts';
import type { FrameHead } from '../domain/frame.ts';
import { compilePointer, type PointerPattern } from '../domain/pointer.ts';
import type { Work } from '../domain/work.ts';
import type { VisitorRestorer } from './redaction.ts';

export interface Bound {
  readonly head: FrameHead;
  readonly restorer: VisitorRestorer | undefined;
}

/** Characters of an id of the vendor's. */
const ID_MAX = 256;
/** Texts whose paths are made before others have their turn. */
const READ_AT_ONCE = 256;
const compiled = new WeakMap<readonly string[], readonly PointerPattern[]>();

/** Whether a body can name another conversation than the one that is given. */
export function bindsBody({ head }: Bound, { conversation }: { readonly conversation?: readonly string[] }): boolean {
  return head.rebind !== undefined && conversation !== undefined;
}

/**
 * The head and restorer of the conversation that the first field of `fields` names; those given where none does,
 * or where two differ, as in a list of conversations.
 */
export function* bindBody(
  { head, restorer }: Bound,
  { spans }: Pick<Document, 'spans'>,
  fields: readonly string[] | undefined,
): Work<Bound> {
  const { rebind } = head;
  if (fields === undefined || rebind === undefined) return { head, restorer };
  let patterns = compiled.get(fields);
  if (patterns === undefined) {
    patterns = fields.map(compilePointer);
    compiled.set(fields, patterns);
  }
  const id = yield* idIn(spans, patterns);
  if (id === undefined) return { head, restorer };
  const conversation = rebind(id);
  return { head: { ...head, conversation, vendorConversation: id }, restorer: restorer?.beside?.(conversation) };
}

/** The one id that the fields say; undefined where they say none, or several. */
function* idIn(spans: Document['spans'], patterns: readonly PointerPattern[]): Work<string | undefined> {
  const found: (string | false | undefined)[] = patterns.map(() => undefined);
  for (const [index, span] of spans.entries()) {
    if (index % READ_AT_ONCE === READ_AT_ONCE - 1) yield;
    // Sentences and documents are no ids; most texts need no path made.
    if (span.role === 'key' || span.bytes.length === 0 || span.bytes.length > ID_MAX || span.bytes.includes(32))
      continue;
    const path = span.path.split('/');
    for (const [number, pattern] of patterns.entries()) {
      if (pattern.matchSplit(path) === undefined) continue;
      const before = found[number];
      found[number] = before === undefined || before === span.text ? span.text : false;
    }
  }
  const first = found.find((id) => id !== undefined);
  return first === false ? undefined : first;
}
