/** Reads a document and decides what has to change: findings become decisions, decisions become edits or values to seal. */
import type { Document } from '../codecs/codec.ts';
import { ChatveilError } from '../domain/errors.ts';
import type { Finding } from '../domain/finding.ts';
import type { FrameHead } from '../domain/frame.ts';
import { Secret } from '../domain/secret.ts';
import { type Edit, type TextSpan, Utf8Span } from '../domain/text.ts';
import type { Decision, Scene } from '../policy/policy.ts';
import { type FoundToken, findTokens, mayHoldToken, printMask } from '../vault/token.ts';
import type { Token } from '../vault/vault.ts';
import { beginsWithDigits, type ConversationMemory } from './conversation.ts';
import { type Marks, readMarks } from './marks.ts';
import type { Treatment } from './redaction.ts';

/** A place that waits for the vault: a value to seal, or a token to give back. */
export interface PendingSeal {
  readonly place: Omit<Edit, 'insert'>;
  readonly secret: Secret;
  readonly label: string;
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
  /** Bytes in fields that the profile says are never to be edited, and so were not scanned. */
  neverBytes: number;
  blockedBy: Decision | undefined;
}

export interface PlanParts {
  readonly memory: ConversationMemory;
  /** Word and visible part of a token for a value of this kind: `card ••4242`. */
  readonly label: (kind: string, text: string) => string;
}

export interface PlanContext {
  readonly head: FrameHead;
  readonly treatment: Treatment;
  /** Whether tokens of the visitor's own messages may be given back. */
  readonly restoring: boolean;
}

/** Kinds whose digits people spread over several messages. */
const splitKinds: ReadonlySet<string> = new Set(['PAYMENT_CARD', 'US_SSN', 'IBAN']);
/** What stands in a draft for digits that later typing could make sensitive. */
const openDraft = '…';

/** Throws ChatveilError CV_DETECTION_FAILED or CV_TOO_MANY_FINDINGS; the caller fails closed. */
export function planDocument(document: Document, context: PlanContext, parts: PlanParts): Plan {
  const plan: Plan = { decisions: [], edits: [], seals: [], restores: [], neverBytes: 0, blockedBy: undefined };
  const marks = readMarks(context.treatment.route, document.spans);
  for (const [index, span] of document.spans.entries()) {
    const { detection, limits } = context.treatment;
    const tokens = mayHoldToken(span.bytes) ? findTokens(span.text) : [];
    const preview = context.head.direction === 'to-upstream' && marks.preview(index);
    if (tokens.length === 0 && !preview && detection.clean(span.bytes)) continue;
    if (marks.never(index)) {
      plan.neverBytes += span.bytes.length;
      continue;
    }
    if (preview) {
      planDraft(plan, index, span, { context, tokens, marks });
    } else {
      planTokens(plan, index, tokens, { context, marks });
      planSpan(plan, index, span, { context, parts, tokens });
    }
    if (plan.decisions.length > limits.findingsMax) throw new ChatveilError('CV_TOO_MANY_FINDINGS');
  }
  return plan;
}

/** What a visitor types is never a token; what comes back may be one of this conversation's own. */
function planTokens(
  plan: Plan,
  index: number,
  tokens: readonly FoundToken[],
  { context, marks }: { context: PlanContext; marks: Marks },
): void {
  for (const token of tokens) {
    const place = { span: index, start: token.start, end: token.end };
    if (context.head.direction === 'to-upstream') plan.edits.push({ ...place, insert: `(${token.label})` });
    else if (context.restoring && marks.own(index)) plan.restores.push({ place, token: token.token });
  }
}

interface SpanContext {
  readonly context: PlanContext;
  readonly parts: PlanParts;
  readonly tokens: readonly FoundToken[];
}

