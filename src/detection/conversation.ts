/** Finds values that are spread over the messages of one conversation, and what a typing preview must not show. */
import type { Evidence, Finding } from '../domain/finding.ts';
import type { Detection } from './detection.ts';

export interface Message {
  readonly from: 'visitor' | 'agent' | 'bot';
  /** `preview`: an unsent draft that replaces the one before; `edit`: a new text for an earlier message. */
  readonly kind: 'message' | 'preview' | 'edit';
  readonly text: string;
}

/** A finding in the message number `msg`; a split value has one for each message that holds a piece. */
export interface PlacedFinding extends Finding {
  readonly msg: number;
}

/** Earlier messages of one speaker that may belong together, and how much of them is remembered. */
const PIECES_MAX = 20;
const PIECE_UNITS_MAX = 200;
/** Messages without any digit that may stand between two pieces: "wait", "next part". */
const FILLER_MAX = 4;

interface Piece {
  readonly msg: number;
  readonly text: string;
}

/** All findings of a conversation, by message and place; a preview is judged by what came before it. */
export function findInConversation(detection: Detection, messages: readonly Message[]): readonly PlacedFinding[] {
  const found: PlacedFinding[] = [];
  const memory = new Map<string, { pieces: Piece[]; filler: number }>();
  for (const [msg, message] of messages.entries()) {
    const speaker = memory.get(message.from) ?? { pieces: [], filler: 0 };
    memory.set(message.from, speaker);
    found.push(...findIn(detection, message, msg), ...findSplit(detection, message, msg, speaker.pieces));
    if (message.kind === 'preview') continue;
    if (!/\p{N}/u.test(message.text)) {
      speaker.filler += 1;
      if (speaker.filler > FILLER_MAX) speaker.pieces = [];
      continue;
    }
    speaker.filler = 0;
    // Only a text that could go on with the one before keeps the chain alive.
    if (!startsOpen(message.text)) speaker.pieces = [];
    if (endsOpen(detection, message.text))
      speaker.pieces = [...speaker.pieces, { msg, text: message.text }].slice(-PIECES_MAX);
    else speaker.pieces = [];
  }
  return settle(found);
}

function findIn(detection: Detection, { kind, text }: Message, msg: number): PlacedFinding[] {
  const whole = detection.find({ text, bytes: Buffer.from(text) }).map((finding) => ({ ...finding, msg }));
  if (kind !== 'preview') return whole;
  const open = detection.openFrom(text);
  const end = text.trimEnd().length;
  if (open >= end || whole.some((finding) => finding.start <= open && finding.end >= end)) return whole;
  const evidence: Evidence[] = [{ rule: 'unfinished', at: open }];
  return [
    ...whole,
    { detector: 'unfinished', kind: guess(text.slice(open)), start: open, end, confidence: 0.5, evidence, msg },
  ];
}

/** What an unfinished draft may become; only its masking matters, not its name. */
function guess(tail: string): string {
  return tail.includes('@') ? 'EMAIL' : 'PAYMENT_CARD';
}

/** Looks at earlier pieces and this message as one text; keeps what reaches over a boundary into this message. */
function findSplit(detection: Detection, message: Message, msg: number, pieces: readonly Piece[]): PlacedFinding[] {
  if (pieces.length === 0 || message.from !== 'visitor' || !startsOpen(message.text)) return [];
  const parts = [...pieces, { msg, text: message.text }].map((piece, index) => ({
    ...piece,
    ...pieceBounds(piece.text, index === 0, index === pieces.length),
  }));
  let joined = '';
  const placed = parts.map((part) => {
    const at = joined.length;
    joined += `${part.text.slice(part.cut, part.stop)} `;
    return { ...part, at };
  });
  const last = placed.at(-1)?.at ?? 0;
  const text = joined.slice(0, -1);
  return detection
    .find({ text, bytes: Buffer.from(text) })
    .filter((finding) => finding.start < last && finding.end > last)
    .flatMap((finding) =>
      placed.flatMap((part): PlacedFinding[] => {
        const start = Math.max(finding.start, part.at) - part.at + part.cut;
        const end = Math.min(finding.end - part.at + part.cut, part.stop);
        if (end <= start) return [];
        return [{ ...finding, msg: part.msg, start, end, evidence: [{ rule: 'split' }] }];
      }),
    );
}

/** What of a piece goes into the joined text: words around the digits would tear the number apart. */
function pieceBounds(text: string, first: boolean, last: boolean): { readonly cut: number; readonly stop: number } {
  const cut = first ? Math.max(0, text.length - PIECE_UNITS_MAX) : Math.max(0, text.search(/\p{N}/u));
  const trailing = /[^\p{N}]*$/u.exec(text)?.[0].length ?? 0;
  return { cut, stop: last ? text.length : text.length - trailing };
}

/** Begins with digits, perhaps behind a few words: "then 1111". */
function startsOpen(text: string): boolean {
  return /^[^\p{N}]{0,24}\p{N}/u.test(text);
}

/** Ends with digits or with so little behind them that a number may go on. */
function endsOpen(detection: Detection, text: string): boolean {
  return detection.openFrom(text) < text.length || /\p{N}[^\p{L}\p{N}]{0,5}$/u.test(text);
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
