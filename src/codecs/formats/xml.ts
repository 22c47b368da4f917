/** XML: text, CDATA, attribute values and comments by a lexer that knows nothing of trees, for XMPP and feeds. */
import { isUtf8 } from 'node:buffer';
import { atOnce, type Work } from '../../domain/work.ts';
import { Assembly, type Format, type NestHead, type NestOpened, type Place } from '../assembly.ts';
import {
  attributePlaces,
  attributeValues,
  inlineElements,
  namePlace,
  type Range,
  remarkPlace,
  textPlace,
} from '../markup.ts';
import { nestInto } from '../nest-into.ts';

/**
 * Opens XML or a piece of an XML stream. A document type declaration is refused: entities could spell anything.
 * Markup that does not end is refused as well. Balance of tags is the receiver's affair.
 *
 * @example
 * xmlCodec.open(Buffer.from('<body>4111 1111</body>'), { limits: defaultLimits, nesting: 0 });
 */
export const xmlCodec: Format = { id: 'xml', open: (raw, head) => atOnce(openXml(raw, head)), steps: openXml };

/** Tags after which others have their turn, if it is time. */
const TAGS_AT_ONCE = 64;

function* openXml(raw: Buffer, head: NestHead): Work<NestOpened> {
  if (!isUtf8(raw)) return { ok: false, reason: 'CV_TEXT_NOT_UTF8' };
  const assembly = new Assembly(raw);
  const room = head.limits.spansMax - (head.spansBefore ?? 0);
  let element = ':text';
  let at = 0;
  const gluing = new Gluing();
  for (let count = 1; at < raw.length; count += 1) {
    if (count % TAGS_AT_ONCE === 0) yield;
    const next = raw.indexOf(0x3c, at);
    const textEnd = next < 0 ? raw.length : next;
    const base = head.base?.() ?? '';
    const range = { start: at, end: textEnd };
    const blank = isBlank(raw, range);
    if (blank) gluing.blank(range);
    const refused = blank ? undefined : gluing.add(textPlace(raw, range, `${base}/${element}`), assembly, head);
    if (refused !== undefined) return refused;
    if (next < 0) break;
    const markup = readMarkup(raw, next);
    if (markup === undefined) return { ok: false, reason: 'CV_CONTENT_UNKNOWN' };
    element = markup.element ?? element;
    gluing.pass(markup);
    const { section } = markup;
    const fault = section
      ? gluing.add(remarkPlace(raw, section, `${base}/:cdata`), assembly, head)
      : yield* addAll(assembly, markup.places(base), head);
    if (fault !== undefined) return fault;
    if (assembly.spans.length > room) return { ok: false, reason: 'CV_TOO_MANY_SPANS' };
    at = markup.end;
  }
  return { ok: true, document: assembly };
}

/** Tells each text whether anything parts it from the one before. */
class Gluing {
  #open = -1;
  #blank = false;

  add(text: Place, assembly: Assembly, head: NestHead): Extract<NestOpened, { ok: false }> | undefined {
    const { length } = assembly.spans;
    if (this.#open >= 0) text.glued = length - this.#open;
    if (this.#blank) text.apart = true;
    this.#open = length;
    this.#blank = false;
    return addPicked(assembly, text, head);
  }

  /** White space that is no text of its own. */
  blank({ start, end }: Range): void {
    if (end > start) this.#blank = true;
  }

  pass({ inline }: Pick<Markup, 'inline'>): void {
    if (inline) return;
    this.#open = -1;
    this.#blank = false;
  }
}

function isBlank(raw: Buffer, { start, end }: Range): boolean {
  for (let at = start; at < end; at++) if ((raw[at] as number) > 0x20) return false;
  return true;
}

/** A tag may have thousands of attributes. */
function* addAll(
  assembly: Assembly,
  places: Iterable<Place>,
  head: NestHead,
): Work<Extract<NestOpened, { ok: false }> | undefined> {
  let count = 0;
  for (const place of places) {
    count += 1;
    if (count % TAGS_AT_ONCE === 0) yield;
    const fault = addPicked(assembly, place, head);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Texts of XML are not looked into, except where a profile says what they hold. */
function addPicked(assembly: Assembly, place: Place, head: NestHead): Extract<NestOpened, { ok: false }> | undefined {
  const known = head.pick?.(place);
  if (known !== undefined) return nestInto(assembly, place, known, head);
  assembly.add(place);
  return undefined;
}

interface Markup {
  readonly end: number;
  /** Name of the element that a start tag opens. */
  readonly element?: string;
  /** It parts nothing of what is shown around it. */
  readonly inline: boolean;
  /** What stands in a CDATA section: text like that around it. */
  readonly section?: Range;
  places(base: string): Iterable<Place>;
}

const CDATA = '<![CDATA[';

/** Openings with their endings and whether what is between them is text. */
const SECTIONS: readonly (readonly [string, string, string])[] = [
  ['<!--', '-->', '/:comment'],
  [CDATA, ']]>', '/:cdata'],
  ['<?', '?>', '/:instruction'],
];

function readMarkup(raw: Buffer, start: number): Markup | undefined {
  for (const [open, close, path] of SECTIONS) {
    if (raw.toString('latin1', start, start + open.length) !== open) continue;
    const inner = start + open.length;
    const end = raw.indexOf(close, inner);
    if (end < 0) return undefined;
    const range = { start: inner, end };
    const places = (base: string) => (end > inner ? [remarkPlace(raw, range, base + path)] : []);
    const text = open === CDATA && end > inner ? { section: range } : undefined;
    return { end: end + close.length, inline: true, places, ...text };
  }
  return raw[start + 1] === 0x21 ? undefined : readTag(raw, start);
}

const SLASH = 0x2f;
const NAME = /^<\/?([A-Za-z_:\u0080-\u00ff][^\t\n\r />]*)/;

function readTag(raw: Buffer, start: number): Markup | undefined {
  const end = tagEnd(raw, start);
  const match = NAME.exec(raw.toString('latin1', start, Math.min(start + 256, raw.length)));
  const name = match?.[1];
  if (end < 0 || match === null || name === undefined) return undefined;
  const inside: Range = { start: start + match[0].length, end };
  const closes = raw[start + 1] === SLASH || raw[end - 1] === SLASH;
  const places = function* (base: string): Generator<Place, void> {
    for (const value of attributeValues(raw, inside)) {
      yield* attributePlaces(raw, value, `${base}/${name}/@${value.name}`);
    }
    const named = closes ? undefined : namePlace(raw, { start: start + 1, end: inside.start }, `${base}/${name}`);
    if (named !== undefined) yield named;
  };
  return { end: end + 1, element: name, inline: inlineElements.has(name.toLowerCase()), places };
}

/** Offset of the `>` that ends a tag; one inside quotes does not. -1 when there is none. */
function tagEnd(raw: Buffer, start: number): number {
  let quote = 0;
  for (let at = start; at < raw.length; at++) {
    const byte = raw[at] as number;
    if (quote !== 0) {
      if (byte === quote) quote = 0;
    } else if (byte === 0x22 || byte === 0x27) quote = byte;
    else if (byte === 0x3e) return at;
    else if (byte === 0x3c && at > start) return -1;
  }
  return -1;
}
