/** Plans what becomes of earlier messages once a value in them is known: rewritten while held, or taken back later. */
import type { EarlierFinding, MessageId } from '../detection/conversation/said.ts';
import type { FrameHead } from '../domain/frame.ts';
import type { MessageFields } from '../domain/profile.ts';
import type { Edit, TextSpan } from '../domain/text.ts';
import type { Work } from '../domain/work.ts';
import type { Policy, Scene } from '../policy/policy.ts';
import { printMask } from '../vault/token.ts';
import { readAcks } from './acks.ts';
import type { ConversationMemory, Written } from './conversation.ts';
import type { HealTarget, HeldEdit } from './redaction.ts';
import type { Patch } from './sent.ts';

export interface HealParts {
  readonly memory: ConversationMemory;
  readonly label: (kind: string, text: string) => string;
}

export interface HealContext {
  readonly head: FrameHead;
  readonly policy: Policy;
  readonly fields: MessageFields | undefined;
}

/** What was let go before is taken back where the policy says so and would have hidden it. */
export function planHealing(
  earlier: readonly EarlierFinding[],
  scene: Scene,
  { head, policy, fields }: HealContext,
  { memory, label }: HealParts,
): { readonly heal: readonly HealTarget[]; readonly held: readonly HeldEdit[] } {
  const mode = policy.split?.mode ?? 'pass';
  if (earlier.length === 0) return nothing;
  const byMessage = new Map<MessageId, Patch[]>();
  for (const { id, ...finding } of mode === 'pass' ? [] : earlier) {
    const { action } = policy.decide(finding, scene);
    if (action === 'pass' || action === 'warn') continue;
    const patches = byMessage.get(id) ?? [];
    const { start, end } = finding;
    addPatch(patches, { start, end, insert: printMask(label(finding.kind, '')) });
    byMessage.set(id, patches);
  }
  const messages = [...byMessage];
  if (mode === 'hold')
    return { heal: [], held: messages.flatMap(([id, patches]) => patches.map((one) => ({ id, ...one }))) };
  // The call sets the text of a message; a number in another of its fields cannot be taken back by it.
  const known = fields?.text === undefined || fields.text === scene.path;
  const heal = messages.map(([id, patches]): HealTarget => {
    const taken = memory.takeBack(head.conversation, id, scene.path, patches);
    return known ? taken : { ...taken, message: undefined };
  });
  return { heal, held: [] };
}

const nothing = { heal: [], held: [] } as const;

/** The same digits are often found in two ways, a little longer or shorter. */
function addPatch(patches: Patch[], patch: Patch): void {
  const met = patches.find(({ start, end }) => start < patch.end && patch.start < end);
  if (met === undefined) {
    patches.push(patch);
    return;
  }
  const start = Math.min(met.start, patch.start);
  const end = Math.max(met.end, patch.end);
  patches.splice(patches.indexOf(met), 1);
  addPatch(patches, { start, end, insert: met.insert });
}

/** To be called with the edits of a message when it goes out: what the vendor then has is what may be taken back. */
export type Delivered = (edits: readonly Edit[]) => void;

export function rememberSent(
  written: Written,
  span: { readonly index: number; readonly text: string },
  { head, fields = {} }: Omit<HealContext, 'policy'>,
  memory: ConversationMemory,
): Delivered {
  const { id, path, edits: replaces } = written;
  const reference = replaces ?? (typeof id === 'string' ? id : undefined);
  const awaited = fields.answer !== undefined || (fields.acks ?? []).length > 0;
  const { text, index } = span;
  return (edits) => {
    const patches = edits.filter((edit) => edit.span === index);
    const vendorId = awaited ? undefined : reference;
    const { exchange } = head;
    memory.sent(head.conversation, { id, path, reference, vendorId, exchange, awaited, text, patches });
  };
}

/** Learns from a document toward the visitor what the vendor calls the messages that it got. */
export function* learnNames(
  spans: readonly TextSpan[],
  { head, fields }: Omit<HealContext, 'policy'>,
  memory: ConversationMemory,
): Work<void> {
  if (fields === undefined || (fields.answer === undefined && fields.acks === undefined)) return;
  if (!memory.awaits(head.conversation)) return;
  for (const ack of yield* readAcks(fields, spans, head.exchange)) memory.name(head.conversation, ack);
}
