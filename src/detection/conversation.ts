/** All findings of a recorded conversation: the tracker that follows live ones, told the record message by message. */
import type { Finding } from '../domain/finding.ts';
import type { SaidKind, Speaker } from './conversation/said.ts';
import { ConversationTracker } from './conversation/tracker.ts';
import type { Detection } from './detection.ts';

export interface Message {
  readonly from: Speaker;
  readonly kind: SaidKind;
  readonly text: string;
  /** Milliseconds since the start. */
  readonly t?: number;
  /** Number of the message that an edit replaces. */
  readonly edits?: number;
}

/** A finding in the message number `msg`; a split value has one for each message that holds a piece. */
export interface PlacedFinding extends Finding {
  readonly msg: number;
}

/** As on the wire with its default limits. */
const limits = { idleMilliseconds: 900_000, charactersMax: 34 };

/** Findings by message and place; a preview is judged by what came before it. */
export function findInConversation(detection: Detection, messages: readonly Message[]): readonly PlacedFinding[] {
  const tracker = new ConversationTracker(limits);
  const found: PlacedFinding[] = [];
  let at = 0;
  for (const [msg, { from, kind, text, t, edits }] of messages.entries()) {
    at = Math.max(at, t ?? 0);
    const heard = tracker.hear(detection, { from, kind, text, at, id: msg, ...(edits !== undefined && { edits }) });
    for (const { unfinished: _, whole: __, ...finding } of heard.here) found.push({ ...finding, msg });
    for (const { id, ...finding } of heard.earlier) found.push({ ...finding, msg: Number(id) });
  }
  tracker.wipe();
  return settle(found);
}

/** In order, without doubles: a piece may be found again when a later message completes another value. */
function settle(found: readonly PlacedFinding[]): PlacedFinding[] {
  const sorted = [...found].sort((a, b) => a.msg - b.msg || a.start - b.start || b.end - a.end);
  const kept: PlacedFinding[] = [];
  for (const finding of sorted) {
    const before = kept.at(-1);
    if (before === undefined || before.msg !== finding.msg || finding.start >= before.end) kept.push(finding);
    else if (finding.end > before.end) kept[kept.length - 1] = { ...before, end: finding.end };
  }
  return kept;
}
