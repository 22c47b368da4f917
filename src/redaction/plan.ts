/** Reads a document and decides what has to change: findings become decisions, decisions become edits or values to seal. */
import type { Document } from '../codecs/codec.ts';
import type { HeardFinding } from '../detection/conversation/said.ts';
import { ChatveilError } from '../domain/errors.ts';
import type { Finding } from '../domain/finding.ts';
import type { TokenForm } from '../domain/message-rule.ts';
import type { TextSpan } from '../domain/text.ts';
import type { Scene } from '../policy/policy.ts';
import { isStandIn } from '../vault/stand-in.ts';
import { type FoundToken, findTokens, mayHoldToken } from '../vault/token.ts';
import type { ConversationMemory, Written } from './conversation.ts';
import { decideOne, emptyPlan, type Plan, type PlanContext, type PlanParts, sceneOf } from './decide.ts';
import { strayPaths } from './drift.ts';
import { spreadEdits } from './duplicates.ts';
import type { HarmlessTexts } from './harmless.ts';
import { learnNames, planHealing, rememberSent } from './healing.ts';
import { type Marks, readMarks } from './marks.ts';
import { rulesOf } from './message-rules.ts';
import { disarm, exemptTokens, meets, outside } from './own-tokens.ts';
import { pieceAt, planPiece } from './piece.ts';
import type { PieceFindings } from './redaction.ts';
import { isSpoken, type MessageName, nameIn, noteSpoken } from './spoken.ts';

/** What stands in a draft for digits that later typing could make sensitive. */
const openDraft = '…';

/** Documents of more texts are histories and pages: nobody said them just now. */
const SPANS_MAX = 64;
/** Bytes of a text whose look by bytes alone costs more than a comparison. */
const WORTH_NOTING = 48;
const none: readonly Finding[] = [];
const noTokens: readonly FoundToken[] = [];

/** Throws ChatveilError CV_DETECTION_FAILED or CV_TOO_MANY_FINDINGS; the caller fails closed. */
export function planDocument(document: Document, context: PlanContext, parts: PlanParts): Plan {
  const plan = emptyPlan();
  const { head, treatment } = context;
  const marks = readMarks(treatment.route, head.direction, document);
  const name = nameIn(document.spans, treatment.messages);
  const harmless = document.spans.length > SPANS_MAX ? undefined : parts.memory.harmless(head.conversation);
  for (let index = 0; index < document.spans.length; index += 1) {
    planOne(plan, index, document.spans[index] as TextSpan, { context, parts, marks, name, harmless });
    if (plan.decisions.length > treatment.limits.findingsMax) throw new ChatveilError('CV_TOO_MANY_FINDINGS');
  }
  spreadEdits(plan, document, rulesOf(treatment.route, head.direction).duplicates);
  look(plan, document, marks, context);
  if (head.direction === 'to-client') {
    noteSpoken(document.spans, { head, marks, memory: parts.memory }, plan.decisions);
    learnNames(document.spans, { head, fields: treatment.messages }, parts.memory);
  }
  return plan;
}

interface DocumentContext {
  readonly context: PlanContext;
  readonly parts: PlanParts;
  readonly marks: Marks;
  readonly name: MessageName;
  /** Texts of the conversation that held nothing; absent for documents that nobody said just now. */
  readonly harmless: HarmlessTexts | undefined;
}

function planOne(plan: Plan, index: number, span: TextSpan, facts: DocumentContext): void {
  const { context, parts, marks, name, harmless } = facts;
  const { head, treatment } = context;
  const { detection } = treatment;
  const tokens = mayHoldToken(span.bytes) ? findTokens(span.text) : noTokens;
  const upward = head.direction === 'to-upstream';
  const preview = upward && marks.preview(index);
  const heard = upward && isSpoken(span);
  const known = harmless?.knows(detection, span.bytes) === true;
  const clean = known || detection.clean(span.bytes);
  const piece = pieceAt(span, context);
  const silent = tokens.length === 0 && !preview && !heard && piece === undefined;
  if (silent && clean && !known) return;
  if (tokens.length > 0) plan.holdsTokens = true;
  if (marks.never(index)) {
    // A field without anything in it is not counted, heard or not.
    if (tokens.length > 0 || !detection.clean(span.bytes)) plan.neverBytes += span.bytes.length;
    return;
  }
  if (silent && known) return;
  const exempt = exemptTokens(tokens, head, treatment.tenant, parts.owns);
  const form = marks.token(index);
  const about = { context, parts, exempt, heard, name, clean, known, piece, form, harmless };
  if (preview) planDraft(plan, index, span, about);
  else planSpan(plan, index, span, about);
  if (tokens.length > 0) planTokens(plan, index, tokens, { context, marks });
}

/** What the profile has no rule for, where it has rules. */
function look(plan: Plan, document: Document, marks: Marks, { head, treatment }: PlanContext): void {
  const { route, detection } = treatment;
  if (document.spans.length > 0 && (route.unmatched ?? 'scan-all-strings') !== 'scan-all-strings')
    plan.unmatched = marks.unmatched;
  // Pages and settings that a vendor sends are full of labels: only routes that are described are watched.
  if (route.drift !== true || (head.direction === 'to-client' && !marks.described)) return;
  plan.drift = strayPaths(document, marks, plan.decisions, detection);
}

