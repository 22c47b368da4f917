/** Which texts of a document are somebody's words: what a conversation is told of, among ids, types and dates. */
import type { Finding } from '../domain/finding.ts';
import type { FrameHead } from '../domain/frame.ts';
import type { MessageFields } from '../domain/profile.ts';
import type { TextSpan } from '../domain/text.ts';
import type { Work } from '../domain/work.ts';
import type { Decision } from '../policy/policy.ts';
import type { ConversationMemory } from './conversation.ts';
import type { Marks } from './marks.ts';

/** UTF-8 bytes of a bubble; longer texts are documents. */
const SPOKEN_MAX = 4000;
/** Shorter or longer texts of an agent ask for nothing. */
const ASKED_MIN = 4;
const ASKED_MAX = 600;
/** A history of hundreds of messages says no more than its end. */
const NOTED_MAX = 3;

/**
 * Fields that name, count, sort or address messages: protocols fill them in, nobody types into them. What stands there
 * is scanned like any text, but an id after a question is no answer, and what is in each of several messages (an id, the
 * "2.0" of JSON-RPC, the sender's handle) is no number in pieces.
 */
const technical: ReadonlySet<string> = new Set(
  (
    'ref seq sequence nonce type event action command method channel topic version timestamp ts op msg_type eventType ' +
    'jsonrpc vsn protocol from to sender recipient author user username nick room'
  ).split(' '),
);
const identifier = /^(?:(?:[a-z]+[_-])*(?:id|uuid)|[A-Za-z]+I[dD])$/;

function isTechnical(path: string): boolean {
  const slash = path.lastIndexOf('/');
  if (slash < 0) return false;
  const name = path.slice(slash + 1);
  return name.endsWith('d') || name.endsWith('D') ? technical.has(name) || identifier.test(name) : technical.has(name);
}

/** A text that a visitor may have typed. */
export function isSpoken({ role, bytes, path }: TextSpan): boolean {
  if (role !== 'value' || bytes.length === 0 || bytes.length > SPOKEN_MAX || isTechnical(path)) return false;
  return !isOpaque(bytes);
}

/** Twenty and more letters, digits and dashes without a blank: an id or a key. Digits alone may be a number. */
function isOpaque(bytes: Buffer): boolean {
  if (bytes.length < 20) return false;
  let letters = false;
  for (const byte of bytes) {
    const letter = (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);
    if (!letter && !(byte >= 48 && byte <= 58) && byte !== 45 && byte !== 95 && byte !== 46) return false;
    letters ||= letter;
  }
  return letters;
}

export interface NoteContext {
  readonly head: FrameHead;
  readonly marks: Marks;
  readonly memory: ConversationMemory;
}

/** Tells the conversation what the agent's side said: the last sentences of a document of the to-client direction. */
export function noteSpoken(
  spans: readonly TextSpan[],
  { head, marks, memory }: NoteContext,
  decisions: readonly Decision[],
): void {
  if (head.channel === 'http-body' && head.mediaType?.includes('json') !== true) return;
  const said: number[] = [];
  for (let index = spans.length - 1; index >= 0 && said.length < NOTED_MAX; index -= 1) {
    const span = spans[index];
    if (span !== undefined && asksPerhaps(span) && !marks.own(index)) said.unshift(index);
  }
  for (const index of said) {
    const findings = decisions.length === 0 ? none : findingsIn(index, decisions);
    memory.note(head.conversation, spans[index]?.text ?? '', findings);
  }
}

const none: readonly Finding[] = [];

function findingsIn(index: number, decisions: readonly Decision[]): readonly Finding[] {
  return decisions.filter((decision) => decision.span === index).map(({ finding }) => finding);
}

/** Words with a blank between them, or a script without blanks. */
function asksPerhaps({ role, bytes }: TextSpan): boolean {
  if (role !== 'value' || bytes.length < ASKED_MIN || bytes.length > ASKED_MAX) return false;
  if ((bytes[0] as number) >= 0xe0) return true;
  // Words have a blank soon: the loop ends before a call of `includes` would have begun.
  for (let at = 0; at < bytes.length; at += 1) if (bytes[at] === 32) return true;
  return false;
}

/** What the vendor calls a message, and whether it replaces another. */
export interface MessageName {
  readonly kind: 'message' | 'edit';
  readonly id?: string;
  readonly edits?: string;
}

/** Texts whose paths are made before others have their turn. */
const READ_AT_ONCE = 256;
export const unnamed: MessageName = { kind: 'message' };

/** Whether the profile says where the names of messages stand. */
export function saysNames(fields: MessageFields | undefined): fields is MessageFields {
  return fields?.id !== undefined || fields?.edits !== undefined;
}

/** Reads the name of a visitor's message where the vendor's profile says it stands. */
export function* nameIn(spans: readonly TextSpan[], fields: MessageFields | undefined): Work<MessageName> {
  if (!saysNames(fields)) return unnamed;
  let id: string | undefined;
  let edits: string | undefined;
  for (const [index, span] of spans.entries()) {
    if (index % READ_AT_ONCE === READ_AT_ONCE - 1) yield;
    if (span.role === 'key') continue;
    const { path } = span;
    if (path === fields.id) id ??= span.text;
    if (path === fields.edits) edits ??= span.text;
  }
  return {
    kind: edits === undefined ? 'message' : 'edit',
    ...(id !== undefined && id !== '' && { id }),
    ...(edits !== undefined && { edits }),
  };
}
