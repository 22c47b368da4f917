/** Reads a document and decides what has to change: findings become decisions, decisions become edits or values to seal. */
import type { Document } from '../codecs/codec.ts';
import type { HeardFinding } from '../detection/conversation/said.ts';
import type { Finding } from '../domain/finding.ts';
import type { TokenForm } from '../domain/message-rule.ts';
import type { TextSpan } from '../domain/text.ts';
import { atOnce, type Work } from '../domain/work.ts';
import type { Scene } from '../policy/policy.ts';
import { isStandIn } from '../vault/stand-in.ts';
import type { FoundToken } from '../vault/token.ts';
import type { ConversationMemory, Written } from './conversation.ts';
import {
  checkCount,
  DECIDED_AT_ONCE,
  decideInSteps,
  decideOne,
  emptyPlan,
  type Plan,
  type PlanContext,
  type PlanParts,
  sceneOf,
} from './decide.ts';
import { look, looks } from './drift.ts';
import { spreadEdits } from './duplicates.ts';
import { FieldReader } from './fields.ts';
import type { HarmlessTexts } from './harmless.ts';
import { learnNames, planHealing, rememberSent } from './healing.ts';
import { isLong, readLong, readShort, type Seen, unread } from './long-text.ts';
import { type Marks, readMarks } from './marks.ts';
import { rulesOf } from './message-rules.ts';
import { exemptTokens, outside, planTokens } from './own-tokens.ts';
import { pieceAt, planPiece } from './piece.ts';
import { planDraft } from './plan-draft.ts';
import { planFields } from './plan-fields.ts';
import type { PieceFindings } from './redaction.ts';
import { isSpoken, type MessageName, nameIn, noteSpoken, saysNames, unnamed } from './spoken.ts';

/** Units of a text that the conversation is told of, or that holds something. */
const HEARD_UNITS = 16;
/** Work after which others have their turn, if it is time: about a microsecond a unit. */
const REST_UNITS = 256;
/** Bytes of a harmless text that are looked at in a microsecond, as a power of two. */
const UNIT_BYTES_LOG = 6;

/** Documents of more texts are histories and pages: nobody said them just now. */
const SPANS_MAX = 64;
/** Bytes of a text whose look by bytes alone costs more than a comparison. */
const WORTH_NOTING = 48;

/** What is planned for: a document, as far as it has been read. */
interface Reading {
  readonly plan: Plan;
  readonly document: Document;
  readonly context: PlanContext;
  readonly parts: PlanParts;
  readonly marks: Marks;
  readonly name: MessageName;
  readonly fields: FieldReader;
  /** Texts of the conversation that held nothing; absent for documents that nobody said just now. */
  readonly harmless?: HarmlessTexts | undefined;
}

/** Throws ChatveilError CV_DETECTION_FAILED or CV_TOO_MANY_FINDINGS; the caller fails closed. */
export function* planDocument(document: Document, context: PlanContext, parts: PlanParts): Work<Plan> {
  const plan = emptyPlan();
  const { head, treatment } = context;
  const marks = readMarks(treatment.route, head.direction, document);
  yield* marks.prepare();
  const name = yield* nameIn(document.spans, treatment.messages);
  const fields = new FieldReader();
  const reading = { plan, document, context, parts, marks, name, fields };
  let units = 0;
  for (let index = 0; index < document.spans.length; index += 1) {
    const span = document.spans[index] as TextSpan;
    fields.see(span, index);
    units += 1 + (span.bytes.length >>> UNIT_BYTES_LOG);
    if (units > REST_UNITS) {
      units = 0;
      yield;
    }
    let seen: Seen;
    if (!isLong(span)) seen = readShort(span, treatment.detection);
    else if (marks.never(index)) seen = unread;
    else seen = yield* readLong(span, treatment.detection, treatment.limits.findingsMax);
    const rest = planText(reading, index, span, seen);
    if (rest === untouched) continue;
    units += HEARD_UNITS;
    if (rest !== undefined) yield* rest;
  }
  for (const rest of endings(reading)) yield* rest;
  return plan;
}

/** The same for a document that takes no time, in one go: rests that nobody takes would cost more than the reading. */
export function planSmall(document: Document, context: PlanContext, parts: PlanParts): Plan {
  const plan = emptyPlan();
  const { head, treatment } = context;
  const marks = readMarks(treatment.route, head.direction, document);
  const name = saysNames(treatment.messages) ? atOnce(nameIn(document.spans, treatment.messages)) : unnamed;
  const harmless = document.spans.length > SPANS_MAX ? undefined : parts.memory.harmless(head.conversation);
  const fields = new FieldReader();
  const reading = { plan, document, context, parts, marks, name, fields, harmless };
  for (let index = 0; index < document.spans.length; index += 1) {
    const span = document.spans[index] as TextSpan;
    fields.see(span, index);
    const rest = planText(reading, index, span, readShort(span, treatment.detection, harmless));
    if (rest !== untouched && rest !== undefined) atOnce(rest);
  }
  for (const rest of endings(reading)) atOnce(rest);
  return plan;
}

