/** Lines of a byte stream, one at a time, none longer than a limit: memory stays constant. */
import type { Readable } from 'node:stream';

/** Why a line cannot be read. */
export type LineFault = 'too-long' | 'not-utf8';

export interface Line {
  /** 1-based. */
  readonly number: number;
  /** Without its line break; undefined when there is a fault. */
  readonly text: string | undefined;
  readonly fault?: LineFault;
}

const LINE_FEED = 10;

/** `bytesMax` bounds what is held of a line; the rest of a longer one is passed over. */
export async function* readLines(input: Readable, bytesMax: number): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let held: Buffer[] = [];
  let size = 0;
  let number = 0;
  const take = (piece: Buffer): void => {
    size += piece.length;
    if (size <= bytesMax) held.push(piece);
    else held = [];
  };
  const finish = (): Line => {
    number += 1;
    const tooLong = size > bytesMax;
    const bytes = Buffer.concat(held);
    held = [];
    size = 0;
    if (tooLong) return { number, text: undefined, fault: 'too-long' };
    try {
      return { number, text: decoder.decode(bytes).replace(/\r$/, '') };
    } catch {
      return { number, text: undefined, fault: 'not-utf8' };
    }
  };
  for await (const chunk of input) {
    let rest: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    for (let at = rest.indexOf(LINE_FEED); at >= 0; at = rest.indexOf(LINE_FEED)) {
      take(rest.subarray(0, at));
      rest = rest.subarray(at + 1);
      yield finish();
    }
    if (rest.length > 0) take(rest);
  }
  if (size > 0) yield finish();
}
