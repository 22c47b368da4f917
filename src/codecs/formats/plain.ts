/** Plain text: the whole body is one text. Other character sets have been turned into UTF-8 before. */
import { isUtf8 } from 'node:buffer';
import { Assembly, type Format, type NestHead, type NestOpened } from '../assembly.ts';
import { VerbatimPlace } from '../verbatim-place.ts';

/**
 * Opens text that is one span, path `''`.
 *
 * @example
 * const opened = plainCodec.open(Buffer.from('hello'), { limits: defaultLimits, nesting: 0 });
 */
export const plainCodec: Format = { id: 'plain', open: openPlain };

function openPlain(bytes: Buffer, head: NestHead): NestOpened {
  if (!isUtf8(bytes)) return { ok: false, reason: 'CV_TEXT_NOT_UTF8' };
  const assembly = new Assembly(bytes);
  if (bytes.length > 0) assembly.add(new VerbatimPlace(head.base?.() ?? '', bytes, 0));
  return { ok: true, document: assembly };
}
