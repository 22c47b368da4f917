/** Finds the conversation that a message names in its body, where no URL does. */
import type { Document } from '../codecs/codec.ts';
import type { FrameHead } from '../domain/frame.ts';
import { compilePointer, type PointerPattern } from '../domain/pointer.ts';
import type { VisitorRestorer } from './redaction.ts';

export interface Bound {
  readonly head: FrameHead;
  readonly restorer: VisitorRestorer | undefined;
}

/** Characters of an id of the vendor's. */
const ID_MAX = 256;
const compiled = new WeakMap<readonly string[], readonly PointerPattern[]>();

/**
 * The head and restorer of the conversation that the first field of `fields` names; those given where none does,
 * or where two differ, as in a list of conversations.
 */
export function bindBody(
  { head, restorer }: Bound,
  { spans }: Pick<Document, 'spans'>,
  fields: readonly string[] | undefined,
): Bound {
  const { rebind } = head;
  if (fields === undefined || rebind === undefined) return { head, restorer };
  let patterns = compiled.get(fields);
  if (patterns === undefined) {
    patterns = fields.map(compilePointer);
    compiled.set(fields, patterns);
  }
  for (const pattern of patterns) {
    const ids = new Set(
      spans.filter((span) => span.role !== 'key' && pattern.match(span.path)).map((span) => span.text),
    );
    const [id] = ids;
    if (id === undefined || id === '') continue;
    if (ids.size > 1 || id.length > ID_MAX) break;
    const conversation = rebind(id);
    return { head: { ...head, conversation, vendorConversation: id }, restorer: restorer?.beside?.(conversation) };
  }
  return { head, restorer };
}
