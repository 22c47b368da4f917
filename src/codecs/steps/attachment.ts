/** Bytes that a protocol carries beside its text: opened where they are text, else left to the route's rule. */
import { Assembly, type Format } from '../assembly.ts';
import { isText } from '../sniff.ts';

/** `inner` reads what is text; everything else is one uninspected part with the reason `binary`. */
export function attachment(inner: Format): Format {
  return {
    id: 'attachment',
    open(bytes, head) {
      if (isText(bytes)) return inner.open(bytes, head);
      const assembly = new Assembly(bytes);
      assembly.uninspected.push({ reason: 'binary', bytes: bytes.length });
      return { ok: true, document: assembly };
    },
  };
}