function planSpan(plan: Plan, index: number, span: TextSpan, { context, parts, tokens }: SpanContext): void {
  const { detection } = context.treatment;
  const findings = detection.find(span).filter((finding) => !insideToken(finding, tokens));
  const remembers = context.head.direction === 'to-upstream' && span.role === 'value';
  const split = remembers && findings[0]?.start !== 0 ? findSplit(span, context, parts.memory) : undefined;
  const scene = sceneOf(context.head, span);
  if (split) {
    const { finding, value } = split;
    decideOne(plan, { finding, value, index, scene, start: 0, end: finding.end }, context, parts);
  }
  for (const finding of findings) {
    if (split && finding.start < split.finding.end) continue;
    const value = span.text.slice(finding.start, finding.end);
    decideOne(plan, { finding, value, index, scene, start: finding.start, end: finding.end }, context, parts);
  }
  if (!remembers) return;
  const settledAt = Math.max(split?.finding.end ?? 0, findings.at(-1)?.end ?? 0);
  if (settledAt > 0) parts.memory.settle(context.head.conversation, span.path);
  if (settledAt < span.text.length)
    parts.memory.remember(context.head.conversation, span.path, span.text.slice(settledAt));
}

interface Place {
  readonly finding: Finding;
  readonly value: string;
  readonly index: number;
  readonly scene: Scene;
  readonly start: number;
  readonly end: number;
}

function decideOne(plan: Plan, place: Place, { treatment }: PlanContext, parts: PlanParts): void {
  const { finding, index, start, end, value } = place;
  const decision: Decision = { finding, span: index, ...treatment.policy.decide(finding, place.scene) };
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
      plan.edits.push({ ...where, insert: printMask(parts.label(finding.kind, value)) });
      return;
    case 'tokenize':
      plan.seals.push({ place: where, secret: new Secret(value), label: parts.label(finding.kind, value), finding });
      return;
  }
}

/**
 * A draft is masked and never sealed: it changes with each key. What is still open at its end is hidden
 * too, because the next key could complete it and the vendor would have seen all but the last digit.
 */
function planDraft(
  plan: Plan,
  index: number,
  span: TextSpan,
  { context, tokens, marks }: { context: PlanContext; tokens: readonly FoundToken[]; marks: Marks },
): void {
  const { detection, policy } = context.treatment;
  const openDigits = detection.openFrom(span.text);
  const open = Math.min(openDigits, ...tokens.filter(({ end }) => end > openDigits).map(({ start }) => start));
  const settled = tokens.filter(({ end }) => end <= open);
  planTokens(plan, index, settled, { context, marks });
  const scene = sceneOf(context.head, span);
  for (const finding of detection.find(span)) {
    if (insideToken(finding, tokens)) continue;
    const ruled = policy.decide(finding, scene);
    const action = ruled.action === 'pass' || ruled.action === 'warn' ? ruled.action : 'mask';
    plan.decisions.push({ finding, span: index, ...ruled, action, restore: 'never', draft: true });
    const end = Math.min(finding.end, open);
    if (action === 'mask' && finding.start < end) {
      plan.edits.push({ span: index, start: finding.start, end, insert: openDraft });
    }
  }
  if (open < span.text.length) plan.edits.push({ span: index, start: open, end: span.text.length, insert: openDraft });
}

/** A number that began in an earlier message of this conversation and ends in this text. */
function findSplit(
  span: TextSpan,
  { head, treatment }: PlanContext,
  memory: ConversationMemory,
): { finding: Finding; value: string } | undefined {
  if (!beginsWithDigits(span.text)) return undefined;
  const tail = memory.tail(head.conversation, span.path);
  if (tail === '') return undefined;
  const joined = `${tail} ${span.text}`;
  const border = tail.length + 1;
  const found = treatment.detection
    .find(new Utf8Span(span.path, Buffer.from(joined)))
    .find((finding) => splitKinds.has(finding.kind) && finding.start < border && finding.end > border);
  if (!found) return undefined;
  const finding: Finding = {
    ...found,
    start: found.start - border,
    end: found.end - border,
    evidence: [...found.evidence.map(({ rule }) => ({ rule })), { rule: 'split' }],
  };
  return { finding, value: joined.slice(found.start, found.end) };
}

function insideToken(finding: Finding, tokens: readonly FoundToken[]): boolean {
  return tokens.some((token) => finding.start < token.end && finding.end > token.start);
}

function sceneOf(head: FrameHead, span: TextSpan): Scene {
  return { site: head.site, direction: head.direction, path: span.path };
}
