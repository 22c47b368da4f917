/** JSONP: a call of a function with one JSON value, as callback-polling and old Engine.IO answer. */
import type { Format } from '../assembly.ts';
import { jsonCodec } from '../formats/json.ts';
import { at } from '../steps/at.ts';
import { strip } from '../steps/strip.ts';

/** An empty comment may guard against content sniffing; names are dotted and may be indexed; servers add `typeof` guards. */
const CALL = String.raw`\s*(?:/\*\*/\s*)?(?:typeof [\w$.]{1,128} === 'function' && )?(?:;?[A-Za-z_$][\w$.]{0,127}(?:\[(?:\d{1,6}|['"][A-Za-z_$][\w$.-]{0,63}['"])\])*)\(\s*`;
const END = String.raw`\s*\)\s*;?\s*`;
const LOOKS = new RegExp(`^${CALL}[[{"]`);

/**
 * `inner` reads the value when it is one string.
 *
 * @example
 * jsonp().open(Buffer.from('callback([{"data":{"text":"hi"}}]);'), head);
 */
export function jsonp(inner?: Format): Format {
  const value = inner === undefined ? jsonCodec : at([['', inner]]);
  return { ...strip({ head: CALL, tail: END }, value), id: 'jsonp' };
}

/** Whether the bytes begin with a call of a JSON value; some scripts do as well, so that only opening them tells. */
export function looksLikeJsonp(bytes: Buffer): boolean {
  return LOOKS.test(bytes.toString('latin1', 0, 512));
}
