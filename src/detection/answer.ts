/** Asks a detector about one candidate and checks its answer; whatever goes wrong fails the message. */
import { ChatveilError } from '../domain/errors.ts';
import type { Evidence, Finding } from '../domain/finding.ts';
import type { Candidate, Hit } from './detector.ts';
import type { OffsetMap } from './fold.ts';
import type { Runner } from './roster.ts';

/** A detector that throws makes the whole message unreadable: the caller fails closed. */
export function confirmSafely({ detector, view }: Runner, candidate: Candidate): Hit | readonly Hit[] | undefined {
  try {
    return detector.confirm(view, candidate);
  } catch {
    // The cause is left out on purpose: its message could quote the text.
    throw new ChatveilError('CV_DETECTION_FAILED');
  }
}

export function checkHit({ detector, view }: Runner, hit: Hit): void {
  const placed = Number.isInteger(hit.start) && Number.isInteger(hit.end) && hit.start >= 0 && hit.start < hit.end;
  const sure = hit.confidence >= 0 && hit.confidence <= 1;
  if (placed && hit.end <= view.text.length && sure && detector.kinds.some(({ kind }) => kind === hit.kind)) return;
  throw new ChatveilError('CV_DETECTION_FAILED', { start: hit.start, end: hit.end, confidence: hit.confidence });
}

export function toFinding({ detector, view }: Runner, hit: Hit, map: OffsetMap | undefined, original: string): Finding {
  const { kind, confidence } = hit;
  if (map === undefined)
    return { detector: detector.id, kind, start: hit.start, end: hit.end, confidence, evidence: hit.evidence };
  const start = map.startOf(hit.start);
  const end = map.endOf(hit.end);
  const evidence: Evidence[] = hit.evidence.map(({ rule, at }) =>
    at === undefined ? { rule } : { rule, at: map.startOf(at) },
  );
  if (original.slice(start, end) !== view.text.slice(hit.start, hit.end)) evidence.push({ rule: 'folded' });
  return { detector: detector.id, kind, start, end, confidence, evidence };
}
