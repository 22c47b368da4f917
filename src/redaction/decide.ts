/** What a plan consists of, and how one finding becomes part of it. */
import type { HeardFinding } from '../detection/conversation/said.ts';
import { ChatveilError } from '../domain/errors.ts';
import type { Finding } from '../domain/finding.ts';
import type { FrameHead } from '../domain/frame.ts';
import type { TokenForm } from '../domain/message-rule.ts';
import { Secret } from '../domain/secret.ts';
import type { Edit, TextSpan } from '../domain/text.ts';
import type { Work } from '../domain/work.ts';
import type { Decision, Scene } from '../policy/policy.ts';
import type { Sealer, Token } from '../vault/vault.ts';
import type { ConversationMemory } from './conversation.ts';
import type { Delivered } from './healing.ts';
import type { HealTarget, HeldEdit, PieceFindings, Treatment } from './redaction.ts';
import { holdsReference, spellMask } from './spelling.ts';

/** A place that waits for the vault: a value to seal, or a token to give back. */
export interface PendingSeal {
  readonly place: Omit<Edit, 'insert'>;
  readonly secret: Secret;
  readonly label: string;
  /** What the vendor accepts at the place, if it is not a token. */
  readonly form?: TokenForm | undefined;
  readonly finding: Finding;
}
export interface PendingRestore {
  readonly place: Omit<Edit, 'insert'>;
  readonly token: Token;
}

export interface Plan {
  readonly decisions: Decision[];
  readonly edits: Edit[];
  readonly seals: PendingSeal[];
  readonly restores: PendingRestore[];
  /** Parts of values that stand in messages which have been let through. */
  readonly heal: HealTarget[];
  readonly held: HeldEdit[];
  /** To be told what was replaced, once the message goes out. */
  readonly delivered: Delivered[];
  /** The text that may be a piece of a value, when the policy has such messages held. */
  hold: { readonly id: string | number; readonly span: number; readonly seconds: number } | undefined;
  /** Bytes in fields that the profile says are never to be edited, and so were not scanned. */
  neverBytes: number;
  /** Tokens stand in the document as it came. */
  holdsTokens: boolean;
  blockedBy: Decision | undefined;
  /** No rule of the route fits the message. */
  unmatched: boolean;
  /** Folded paths of texts that the profile does not know. */
  drift: readonly string[];
}

export interface PlanParts extends Pick<Sealer, 'owns'> {
  readonly memory: ConversationMemory;
  /** Word and visible part of a token for a value of this kind: `card ••4242`. */
  readonly label: (kind: string, text: string) => string;
}

export interface PlanContext {
  readonly head: FrameHead;
  readonly treatment: Treatment;
  /** Whether tokens of the visitor's own messages may be given back. */
  readonly restoring: boolean;
  /** What was found in the one text of the document that is a piece of a longer one. */
  readonly piece?: PieceFindings;
}

export function emptyPlan(): Plan {
  return {
    decisions: [],
    edits: [],
    seals: [],
    restores: [],
    heal: [],
    held: [],
    delivered: [],
    hold: undefined,
    neverBytes: 0,
    holdsTokens: false,
    blockedBy: undefined,
    unmatched: false,
    drift: [],
  };
}

/** Where in the document a finding stands. */
export interface Place {
  readonly finding: HeardFinding;
  readonly value: string;
  readonly index: number;
  readonly scene: Scene;
  readonly start: number;
  readonly end: number;
  readonly form: TokenForm | undefined;
}

export function decideOne(plan: Plan, place: Place, { treatment }: PlanContext, parts: PlanParts): void {
  const { index, start, end, value, form } = place;
  const { whole: _, unfinished, ...finding } = place.finding;
  const ruled = treatment.policy.decide(finding, place.scene);
  // The beginning of a value is hidden and no more: it is not there yet to be kept or refused.
  const hidden = unfinished === true && keeps(ruled.action);
  const action = hidden || (ruled.action === 'tokenize' && !holdsReference(form)) ? 'mask' : ruled.action;
  const decision: Decision = { finding, span: index, ...ruled, action };
  plan.decisions.push(decision);
  const where = { span: index, start, end };
  switch (decision.action) {
    case 'pass':
    case 'warn':
      return;
    case 'block':
      plan.blockedBy ??= decision;
      return;
    case 'drop':
      plan.edits.push({ ...where, insert: '' });
      return;
    case 'mask':
      plan.edits.push({
        ...where,
        insert: spellMask(parts.label(finding.kind, unfinished === true ? '' : value), form),
      });
      return;
    case 'tokenize':
      plan.seals.push({
        place: where,
        secret: new Secret(value),
        label: parts.label(finding.kind, value),
        finding,
        form,
      });
      return;
  }
}

export function checkCount(plan: Plan, context: PlanContext): void {
  if (plan.decisions.length > context.treatment.limits.findingsMax) throw new ChatveilError('CV_TOO_MANY_FINDINGS');
}

/** Findings of one text that are decided about before others have their turn, if it is time. */
export const DECIDED_AT_ONCE = 32;

/** `check` throws where they are too many. */
export function* decideInSteps(
  findings: readonly HeardFinding[],
  decide: (finding: HeardFinding) => void,
  check: () => void,
): Work<void> {
  for (const [index, finding] of findings.entries()) {
    if (index % DECIDED_AT_ONCE === DECIDED_AT_ONCE - 1) yield;
    decide(finding);
    check();
  }
}

function keeps(action: Decision['action']): boolean {
  return action === 'tokenize' || action === 'block';
}

export function sceneOf(head: FrameHead, span: TextSpan): Scene {
  return { site: head.site, direction: head.direction, path: span.path };
}
