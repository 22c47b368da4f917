/** Cuts streams into records at places that depend on the content alone, whatever pieces it arrives in. */
import { ChatveilError } from '../domain/errors.ts';
import type { Limits } from '../domain/limits.ts';
import type { Framer } from './codec.ts';

/**
 * Looks at one byte after the other; answers where a record ends relative to that byte: 1 after it, 0 before
 * it, -1 nowhere here.
 */
type Cutter = (byte: number) => -1 | 0 | 1;

/** Records are lines with their line feed: NDJSON. */
export function lineFramer(limits: Limits): Framer {
  return framer(limits, (byte) => (byte === 0x0a ? 1 : -1));
}

/** Records end with a delimiter of one or two bytes. */
export function delimiterFramer(delimiter: Buffer): (limits: Limits) => Framer {
  const last = delimiter.at(-1);
  const before = delimiter.length > 1 ? delimiter.at(-2) : undefined;
  return (limits) => {
    let previous = -1;
    return framer(limits, (byte) => {
      const ends = byte === last && (before === undefined || previous === before);
      previous = ends ? -1 : byte;
      return ends ? 1 : -1;
    });
  };
}

/**
 * Records are events with the empty line that ends them (HTML standard, "Server-sent events"). Lines end with
 * LF, CRLF or CR; after a CR the next byte decides, so an event closed by a bare CR waits for it.
 */
export function eventFramer(limits: Limits): Framer {
  let empty = true;
  let afterReturn = false;
  let closing = false;
  return framer(limits, (byte) => {
    if (afterReturn && byte === 0x0a) {
      afterReturn = false;
      const cut = closing;
      closing = false;
      return cut ? 1 : -1;
    }
    const cutBefore = closing;
    closing = false;
    afterReturn = byte === 0x0d;
    const ended = byte === 0x0a || byte === 0x0d;
    const emptyLine = ended && empty;
    empty = ended;
    if (emptyLine && byte === 0x0a) return 1;
    closing = emptyLine;
    return cutBefore ? 0 : -1;
  });
}

function framer(limits: Limits, cutter: Cutter): Framer {
  let waiting: Buffer[] = [];
  let waitingBytes = 0;

  function keep(piece: Buffer): void {
    waitingBytes += piece.length;
    if (waitingBytes > limits.recordBytesMax) throw new ChatveilError('CV_RECORD_TOO_LARGE', { bytes: waitingBytes });
    if (piece.length > 0) waiting.push(piece);
  }

  function release(): Buffer {
    const record = waiting.length === 1 ? (waiting[0] as Buffer) : Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
    return record;
  }

  return {
    push(chunk) {
      const records: Buffer[] = [];
      let start = 0;
      for (let at = 0; at < chunk.length; at++) {
        const cut = cutter(chunk[at] as number);
        if (cut < 0) continue;
        keep(chunk.subarray(start, at + cut));
        start = at + cut;
        records.push(release());
      }
      keep(chunk.subarray(start));
      return records;
    },
    end: release,
  };
}
