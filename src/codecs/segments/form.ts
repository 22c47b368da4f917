/** Cuts a form of any size between its pairs; a pair is read whole. */
import { ChatveilError } from '../../domain/errors.ts';
import type { Work } from '../../domain/work.ts';
import { ByteQueue } from '../byte-queue.ts';
import type { OpenHead } from '../codec.ts';
import { formCodec } from '../formats/form.ts';
import { openInSteps } from '../in-steps.ts';
import { SEGMENT_BYTES, type Segment, type Segmenter } from './segment.ts';

const AMPERSAND = 0x26;

export function createFormSegmenter(head: OpenHead): Segmenter {
  const queue = new ByteQueue();
  const checkSize = () => {
    if (queue.length > SEGMENT_BYTES + head.limits.streamLeafBytesMax) {
      throw new ChatveilError('CV_RECORD_TOO_LARGE', { bytes: queue.length });
    }
  };
  function* open(): Work<Segment> {
    checkSize();
    const bytes = queue.take(queue.length);
    const opened = yield* openInSteps(formCodec, bytes, head);
    if (!opened.ok) throw new ChatveilError(opened.reason);
    return { bytes, document: opened.document };
  }
  return {
    *push(chunk) {
      let from = 0;
      while (from < chunk.length) {
        // The first pair that ends past the size of a segment ends it, wherever the chunks were cut.
        const start = Math.min(chunk.length, Math.max(from, from + SEGMENT_BYTES - queue.length));
        const ampersand = chunk.indexOf(AMPERSAND, start);
        const to = ampersand < 0 ? chunk.length : ampersand + 1;
        queue.append(chunk.subarray(from, to));
        from = to;
        if (ampersand >= 0) yield yield* open();
        else checkSize();
      }
    },
    *end() {
      if (queue.length > 0) yield yield* open();
    },
  };
}
