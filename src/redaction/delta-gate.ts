/** Holds messages whose text is a piece of a longer one until it is told what a value of that text is, and only then. */

import type { Detection } from '../detection/detection.ts';
import { holdFrom, holdFromEnd } from '../detection/open-piece.ts';
import type { Finding } from '../domain/finding.ts';
import type { Limits } from '../domain/limits.ts';
import type { Delta, DeltaAnswer } from './delta.ts';
import type { PieceFinding, PieceFindings } from './redaction.ts';

/** A message that may go on, and what was found in its piece with the whole text in sight. */
export interface Passage<Item> {
  readonly item: Item;
  readonly piece?: PieceFindings;
}

export interface DeltaGate<Item> {
  /** Takes a message of `bytes` bytes at `now` (milliseconds); answers those that may go, in order. */
  take(item: Item, bytes: number, delta: DeltaAnswer, now: number): readonly Passage<Item>[];
  /** Lets everything go: the time is up, or the connection ends. */
  flush(): readonly Passage<Item>[];
  /** When the oldest message has waited enough, on the clock of `take`; undefined when none waits. */
  readonly deadline: number | undefined;
}

/** Text before a piece that is looked at again with it. */
const BEHIND_UNITS = 512;
const TEXTS_MAX = 64;
const WAITING_MAX = 256;
/** A text without an end is over after this long, in milliseconds: what follows under its name is another one. */
const STALE_MS = 10_000;
/** So many pieces one after the other are a text that arrives in pieces, whatever the profile does not say. */
const PROVEN_PIECES = 3;
/** Milliseconds between them; people write more slowly. */
const PROVEN_GAP_MS = 1000;
/** A message of which it is not known whether another follows waits at most this long, in milliseconds. */
const DOUBT_MS = 400;

interface Waiting<Item> {
  readonly item: Item;
  readonly bytes: number;
  readonly text: OpenText | undefined;
  readonly path: string;
  readonly piece: string;
  readonly at: number;
  /** Set when the message may go. */
  findings: readonly PieceFinding[] | undefined;
  /** Nothing is known of it that the message alone does not tell. */
  alone: boolean;
}

/** A value of which a part has gone, in units from the end of what is behind: it may reach into what waits. */
interface Applied {
  readonly finding: Finding;
  readonly start: number;
  readonly end: number;
}

class OpenText {
  /** The end of what has gone. */
  behind = '';
  /** What was found in `behind`, by positions in it; an end past its length is still to come. */
  applied: Applied[] = [];
  pieces: Waiting<unknown>[] = [];
  count = 0;
  at = 0;
  proven = false;
}

export function createDeltaGate<Item>(
  detection: () => Detection,
  limits: Pick<Limits, 'streamHoldMillisecondsMax' | 'streamHoldBytesMax'>,
): DeltaGate<Item> {
  const texts = new Map<string, OpenText>();
  const waiting: Waiting<Item>[] = [];
  let size = 0;

  const release = (): Passage<Item>[] => {
    const stop = waiting.findIndex(({ findings }) => findings === undefined);
    const ready = waiting.splice(0, stop < 0 ? waiting.length : stop);
    for (const { bytes } of ready) size -= bytes;
    return ready.map(({ item, path, piece: text, findings = [], alone }) =>
      alone ? { item } : { item, piece: { path, text, findings } },
    );
  };
  const flush = () => {
    for (const text of texts.values()) if (text.pieces.length > 0) advance(text, detection(), () => Number.MAX_VALUE);
    return release();
  };
  const textOf = (delta: Delta, now: number): OpenText => {
    let text = texts.get(delta.key);
    const stale = text?.proven === true ? STALE_MS : PROVEN_GAP_MS;
    if (text === undefined || (text.pieces.length === 0 && now - text.at > stale)) text = new OpenText();
    texts.delete(delta.key);
    texts.set(delta.key, text);
    const [oldest] = texts;
    if (texts.size > TEXTS_MAX && oldest !== undefined && oldest[1].pieces.length === 0) texts.delete(oldest[0]);
    text.count += 1;
    text.at = now;
    text.proven ||= delta.declared || text.count >= PROVEN_PIECES;
    return text;
  };

  const addPiece = (item: Item, bytes: number, delta: Delta, now: number) => {
    const text = textOf(delta, now);
    const { path, text: piece } = delta;
    const one: Waiting<Item> = { item, bytes, text, path, piece, at: now, findings: undefined, alone: piece === '' };
    waiting.push(one);
    text.pieces.push(one);
    advance(text, detection(), delta.done ? () => Number.MAX_VALUE : text.proven ? holdFrom : holdFromEnd);
    if (delta.done) texts.delete(delta.key);
  };

  return {
    take(item, bytes, delta, now) {
      if (delta === 'end') {
        const gone = flush();
        texts.clear();
        return [...gone, { item }];
      }
      if (delta === undefined && waiting.length === 0) return [{ item }];
      size += bytes;
      if (delta === undefined)
        waiting.push({ item, bytes, text: undefined, path: '', piece: '', at: now, findings: [], alone: true });
      else addPiece(item, bytes, delta, now);
      if (waiting.length > WAITING_MAX || size > limits.streamHoldBytesMax) return flush();
      return release();
    },
    flush,
    get deadline() {
      const first = waiting[0];
      if (first === undefined) return undefined;
      const certain = first.text === undefined || first.text.proven;
      return first.at + Math.min(certain ? Number.MAX_VALUE : DOUBT_MS, limits.streamHoldMillisecondsMax);
    },
  };
}