/** What is to be done once all texts have been read. */
function* endings({ plan, document, context, parts, marks, fields }: Reading): Generator<Work<void>> {
  const { head, treatment } = context;
  if (fields.some) yield planFields(plan, document.spans, fields, { context, parts, marks });
  const { duplicates } = rulesOf(treatment.route, head.direction);
  if (duplicates.length > 0) yield spreadEdits(plan, document, duplicates);
  if (looks(document, marks, context)) yield look(plan, document, marks, context);
  if (head.direction !== 'to-client') return;
  noteSpoken(document.spans, { head, marks, memory: parts.memory }, plan.decisions);
  const { messages } = treatment;
  if (messages !== undefined) yield learnNames(document.spans, { head, fields: messages }, parts.memory);
}

const none: readonly Finding[] = [];
/** There is nothing in a text that is to be planned for. */
const untouched = 'untouched';

/** Answers what is left to do in steps: tokens may be many. */
function planText(
  reading: Reading,
  index: number,
  span: TextSpan,
  seen: Seen,
): Work<void> | typeof untouched | undefined {
  const { plan, context, marks } = reading;
  const { tokens } = seen;
  const toUpstream = context.head.direction === 'to-upstream';
  const preview = toUpstream && marks.preview(index);
  const heard = toUpstream && isSpoken(span);
  const piece = pieceAt(span, context);
  const silent = tokens.length === 0 && !preview && !heard && piece === undefined;
  if (silent && seen.clean && !seen.known) return untouched;
  if (tokens.length > 0) plan.holdsTokens = true;
  if (marks.never(index)) {
    // A field without anything in it is not counted, heard or not.
    const clean = seen.known ? context.treatment.detection.clean(span.bytes) : seen.clean;
    if (tokens.length > 0 || !clean) plan.neverBytes += span.bytes.length;
    return undefined;
  }
  if (silent && seen.known) return untouched;
  if (tokens.length > 0) return planAroundTokens(reading, index, span, { preview, heard, seen, piece });
  return planValues(reading, index, span, { preview, heard, seen, piece, exempt: tokens });
}

type TextFacts = Pick<SpanContext, 'heard' | 'seen' | 'piece'> & { readonly preview: boolean };

function* planAroundTokens(reading: Reading, index: number, span: TextSpan, facts: TextFacts): Work<void> {
  const { plan, context, parts, marks } = reading;
  const { tokens } = facts.seen;
  const exempt = yield* exemptTokens(tokens, context.head, context.treatment.tenant, parts.owns);
  const before = { edits: plan.edits.length, seals: plan.seals.length };
  const rest = planValues(reading, index, span, { ...facts, exempt });
  if (rest !== undefined) yield* rest;
  yield* planTokens(plan, index, tokens, { context, marks, before });
}

/** Answers what is left to do in steps: values may be many. */
function planValues(
  { plan, context, parts, marks, name, harmless }: Reading,
  index: number,
  span: TextSpan,
  { preview, heard, seen, piece, exempt }: TextFacts & Pick<SpanContext, 'exempt'>,
): Work<void> | undefined {
  let rest: Work<void> | undefined;
  if (preview) planDraft(plan, index, span, { context, parts, exempt, seen });
  else
    rest = planSpan(plan, index, span, {
      context,
      parts,
      exempt,
      heard,
      name,
      seen,
      piece,
      form: marks.token(index),
      harmless,
    });
  if (rest !== undefined) return rest;
  checkCount(plan, context);
  return undefined;
}

interface SpanContext {
  readonly context: PlanContext;
  readonly parts: PlanParts;
  /** Tokens in which nothing is looked for. */
  readonly exempt: readonly FoundToken[];
  /** Whether the conversation is told of it. */
  readonly heard: boolean;
  readonly name: MessageName;
  readonly seen: Seen;
  readonly piece: PieceFindings | undefined;
  readonly form: TokenForm | undefined;
  /** Where it is noted that nothing was found. */
  readonly harmless: HarmlessTexts | undefined;
}

function planSpan(
  plan: Plan,
  index: number,
  span: TextSpan,
  { context, parts, exempt, heard, name, seen, piece, form, harmless }: SpanContext,
): Work<void> | undefined {
  if (piece !== undefined) {
    planPiece(plan, index, span, { context, parts, exempt, piece, form });
    return undefined;
  }
  const { detection } = context.treatment;
  const found = seen.clean ? none : (seen.found ?? detection.find(span));
  const plain = outside(found, exempt);
  const scene = sceneOf(context.head, span);
  const findings: readonly HeardFinding[] = heard
    ? hear(plan, index, { span, scene, plain }, { context, parts, exempt, name })
    : plain;
  // What completes a value may have begun in texts that held nothing by themselves.
  if (heard && findings.length > 0) (harmless ?? parts.memory.harmless(context.head.conversation))?.wipe();
  else if (found.length === 0 && !seen.known && (!seen.clean || span.bytes.length >= WORTH_NOTING))
    harmless?.note(detection, span.bytes);
  const decide = (finding: HeardFinding) => {
    const { start, end } = finding;
    const value = finding.whole ?? span.text.slice(start, end);
    if (isStandIn(value)) return;
    decideOne(plan, { finding, value, index, scene, start, end, form }, context, parts);
  };
  if (findings.length > DECIDED_AT_ONCE) return decideInSteps(findings, decide, () => checkCount(plan, context));
  for (const finding of findings) decide(finding);
  return undefined;
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
