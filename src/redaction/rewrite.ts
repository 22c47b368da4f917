/** Turns a plan into bytes: masks at once, tokens after they are durable, the visitor's own values from the restorer. */
import type { Document, Uninspected } from '../codecs/codec.ts';
import { ChatveilError, type ErrorCode } from '../domain/errors.ts';
import type { Frame, FrameHead } from '../domain/frame.ts';
import type { Edit } from '../domain/text.ts';
import type { ConversationRestorer, Sealer, SealRequest, Token } from '../vault/vault.ts';
import type { PendingRestore, PendingSeal, Plan } from './decide.ts';
import type { Pace } from './pace.ts';
import type { Hold, Redaction, Treatment } from './redaction.ts';
import { spellMask, spellToken } from './spelling.ts';

export interface Planned {
  readonly frame: Frame;
  /** Of the conversation that the message itself names, perhaps. */
  readonly head: FrameHead;
  readonly treatment: Treatment;
  readonly document: Document;
  readonly plan: Plan;
  readonly uninspected: readonly Uninspected[];
  /** Folded paths that the profile does not know and nobody has been told of. */
  readonly drift: readonly string[];
  /** How long writing shares the event loop. */
  readonly pace: Pace;
}

/** Answers at once unless the plan waits for the vault. */
export function applyPlan(
  planned: Planned,
  sealer: Sealer,
  restorer: ConversationRestorer | undefined,
): Redaction | Promise<Redaction> {
  const { plan } = planned;
  if (plan.seals.length === 0 && plan.restores.length === 0) return write(planned, plan.edits);
  return applyLater(planned, sealer, restorer);
}

async function applyLater(
  planned: Planned,
  sealer: Sealer,
  restorer: ConversationRestorer | undefined,
): Promise<Redaction> {
  const { plan, treatment } = planned;
  let late: readonly Edit[];
  try {
    late = (await Promise.all([sealAll(planned, sealer), restoreAll(plan.restores, restorer)])).flat();
  } catch {
    if (treatment.policy.ifVaultUnavailable === 'block') return blocked('CV_VAULT_UNAVAILABLE', plan);
    late = plan.seals.map(masked);
  }
  try {
    return await write(planned, [...plan.edits, ...late]);
  } catch (error) {
    // Not the vault: the document itself cannot be changed, as when it is signed.
    return blocked(error instanceof ChatveilError ? error.code : 'CV_INTERNAL', plan);
  }
}

/** What was delivered before is taken back also when the message that completes it is not let through. */
export function blocked(code: ErrorCode, plan?: Plan, notice?: string): Redaction {
  const healing = plan !== undefined && plan.heal.length > 0 && { heal: plan.heal };
  return { verdict: 'block', code, notice, decisions: plan?.decisions ?? [], ...healing };
}

/** Edits and bytes that are written in no time. */
const EDITS_FEW = 32;
const BYTES_FEW = 64 * 1024;

/** At once where there is little to write. */
function write(planned: Planned, edits: readonly Edit[]): Redaction | Promise<Redaction> {
  const { document, frame, pace } = planned;
  if (edits.length === 0) return written(planned, edits, frame.bytes);
  const few = edits.length <= EDITS_FEW && frame.bytes.length <= BYTES_FEW;
  if (few || document.rewriteInSteps === undefined) return written(planned, edits, document.rewrite(edits));
  const bytes = pace.run(document.rewriteInSteps(edits));
  return bytes instanceof Promise
    ? bytes.then((late) => written(planned, edits, late))
    : written(planned, edits, bytes);
}

