/** Tells a changed vendor: texts at places that the profile does not know. Places only, never what stands there. */
import type { Document } from '../codecs/codec.ts';
import type { Detection } from '../detection/detection.ts';
import { type TextSpan, Utf8Span } from '../domain/text.ts';
import type { Work } from '../domain/work.ts';
import type { Decision } from '../policy/policy.ts';
import type { Plan, PlanContext } from './decide.ts';
import type { Marks } from './marks.ts';

/** Bytes of a text that are looked at; whether it is prose shows at once. */
const LOOKED_AT = 160;
/** Bytes; anything shorter is a word at most. */
const PROSE_MIN = 4;
/** Segments of a path that is told; what lies deeper is not told apart. */
const SEGMENTS_MAX = 12;
/** New places of one document. */
const PLACES_MAX = 20;

/** Texts that are looked at before others have their turn. */
const LOOKED_AT_ONCE = 256;

/** A name that a programmer gave: letters, few digits, no blank. Anything else may be data. */
const programmed = /^(?=.{1,40}$)@?:?[A-Za-z_$](?:[A-Za-z_$:-]|\d(?!\d{2}))*$/;

/** Paths, folded, that carry text and are named by no rule of the profile. */
export function* strayPaths(
  { spans }: Pick<Document, 'spans'>,
  marks: Pick<Marks, 'named'>,
  decisions: readonly Pick<Decision, 'span'>[],
  detection: Pick<Detection, 'clean' | 'find'>,
): Work<readonly string[]> {
  const found = new Set(decisions.map(({ span }) => span));
  const paths = new Set<string>();
  for (const [index, span] of spans.entries()) {
    if (index % LOOKED_AT_ONCE === LOOKED_AT_ONCE - 1) yield;
    if (span.role === 'key' || !(found.has(index) || isProse(span.bytes))) continue;
    if (marks.named(index)) continue;
    paths.add(foldPath(span, detection));
    if (paths.size >= PLACES_MAX) break;
  }
  return [...paths];
}

/** Two words with a blank between them, or a script that is written without blanks. */
function isProse(bytes: Buffer): boolean {
  if (bytes.length < PROSE_MIN) return false;
  let words = 0;
  let inWord = false;
  const end = Math.min(bytes.length, LOOKED_AT);
  for (let at = 0; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0xe1) return true;
    const letter = byte >= 0x80 || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
    if (letter && !inWord) words += 1;
    inWord = letter || (inWord && byte !== 0x20);
    if (words >= 2) return true;
  }
  return false;
}

/**
 * Indexes, ids and whatever a visitor could have named become `*`.
 *
 * @example
 * foldPath({ path: '/messages/17/parts/a81f-22c9/text' }, detection); // '/messages/*\/parts/*\/text'
 */
export function foldPath({ path }: Pick<TextSpan, 'path'>, detection: Pick<Detection, 'clean' | 'find'>): string {
  if (path === '') return '/';
  const segments = path.split('/').slice(1, SEGMENTS_MAX + 1);
  const folded = segments.map((name) => (isName(name, detection) ? name : '*'));
  return `/${folded.join('/')}`;
}

function isName(segment: string, detection: Pick<Detection, 'clean' | 'find'>): boolean {
  if (!programmed.test(segment)) return false;
  const span = new Utf8Span('', Buffer.from(segment), 'key');
  return detection.clean(span.bytes) || detection.find(span).length === 0;
}

export interface DriftMemory {
  /** Those of the paths that have not been told of the profile yet; none once it is full. */
  fresh(profile: string, paths: readonly string[]): readonly string[];
}

/** Remembers what has been told, at most `max` paths of all profiles together. */
export function createDriftMemory(max = 1000): DriftMemory {
  const told = new Set<string>();
  return {
    fresh: (profile, paths) =>
      paths.filter((path) => {
        const key = `${profile}\u0000${path}`;
        if (told.size >= max || told.has(key)) return false;
        told.add(key);
        return true;
      }),
  };
}

/** Pages and settings that a vendor sends are full of labels: only routes that are described are watched. */
function watches(marks: Marks, { head, treatment }: PlanContext): boolean {
  return treatment.route.drift === true && (head.direction === 'to-upstream' || marks.described);
}

/** Whether there is anything to say about a document as a whole. */
export function looks({ spans }: Document, marks: Marks, context: PlanContext): boolean {
  const strict = (context.treatment.route.unmatched ?? 'scan-all-strings') !== 'scan-all-strings';
  return (strict && spans.length > 0) || watches(marks, context);
}

/** What the profile has no rule for, where it has rules. */
export function* look(plan: Plan, document: Document, marks: Marks, context: PlanContext): Work<void> {
  const { route, detection } = context.treatment;
  if (document.spans.length > 0 && (route.unmatched ?? 'scan-all-strings') !== 'scan-all-strings')
    plan.unmatched = marks.unmatched;
  if (watches(marks, context)) plan.drift = yield* strayPaths(document, marks, plan.decisions, detection);
}
