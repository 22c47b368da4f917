/** Joins binary messages that hold pieces of one packet, so that the packet is read whole; nothing of it leaves before. */
import type { ErrorCode } from '../domain/errors.ts';

/** What came; `pieces` are the messages that it came in when these were several. */
export interface SocketMessage {
  readonly data: Buffer;
  readonly binary: boolean;
  /** When its last byte was there, milliseconds on a monotonic clock. */
  readonly at: number;
  readonly pieces?: readonly Buffer[];
}

export interface SpreadOptions {
  /** Whether the bytes end where a packet ends; undefined where messages are packets. */
  whole(): ((bytes: Buffer) => boolean) | undefined;
  forward(message: SocketMessage): void;
  refuse(code: ErrorCode): void;
  readonly bytesMax: number;
}

export interface SpreadJoiner {
  push(message: SocketMessage): void;
  /** Hands on what is not complete, for the reader to refuse. */
  release(): void;
  stop(): void;
}

/** Messages that one packet may be spread over. */
const PIECES_MAX = 256;

/**
 * Text and packets that are whole go through as they are. A packet may grow to `bytesMax`; past it, or past
 * 256 messages, it is refused with CV_FRAME_TOO_LARGE.
 */
export function createSpreadJoiner({ whole, forward, refuse, bytesMax }: SpreadOptions): SpreadJoiner {
  let pieces: Buffer[] = [];
  let size = 0;
  const joined = (at: number): SocketMessage => {
    const held = pieces;
    pieces = [];
    size = 0;
    return held.length === 1
      ? { data: held[0] as Buffer, binary: true, at }
      : { data: Buffer.concat(held), binary: true, at, pieces: held };
  };
  return {
    push(message) {
      const test = message.binary || pieces.length > 0 ? whole() : undefined;
      if (test === undefined && pieces.length === 0) return forward(message);
      if (!message.binary) {
        forward(joined(message.at));
        return forward(message);
      }
      pieces.push(message.data);
      size += message.data.length;
      if (size > bytesMax || pieces.length > PIECES_MAX) return refuse('CV_FRAME_TOO_LARGE');
      // Looked at from its first byte each time: pieces are few, and their heads say all.
      if (test === undefined || test(pieces.length === 1 ? message.data : Buffer.concat(pieces))) {
        forward(joined(message.at));
      }
    },
    release() {
      if (pieces.length > 0) forward(joined(performance.now()));
    },
    stop() {
      pieces = [];
    },
  };
}
