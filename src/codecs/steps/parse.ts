/** Texts inside other spellings: a JSON string, base64, percent-encoding; what they hold is read by the next step. */
import { Assembly, type Format, type Place } from '../assembly.ts';
import { MappedPlace } from '../mapped-place.ts';
import { around } from '../nest-into.ts';
import { decodeLongPercent, decodePercent, encodePercent, strayPercent } from '../percent.ts';
import { WholePlace } from '../whole-place.ts';
import { at } from './at.ts';

/** A JSON text that is one string; any other JSON is read as the JSON it is. */
export function jsonString(inner: Format): Format {
  return { ...at([['', inner]]), id: 'json-string' };
}

const ALPHABETS = {
  base64: /^[A-Za-z0-9+/]*={0,2}$/,
  base64url: /^[A-Za-z0-9_-]*={0,2}$/,
} as const;

/** RFC 4648 sections 4 and 5, with or without padding; line breaks are malformed. */
export function base64(alphabet: 'base64' | 'base64url', inner: Format): Format {
  const pattern = ALPHABETS[alphabet];
  return single(alphabet, inner, (raw, path) => {
    const text = raw.toString('latin1');
    const bare = text.slice(0, unpadded(text));
    const padded = text.length > bare.length;
    if (!pattern.test(text) || bare.length % 4 === 1 || (padded && text.length % 4 !== 0)) return undefined;
    const pad = padded || (alphabet === 'base64' && text.length % 4 === 0);
    const spell = (content: Buffer) => spellBase64(content, alphabet, pad);
    return new WholePlace(path, Buffer.from(text, alphabet), { start: 0, end: raw.length, spell });
  });
}

/** Length without the padding: a pattern would try each `=` of a text that is full of them. */
function unpadded(text: string): number {
  let end = text.length;
  while (text[end - 1] === '=') end--;
  return end;
}

function spellBase64(content: Buffer, alphabet: 'base64' | 'base64url', pad: boolean): Buffer {
  const coded = content.toString(alphabet);
  const text = coded.slice(0, unpadded(coded));
  return Buffer.from(pad ? text.padEnd(Math.ceil(text.length / 4) * 4, '=') : text, 'latin1');
}

/** One percent-encoded text, `+` for a space, as a query parameter holds it. */
export function percent(inner: Format): Format {
  return single('percent', inner, (raw, path) => {
    const end = raw.length;
    return new MappedPlace({
      path,
      origin: 0,
      read: (map) => decodePercent(raw, 0, end, map),
      respell: encodePercent,
      dangling: (from) => strayPercent(raw, 0, from),
      long: () => decodeLongPercent(raw, 0, end),
    });
  });
}

function single(id: string, inner: Format, read: (raw: Buffer, path: string) => Place | undefined): Format {
  return {
    id,
    ...around((raw, head) => {
      const place = read(raw, head.base?.() ?? '');
      if (place === undefined) return { ok: false, reason: 'CV_WIRE_MALFORMED' };
      return { assembly: new Assembly(raw), place, format: inner };
    }),
  };
}