type HoldFrom = (text: string, findings: readonly Finding[]) => number;

/** Lets go the pieces that end in front of where the text has to wait. */
function advance(text: OpenText, detection: Detection, holdAt: HoldFrom) {
  const { behind, applied, pieces } = text;
  const joined = behind + pieces.map(({ piece }) => piece).join('');
  const found = findIn(detection, joined);
  if (found === undefined) return giveUp(text);
  const findings = together(applied, found);
  const hold = holdAt(joined, findings);
  const hidden = new Set(findings.filter((one) => applied.some((known) => meets(one, known))));
  let at = behind.length;
  let gone = 0;
  for (const one of pieces) {
    const end = at + one.piece.length;
    if (end > hold) break;
    one.findings = findings
      .filter((finding) => finding.start < end && finding.end > at)
      .map((finding) => pieceOf(finding, at, end, joined, hidden));
    at = end;
    gone += 1;
  }
  pieces.splice(0, gone);
  const start = Math.max(0, at - BEHIND_UNITS);
  text.behind = joined.slice(start, at);
  text.applied = findings
    .filter((finding) => hidden.has(finding) && finding.start < at && finding.end > start)
    .map((finding) => ({ finding, start: finding.start - start, end: finding.end - start }));
}

/** The part of a finding in the piece from `at` to `end`; the first part stands for the whole value. */
function pieceOf(finding: Finding, at: number, end: number, joined: string, hidden: Set<Finding>): PieceFinding {
  const place = { start: Math.max(finding.start, at) - at, end: Math.min(finding.end, end) - at };
  if (hidden.has(finding)) return { ...finding, ...place, continued: true };
  hidden.add(finding);
  const whole = joined.slice(Math.max(0, finding.start), finding.end);
  return { ...finding, ...place, ...(whole.length > place.end - place.start && { whole }) };
}

function meets(one: { start: number; end: number }, other: { start: number; end: number }): boolean {
  return one.start < other.end && one.end > other.start;
}

/** Undefined when a detector fails. */
function findIn(detection: Detection, text: string): readonly Finding[] | undefined {
  const bytes = Buffer.from(text);
  try {
    return detection.clean(bytes) ? [] : detection.find({ text, bytes });
  } catch {
    return undefined;
  }
}

/** The pieces go on as messages of their own: whoever scans them will meet the failure and refuse them. */
function giveUp(text: OpenText): void {
  for (const one of text.pieces.splice(0)) {
    one.alone = true;
    one.findings = [];
  }
}

/** A value whose beginning was hidden goes on being one, also when the text behind it was cut off. */
function together(applied: readonly Applied[], found: readonly Finding[]): readonly Finding[] {
  const lost = applied.filter((known) => !found.some((one) => meets(one, known)));
  if (lost.length === 0) return found;
  const kept = lost.map(({ finding, start, end }): Finding => ({ ...finding, start, end }));
  return [...kept, ...found].sort((a, b) => a.start - b.start);
}
