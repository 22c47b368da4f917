/** The pipeline in one screen: open, plan, seal, rewrite. It never throws and never forwards what it could not read. */
import type { Codec, Document, Opened, OpenHead, Uninspected } from '../codecs/codec.ts';
import { selectSegmenter } from '../codecs/segments/select.ts';
import { openBody, openBodyInSteps, type SelectScene, selectCodec } from '../codecs/select.ts';
import type { Clock } from '../domain/clock.ts';
import { ChatveilError, type ErrorCode } from '../domain/errors.ts';
import type { FilePort } from '../domain/file.ts';
import type { Frame, FrameHead } from '../domain/frame.ts';
import type { Limits } from '../domain/limits.ts';
import type { Edit } from '../domain/text.ts';
import { atOnce, type Work } from '../domain/work.ts';
import type { Sealer } from '../vault/vault.ts';
import { type Bound, bindBody, bindsBody } from './bound.ts';
import { type ConversationMemory, createConversationMemory } from './conversation.ts';
import type { Plan, PlanContext, PlanParts } from './decide.ts';
import { type DeltaAnswer, readDelta } from './delta.ts';
import { createDriftMemory } from './drift.ts';
import { filePolicy, judgeWhole, unknownFile } from './files.ts';
import { type Pace, unpaced } from './pace.ts';
import { planDocument, planSmall } from './plan.ts';
import { redactFields } from './redact-fields.ts';
import { hidesSomething, redactText } from './redact-text.ts';
import type { Foreknown, Redaction, Redactor, Treatment, VisitorRestorer } from './redaction.ts';
import { applyPlan, blocked, type Planned } from './rewrite.ts';
import { textCut } from './text-cut.ts';
import { besidePlan, urlEdits } from './url-edits.ts';

export interface RedactorParts {
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly limits: Limits;
  /** Word and visible part of a token for a value of this kind: `card ••4242`. Shows nothing detectable. */
  readonly label: (kind: string, text: string) => string;
  /** Decides about files; the lists of the routes alone when absent. */
  readonly files?: FilePort;
  /** How long work shares the event loop; absent in offline use, where everything is done at once. */
  readonly pace?: Pace;
  /** Told how many seconds the work on a message took, without its rests. */
  readonly scanned?: (seconds: number) => void;
}

export function createRedactor(parts: RedactorParts): Redactor {
  const memory = createConversationMemory(parts.clock, parts.limits);
  const { files = filePolicy, pace = unpaced } = parts;
  const took = parts.pace && parts.scanned && ((milliseconds: number) => parts.scanned?.(milliseconds / 1000));
  const read = createReading(parts, memory, files);

  function redact(
    frame: Frame,
    treatment: Treatment,
    restorer?: VisitorRestorer,
    known?: Foreknown,
  ): Redaction | Promise<Redaction> {
    if (known?.document !== undefined)
      return pace.run(read.inSteps(frame, treatment, undefined, { restorer, known }), took);
    const scene = sceneOf(frame.head, treatment);
    const selection = selectCodec(openHead(frame.head, treatment.limits), scene, frame.bytes);
    if (selection.treat === 'asset') return unread(frame, selection.reason);
    if (selection.treat === 'unknown') return refuseOrPass(frame, treatment, selection.reason, files);
    const { codec } = selection;
    if (frame.bytes.length < SMALL_BYTES)
      return pace.do(() => read.small(frame, treatment, codec, { restorer, known }), took);
    return pace.run(read.inSteps(frame, treatment, codec, { restorer, known }), took);
  }

  return {
    select: (head, firstBytes, treatment) =>
      selectCodec(openHead(head, parts.limits), sceneOf(head, treatment), firstBytes),
    redact,
    files,
    readDelta: deltaIn,
    segments: (head, first, treatment) => segmentsOf(head, first, treatment),
    redactText: (text, head, treatment) => redactText(text, head, treatment, parts.label),
    hidesSomething,
    share: (work) => pace.run(work),
    redactFields: (pairs, head, treatment) => redactFields(pairs, head, treatment, parts.label),
    forget: (conversation) => memory.forget(conversation),
  };
}

