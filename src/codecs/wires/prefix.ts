/** A command of four letters and JSON (Sendbird): `MESG{"message":"…"}`. */
import type { Format } from '../assembly.ts';
import { jsonCodec } from '../formats/json.ts';
import { strip } from '../steps/strip.ts';

/** Another command than four letters is `strip` in a profile. */
export function prefix(inner: Format = jsonCodec): Format {
  return { ...strip({ head: '[A-Z]{4}' }, inner), id: 'prefix' };
}

const WORD = /^[A-Za-z][A-Za-z0-9_.:-]{0,31}[ :]?(?=\{)/;

/** Length of a word directly before a JSON object; undefined without one. */
export function wordBefore(bytes: Buffer): number | undefined {
  return WORD.exec(bytes.toString('latin1', 0, 40))?.[0].length;
}