function written(
  { head, document, plan, uninspected, drift }: Planned,
  edits: readonly Edit[],
  bytes: Buffer,
): Redaction {
  const edited = edits.length > 0;
  const { decisions, heal, held, delivered } = plan;
  const holdsTokens = plan.holdsTokens || plan.seals.length > 0;
  for (const tell of delivered) tell(edits);
  const hold = holdOf(document, plan, edits);
  return {
    verdict: 'forward',
    bytes,
    edited,
    decisions,
    uninspected,
    ...(heal.length > 0 && { heal }),
    ...(held.length > 0 && { held }),
    ...(hold !== undefined && { hold }),
    ...(holdsTokens && { holdsTokens }),
    ...(drift.length > 0 && { drift }),
    ...(heal.length > 0 && head.vendorConversation !== undefined && { vendorConversation: head.vendorConversation }),
  };
}

function holdOf(document: Document, { hold }: Plan, edits: readonly Edit[]): Hold | undefined {
  if (hold === undefined) return undefined;
  const { id, span, seconds } = hold;
  return {
    id,
    milliseconds: seconds * 1000,
    rewrite: (later) => {
      const more = later.map(({ start, end, insert }): Edit => ({ span, start, end, insert }));
      const free = edits.filter((edit) => !more.some((one) => one.span === edit.span && meet(one, edit)));
      return document.rewrite([...free, ...more]);
    },
  };
}

function meet(a: Edit, b: Edit): boolean {
  return a.start < b.end && b.start < a.end;
}

/** Written out: a spread that a field is added to makes a new hidden class each time on Node 20. */
function editAt({ span, start, end }: PendingSeal['place'], insert: string): Edit {
  return { span, start, end, insert };
}

function masked({ place, label, form }: PendingSeal): Edit {
  return editAt(place, spellMask(label, form));
}

/** Values that are encrypted in one turn of the event loop, and committed together. */
const SEALED_AT_ONCE = 256;

/** The same value twice in one document shares one token, so that a duplicated field stays a duplicate. */
async function sealAll({ plan, head, treatment }: Planned, sealer: Sealer): Promise<Edit[]> {
  if (plan.seals.length === 0) return [];
  const slots = new Map<string, number>();
  const tokens: Token[] = [];
  const edits: Edit[] = [];
  // Encrypting takes its time: others have their turn while the store is at work.
  for (let from = 0; from < plan.seals.length; from += SEALED_AT_ONCE) {
    const seals = plan.seals.slice(from, from + SEALED_AT_ONCE);
    const { requests, slotOf } = requestsFor(seals, { head, treatment, slots });
    if (requests.length > 0) for (const token of await sealer.seal(requests)) tokens.push(token);
    for (const [index, seal] of seals.entries()) {
      const token = tokens[slotOf[index] ?? -1];
      edits.push(token === undefined ? masked(seal) : editAt(seal.place, spellToken(token, seal.form)));
    }
  }
  return edits;
}

interface SealScene extends Pick<Planned, 'head' | 'treatment'> {
  /** Numbers of the values that have been met, over the whole message. */
  readonly slots: Map<string, number>;
}

/** What is to be sealed for the first time, and the number of each value. */
function requestsFor(seals: readonly PendingSeal[], { head, treatment, slots }: SealScene) {
  const requests: SealRequest[] = [];
  const slotOf = seals.map(({ secret, finding, label }) => {
    const same = secret.expose((plain) => `${finding.kind}\u0000${plain}`);
    const known = slots.get(same);
    if (known !== undefined) return known;
    const slot = slots.size;
    slots.set(same, slot);
    const binding = {
      tenant: treatment.tenant,
      site: head.site,
      conversation: head.conversation,
      kind: finding.kind,
      detector: finding.detector,
      credential: head.credential,
    };
    requests.push({ secret, label, binding });
    return slot;
  });
  return { requests, slotOf };
}

async function restoreAll(
  restores: readonly PendingRestore[],
  restorer: ConversationRestorer | undefined,
): Promise<Edit[]> {
  if (!restorer) return [];
  const edits = await Promise.all(
    restores.map(async ({ place, token }) => {
      const secret = await restorer.restore(token);
      return secret?.expose((plain): Edit => ({ ...place, insert: plain }));
    }),
  );
  return edits.filter((edit) => edit !== undefined);
}