/** The two ways of reading a message that is to be read. */
function createReading(parts: RedactorParts, memory: ConversationMemory, files: FilePort) {
  const { pace = unpaced } = parts;
  const owns: PlanParts['owns'] = (token, place) => parts.sealer.owns(token, place);
  const drifted = createDriftMemory();
  const planParts = { memory, label: parts.label, owns };

  function* plan(frame: Frame, codec: Codec | undefined, treatment: Treatment, { restorer, known }: PlanFacts) {
    const opened = yield* openedOf(frame, codec, treatment, known);
    if (!opened.ok) return opened;
    const { document } = opened;
    for (const span of document.spans) {
      const decoding = span.ready?.();
      if (decoding !== undefined) yield* decoding;
    }
    const bound = yield* bindBody({ head: frame.head, restorer }, document, treatment.conversation);
    const context = contextOf(bound, treatment, known);
    return { ok: true as const, document, bound, plan: yield* planDocument(document, context, planParts) };
  }

  // Each message comes through here: objects are written out, because spreading one costs microseconds.
  function concluded(
    frame: Frame,
    treatment: Treatment,
    { document, bound, plan }: ReadMessage,
    urls: readonly Edit[],
  ) {
    const uninspected = countUninspected(plan, document.uninspected);
    const drift = drifted.fresh(treatment.profile ?? '', plan.drift);
    const { head, restorer } = bound;
    const planned = { frame, treatment, document, head, restorer, plan, uninspected, drift, pace };
    return conclude(planned, urls, parts.sealer, files);
  }

  /** What may go on in another turn of the event loop: between two steps other messages are read, of this conversation too. */
  function* inSteps(
    frame: Frame,
    treatment: Treatment,
    codec: Codec | undefined,
    facts: PlanFacts,
  ): Work<Redaction | Promise<Redaction>> {
    try {
      const planned = yield* plan(frame, codec, treatment, facts);
      if (!planned.ok) return unreadable(frame, treatment, planned.reason);
      const urls = yield* urlEdits(planned.document, treatment.urls);
      const answer = concluded(frame, treatment, planned, urls);
      // Writing may go on, and fail, in a later slice.
      return answer instanceof Promise ? answer.catch((error) => failed(error, treatment, frame)) : answer;
    } catch (error) {
      return failed(error, treatment, frame);
    }
  }

  /** The same as `inSteps`, which most messages are too small for. */
  function small(frame: Frame, treatment: Treatment, codec: Codec, { restorer, known }: PlanFacts) {
    try {
      const opened = openBody(codec, frame.bytes, openHead(frame.head, treatment.limits));
      if (!opened.ok) return unreadable(frame, treatment, opened.reason);
      const { document } = opened;
      const given = { head: frame.head, restorer };
      const bound = bindsBody(given, treatment) ? atOnce(bindBody(given, document, treatment.conversation)) : given;
      const plan = planSmall(document, contextOf(bound, treatment, known), planParts);
      const urls = treatment.urls === undefined ? noUrls : atOnce(urlEdits(document, treatment.urls));
      return concluded(frame, treatment, { document, bound, plan }, urls);
    } catch (error) {
      return failed(error, treatment, frame);
    }
  }

  return { inSteps, small };
}

interface ReadMessage {
  readonly document: Document;
  readonly bound: Bound;
  readonly plan: Plan;
}

/** Smaller messages hold the event loop for a few milliseconds at the worst. */
const SMALL_BYTES = 2048;
const noUrls: readonly Edit[] = [];

function contextOf({ head, restorer }: Bound, treatment: Treatment, known: Foreknown | undefined): PlanContext {
  const piece = known?.piece;
  return { head, treatment, restoring: restorer !== undefined, ...(piece !== undefined && { piece }) };
}

/** What becomes of a message that was read and decided about. */
function conclude(
  planned: Planned & { readonly restorer: VisitorRestorer | undefined },
  urls: readonly Edit[],
  sealer: Sealer,
  files: FilePort,
): Redaction | Promise<Redaction> {
  const { frame, treatment, document, plan, uninspected, drift } = planned;
  if (treatment.mode === 'observe') {
    const bytes = urls.length === 0 ? frame.bytes : document.rewrite(urls);
    return { ...forward({ ...frame, bytes }, plan, uninspected, drift), edited: urls.length > 0 };
  }
  const refused = refusedPart(document.uninspected, treatment, files);
  if (refused !== undefined) return blocked(refused, plan);
  if (plan.unmatched) return unmatched(frame, treatment, plan);
  if (plan.blockedBy) return blocked('CV_BLOCKED_BY_POLICY', plan, plan.blockedBy.notice);
  for (const edit of besidePlan(urls, plan)) plan.edits.push(edit);
  return applyPlan(planned, sealer, planned.restorer);
}

interface PlanFacts {
  readonly restorer: VisitorRestorer | undefined;
  readonly known: Foreknown | undefined;
}

function* openedOf(
  frame: Frame,
  codec: Codec | undefined,
  { limits }: Treatment,
  known: Foreknown | undefined,
): Work<Opened> {
  if (known?.document !== undefined) return { ok: true, document: known.document };
  if (codec === undefined) return { ok: false, reason: 'CV_INTERNAL' };
  return yield* openBodyInSteps(codec, frame.bytes, openHead(frame.head, limits));
}

