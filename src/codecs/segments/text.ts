/** Cuts plain text of any size where whoever knows the values says that none is cut. */
import { ChatveilError } from '../../domain/errors.ts';
import type { Work } from '../../domain/work.ts';
import type { OpenHead } from '../codec.ts';
import { plainCodec } from '../formats/plain.ts';
import { SEGMENT_BYTES, type Segment, type Segmenter } from './segment.ts';

/** How many UTF-16 units of the window may go; 0 when a value fills it. */
export type TextCut = (window: string) => Work<number>;

/** Looks at windows of fixed sizes from where the last segment ended, so that pieces of the input do not matter. */
export function createTextSegmenter(head: OpenHead, cut: TextCut): Segmenter {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let held = '';
  let window = SEGMENT_BYTES;

  const decode = (chunk?: Buffer): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new ChatveilError('CV_TEXT_NOT_UTF8');
    }
  };
  const open = (text: string): Segment => {
    const bytes = Buffer.from(text);
    const opened = plainCodec.open(bytes, head);
    if (!opened.ok) throw new ChatveilError(opened.reason);
    return { bytes, document: opened.document };
  };
  return {
    *push(chunk) {
      held += decode(chunk);
      while (held.length >= window) {
        const at = wholeCharacters(held, yield* cut(held.slice(0, window)));
        if (at > 0) {
          yield open(held.slice(0, at));
          held = held.slice(at);
          window = SEGMENT_BYTES;
        } else if (window > head.limits.streamLeafBytesMax) {
          throw new ChatveilError('CV_RECORD_TOO_LARGE', { units: window });
        } else window *= 2;
      }
    },
    *end() {
      held += decode();
      if (held !== '') yield open(held);
    },
  };
}

function wholeCharacters(text: string, at: number): number {
  const before = text.charCodeAt(at - 1);
  return before >= 0xd800 && before <= 0xdbff ? at - 1 : at;
}
