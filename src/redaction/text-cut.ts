/** Where a long text may be cut without parting a value, or a value from the words that tell what it is. */
import type { Detection } from '../detection/detection.ts';
import { Utf8Span } from '../domain/text.ts';
import type { Work } from '../domain/work.ts';
import { readLong } from './long-text.ts';

/** Kept for the next window: the longest value and what stands around it lie within it. */
const HOLD_UNITS = 1024;
/** A value stays together with as much text in front of it. */
const CONTEXT_UNITS = 512;

/** How many UTF-16 units of `window` may go, 0 when none may: values reach from its beginning to its end. */
export function* textCut(detection: Detection, window: string): Work<number> {
  const span = new Utf8Span('', Buffer.from(window));
  const { found: findings = [] } = yield* readLong(span, detection, Number.POSITIVE_INFINITY);
  let cut = window.length - HOLD_UNITS;
  for (const { start, end } of findings.toReversed()) {
    if (end <= cut) break;
    if (start - CONTEXT_UNITS < cut) cut = start - CONTEXT_UNITS;
  }
  return Math.max(0, cut);
}