interface SpanContext {
  readonly context: PlanContext;
  readonly parts: PlanParts;
  /** Tokens in which nothing is looked for. */
  readonly exempt: readonly FoundToken[];
  /** Whether the conversation is told of it. */
  readonly heard: boolean;
  readonly name: MessageName;
  /** Whether the text alone holds nothing. */
  readonly clean: boolean;
  /** Whether that was known from an earlier look. */
  readonly known: boolean;
  readonly piece: PieceFindings | undefined;
  readonly form: TokenForm | undefined;
  /** Where that is noted. */
  readonly harmless: HarmlessTexts | undefined;
}

function planSpan(
  plan: Plan,
  index: number,
  span: TextSpan,
  { context, parts, exempt, heard, name, clean, known, piece, form, harmless }: SpanContext,
): void {
  if (piece !== undefined) {
    planPiece(plan, index, span, { context, parts, exempt, piece, form });
    return;
  }
  const { detection } = context.treatment;
  const found = clean ? none : detection.find(span);
  const plain = outside(found, exempt);
  const scene = sceneOf(context.head, span);
  const findings: readonly HeardFinding[] = heard
    ? hear(plan, index, { span, scene, plain }, { context, parts, exempt, name })
    : plain;
  // What completes a value may have begun in texts that held nothing by themselves.
  if (heard && findings.length > 0) harmless?.wipe();
  else if (found.length === 0 && !known && (!clean || span.bytes.length >= WORTH_NOTING))
    harmless?.note(detection, span.bytes);
  for (const finding of findings) {
    const { start, end } = finding;
    const value = finding.whole ?? span.text.slice(start, end);
    if (isStandIn(value)) continue;
    decideOne(plan, { finding, value, index, scene, start, end, form }, context, parts);
  }
}

interface Heard {
  readonly span: TextSpan;
  readonly scene: Scene;
  /** What the text holds by itself. */
  readonly plain: readonly Finding[];
}

/** Tells the conversation of a text: what it makes of it, and of what was said before. */
function hear(
  plan: Plan,
  index: number,
  { span, scene, plain }: Heard,
  { context, parts, exempt, name }: Pick<SpanContext, 'context' | 'parts' | 'exempt' | 'name'>,
): readonly HeardFinding[] {
  const { head, treatment } = context;
  const { policy, detection, messages: fields } = treatment;
  const { memory } = parts;
  const written = writtenIn(name, span.text, scene.path, memory);
  const answer = memory.hear(head.conversation, written, detection, plain);
  const { heal, held } = planHealing(answer.earlier, scene, { head, policy, fields }, parts);
  if (heal.length > 0) plan.heal.push(...heal);
  if (held.length > 0) plan.held.push(...held);
  const { split } = policy;
  if (answer.piece !== undefined && split?.mode === 'hold') {
    plan.hold = { id: answer.piece, span: index, seconds: split.holdSeconds };
  }
  if (split?.mode === 'heal' && memory.keeps(head.conversation, written)) {
    plan.delivered.push(rememberSent(written, { index, text: span.text }, { head, fields }, memory));
  }
  return outside(answer.here, exempt);
}

function writtenIn({ kind, id, edits }: MessageName, text: string, path: string, memory: ConversationMemory): Written {
  const written = { kind, id: id ?? memory.mint(), text, path };
  return edits === undefined ? written : { ...written, edits };
}

interface DraftContext {
  readonly context: PlanContext;
  readonly parts: PlanParts;
  readonly exempt: readonly FoundToken[];
}

/**
 * A draft is masked and never sealed: it changes with each key. What is still open in it is hidden too,
 * because the next key could complete it and the vendor would have seen all but the last digit.
 */
function planDraft(plan: Plan, index: number, span: TextSpan, { context, parts, exempt }: DraftContext): void {
  const { detection, policy } = context.treatment;
  const plain = outside(detection.find(span), exempt);
  const written = { id: parts.memory.mint(), text: span.text, path: span.path, kind: 'preview' as const };
  const { here } = parts.memory.hear(context.head.conversation, written, detection, plain);
  const scene = sceneOf(context.head, span);
  for (const { whole: _, unfinished: __, ...finding } of outside(here, exempt)) {
    const ruled = policy.decide(finding, scene);
    const action = ruled.action === 'pass' || ruled.action === 'warn' ? ruled.action : 'mask';
    plan.decisions.push({ finding, span: index, ...ruled, action, restore: 'never', draft: true });
    const { start, end } = finding;
    if (action === 'mask') plan.edits.push({ span: index, start, end, insert: openDraft });
  }
}

/** What a visitor types is never a token; what comes back may be one of this conversation's own. */
function planTokens(
  plan: Plan,
  index: number,
  tokens: readonly FoundToken[],
  { context, marks }: { context: PlanContext; marks: Marks },
): void {
  const edits = [...plan.edits, ...plan.seals.map(({ place }) => place)].filter(({ span }) => span === index);
  for (const token of tokens) {
    const place = { span: index, start: token.start, end: token.end };
    if (context.head.direction === 'to-upstream') plan.edits.push(...disarm(index, token, edits));
    else if (context.restoring && marks.own(index) && !edits.some((edit) => meets(edit, token)))
      plan.restores.push({ place, token: token.token });
  }
}