/** Unreadable messages are no pieces; they are refused when their turn comes. */
function deltaIn(frame: Frame, treatment: Treatment): DeltaAnswer {
  if (treatment.streams?.length === 0 || !treatment.route.inspect) return undefined;
  const head = openHead(frame.head, treatment.limits);
  const selection = selectCodec(head, sceneOf(frame.head, treatment), frame.bytes);
  if (selection.treat === 'asset' || selection.treat === 'unknown') return undefined;
  const opened = openBody(selection.codec, frame.bytes, head);
  return opened.ok ? readDelta(opened.document, frame.bytes, frame.head, treatment.streams) : undefined;
}

function segmentsOf(head: FrameHead, first: Buffer, treatment: Treatment) {
  const scene = sceneOf(head, treatment);
  const open = openHead(head, treatment.limits);
  const selection = selectCodec(open, scene, first);
  if (selection.treat !== 'document') return undefined;
  const cut = (window: string) => textCut(treatment.detection, window);
  return selectSegmenter(open, { codec: selection.codec, chosen: scene.codec !== undefined, cut }, first);
}

function openHead(head: FrameHead, limits: Limits): OpenHead {
  return {
    limits,
    nesting: 0,
    ...(head.mediaType !== undefined && { mediaType: head.mediaType }),
    ...(head.boundary !== undefined && { boundary: head.boundary }),
  };
}

function sceneOf({ channel, direction }: FrameHead, { codec }: Pick<Treatment, 'codec'>): SelectScene {
  return { channel, direction, ...(codec !== undefined && { codec }) };
}

/** Files and binary parts inside a document fall under the same rules as whole ones. */
function refusedPart(parts: readonly Uninspected[], { route }: Treatment, port: FilePort): ErrorCode | undefined {
  for (const { reason, bytes, file = unknownFile } of parts) {
    const refused = reason === 'file' ? judgeWhole(port, file, bytes, route.files) : undefined;
    if (refused !== undefined) return refused;
  }
  return route.binary === 'block' && parts.some(({ reason }) => reason === 'binary') ? 'CV_BINARY_REFUSED' : undefined;
}

/** The profile says in words what becomes of a message that none of its rules fits. */
function unmatched(frame: Frame, { route }: Treatment, plan: Plan): Redaction {
  return route.unmatched === 'pass' ? unread(frame, 'unmatched') : blocked('CV_CONTENT_UNKNOWN', plan);
}

function forward(
  { bytes }: Frame,
  { decisions, holdsTokens }: Plan,
  uninspected: readonly Uninspected[],
  drift: readonly string[],
): Extract<Redaction, { readonly verdict: 'forward' }> {
  const told = { ...(drift.length > 0 && { drift }), ...(holdsTokens && { holdsTokens }) };
  return { verdict: 'forward', bytes, edited: false, decisions, uninspected, ...told };
}

function unread(frame: Frame, reason: string): Redaction {
  const uninspected = [{ reason, bytes: frame.bytes.length }];
  return { verdict: 'forward', bytes: frame.bytes, edited: false, decisions: [], uninspected };
}

/** Content that no codec reads: the route says in words whether it may pass; observe mode changes nothing. */
function refuseOrPass(frame: Frame, treatment: Treatment, reason: string, port: FilePort): Redaction {
  if (treatment.mode === 'observe') return unread(frame, reason);
  const code = refusal(frame, treatment, reason, port);
  return code === undefined ? unread(frame, reason) : blocked(code);
}

function refusal({ head, bytes }: Frame, { route }: Treatment, reason: string, port: FilePort): ErrorCode | undefined {
  switch (reason) {
    case 'file':
      return judgeWhole(port, { mediaType: head.mediaType, first: bytes }, bytes.length, route.files);
    case 'binary':
      return route.binary === 'pass' ? undefined : 'CV_BINARY_REFUSED';
    default:
      return route.ifUnreadable === 'pass' ? undefined : 'CV_CONTENT_UNKNOWN';
  }
}

function unreadable(frame: Frame, { route, mode }: Treatment, code: ErrorCode): Redaction {
  if (route.ifUnreadable === 'pass' || mode === 'observe') return unread(frame, 'unreadable');
  return blocked(code);
}

/** A detector that throws counts as something found: the message does not pass. */
function failed(error: unknown, { mode }: Treatment, frame: Frame): Redaction {
  if (mode === 'observe') return unread(frame, 'detection-failed');
  return blocked(error instanceof ChatveilError ? error.code : 'CV_DETECTION_FAILED');
}

function countUninspected(plan: Plan, parts: readonly Uninspected[]): readonly Uninspected[] {
  if (plan.neverBytes === 0) return parts;
  return [...parts, { reason: 'never-field', bytes: plan.neverBytes }];
}
