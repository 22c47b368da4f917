/** Reads an element of a JSON array with a known format: the payload of `[event, payload]`, each text of `["…","…"]`. */
import type { Format } from '../assembly.ts';
import { at } from './at.ts';

/**
 * Elements that are not strings, and the other elements, are read as the JSON they are.
 *
 * @example
 * element(1, htmlCodec).open(Buffer.from('["say","<b>hi</b>"]'), head);
 */
export function element(which: number | 'all', inner: Format): Format {
  return { ...at([[`/${which === 'all' ? '*' : which}`, inner]]), id: 'element' };
}
