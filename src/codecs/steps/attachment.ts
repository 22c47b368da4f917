/** Bytes that a protocol carries beside its text: opened where they are text, else left to the route's rule. */
import { Assembly, type Format, type NestOpened } from '../assembly.ts';
import { openInSteps } from '../in-steps.ts';
import { isText } from '../sniff.ts';

/** `inner` reads what is text; everything else is one uninspected part with the reason `binary`. */
export function attachment(inner: Format): Format {
  return {
    id: 'attachment',
    open: (bytes, head) => (isText(bytes) ? inner.open(bytes, head) : binaryPart(bytes)),
    *steps(bytes, head) {
      return isText(bytes) ? yield* openInSteps(inner, bytes, head) : binaryPart(bytes);
    },
  };
}

function binaryPart(bytes: Buffer): NestOpened {
  const assembly = new Assembly(bytes);
  assembly.uninspected.push({ reason: 'binary', bytes: bytes.length });
  return { ok: true, document: assembly };
}
