/** Header lines of a multipart part (RFC 7578): what they declare, and the texts in them. */
import { type Place, pointerStep } from './assembly.ts';
import { MappedPlace } from './mapped-place.ts';
import { decodePercent, encodePercent, strayPercent } from './percent.ts';
import { VerbatimPlace } from './verbatim-place.ts';

export interface PartHead {
  /** Pointer step of the part's name, `''` when it has none. */
  readonly path: string;
  readonly isFile: boolean;
  /** Lower-case type/subtype; undefined when none was declared. */
  readonly mediaType: string | undefined;
  readonly boundary: string | undefined;
  /** `charset` in lower case. */
  readonly charset: string | undefined;
  /** Content-Transfer-Encoding in lower case. */
  readonly transferCoding: string | undefined;
  /** Names, file names and the values of headers that are not known to be technical. */
  readonly places: readonly Place[];
}

/** Header lines never hold more than a few hundred bytes; the bound keeps the patterns from long work. */
export const PART_HEAD_BYTES_MAX = 16 * 1024;

interface Parameter {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly quoted: boolean;
}

/** Reads the header block `start..end` of `raw`; undefined when a line is no header. */
export function readPartHead(raw: Buffer, start: number, end: number, base: string): PartHead | undefined {
  const found = new Map<string, { value: string; parameters: Parameter[] }>();
  const texts: { header: string; start: number; end: number }[] = [];
  let at = start;
  while (at < end) {
    const next = raw.indexOf('\r\n', at);
    const lineEnd = next < 0 || next > end ? end : next;
    const match = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*/.exec(raw.toString('latin1', at, lineEnd));
    if (match === null) return undefined;
    const header = (match[1] ?? '').toLowerCase();
    if (LONG_NUMBER.test(header)) return undefined;
    const from = at + match[0].length;
    const value = raw.toString('latin1', from, lineEnd);
    if (!TECHNICAL.has(header)) texts.push({ header, start: from, end: lineEnd });
    else if (found.has(header) || LONG_NUMBER.test(value.split(';', 1)[0] ?? '')) return undefined;
    else found.set(header, { value, parameters: readParameters(value, from) });
    at = lineEnd + 2;
  }
  return describe(raw, base, found, texts);
}

/** Too many digits for the name of a field, a type or the length of a part: a value that hides where none is looked for. */
const LONG_NUMBER = /(?:[0-9][^0-9]?){12}/;

const TECHNICAL = new Set(['content-disposition', 'content-type', 'content-transfer-encoding', 'content-length']);

function describe(
  raw: Buffer,
  base: string,
  found: ReadonlyMap<string, { value: string; parameters: readonly Parameter[] }>,
  texts: readonly { header: string; start: number; end: number }[],
): PartHead {
  const disposition = found.get('content-disposition')?.parameters ?? [];
  const type = found.get('content-type');
  const name = disposition.find((parameter) => parameter.name === 'name');
  const path = base + (name === undefined ? '' : pointerStep(Buffer.from(name.value, 'latin1').toString('utf8')));
  const parameter = (wanted: string) => type?.parameters.find((each) => each.name === wanted)?.value;
  const isText = (each: Parameter) => !READ.has(each.name) && each.value !== '';
  const named = [...disposition, ...(type?.parameters ?? [])].filter(isText);
  const places = named.map((each) =>
    parameterPlace(raw, each, each.name === 'name' ? path : `${path}/:${placeName(each)}`),
  );
  for (const text of texts) {
    if (text.end > text.start) places.push(linePlace(raw, text, `${path}/:${text.header}`));
  }
  return {
    path,
    isFile: disposition.some((each) => each.name === 'filename' || each.name === 'filename*'),
    mediaType: type?.value.split(';', 1)[0]?.trim().toLowerCase(),
    boundary: parameter('boundary'),
    charset: parameter('charset')?.toLowerCase(),
    transferCoding: found.get('content-transfer-encoding')?.value.trim().toLowerCase(),
    places,
  };
}

/** Parameters that are read as what they declare; all others are texts. */
const READ = new Set(['boundary', 'charset']);

function placeName({ name }: Parameter): string {
  return name === 'filename*' ? 'filename' : name;
}

const PARAMETER = /;[ \t]*([\w-]+\*?)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\t ;"]*))/g;

function readParameters(value: string, origin: number): Parameter[] {
  return [...value.matchAll(PARAMETER)].map((match) => {
    const quoted = match[2] !== undefined;
    const text = match[2] ?? match[3] ?? '';
    const end = origin + match.index + match[0].length - (quoted ? 1 : 0);
    return { name: (match[1] ?? '').toLowerCase(), value: text, start: end - text.length, quoted };
  });
}

/** Browsers spell quotes and line ends in names as %22, %0D and %0A (HTML standard, "multipart/form-data"). */
function parameterPlace(raw: Buffer, { name, value, start, quoted }: Parameter, path: string): Place {
  const end = start + value.length;
  if (name.endsWith('*')) return extendedPlace(raw, start, end, path);
  const unsafe = quoted ? /["\r\n\\]/g : /[^\w.\u0080-\uffff-]/g;
  const respell = (utf8: Buffer) =>
    Buffer.from(utf8.toString('utf8').replace(unsafe, (each) => `%${hex(each.charCodeAt(0))}`));
  return new VerbatimPlace(path, raw.subarray(start, end), start, respell, name === 'name' ? 'key' : 'value');
}

/** RFC 8187: `UTF-8''percent-encoded`; the part before the text stays. */
function extendedPlace(raw: Buffer, from: number, end: number, path: string): Place {
  const quote = raw.lastIndexOf(0x27, end - 1);
  const start = quote >= from ? quote + 1 : from;
  return new MappedPlace({
    path,
    origin: start,
    read: (map) => decodePercent(raw, start, end, map),
    respell: (utf8) =>
      Buffer.from(encodePercent(utf8).toString('latin1').replaceAll('+', '%20').replaceAll('*', '%2A')),
    dangling: (at) => strayPercent(raw, start, at),
  });
}

function linePlace(raw: Buffer, { start, end }: { start: number; end: number }, path: string): Place {
  const respell = (utf8: Buffer) => Buffer.from(utf8.toString('utf8').replace(/[\r\n]+/g, ' '));
  return new VerbatimPlace(path, raw.subarray(start, end), start, respell);
}

function hex(value: number): string {
  return value.toString(16).toUpperCase().padStart(2, '0');
}
