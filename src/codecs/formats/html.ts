/** HTML: text, attribute values and comments, with character references decoded; scripts and styles stay. */
import { isUtf8 } from 'node:buffer';
import { type Token, type TokenHandler, Tokenizer, TokenizerMode } from 'parse5';
import { atOnce, type Work } from '../../domain/work.ts';
import { Assembly, type Format, type NestHead, type NestOpened, type Place } from '../assembly.ts';
import {
  attributeNames,
  attributePlaces,
  attributeValues,
  inlineElements,
  type Range,
  remarkPlace,
  textPlace,
} from '../markup.ts';
import { VerbatimPlace } from '../verbatim-place.ts';

/**
 * Opens a page or a fragment. HTML cannot be malformed. Only parse5's tokenizer is used, not its tree: the tree
 * moves and merges texts, while every token says which bytes it came from. Paths name the element: `/p`,
 * `/a/@href`, `/:comment`.
 *
 * @example
 * htmlCodec.open(Buffer.from('<p title="x">4111&nbsp;1111</p>'), { limits: defaultLimits, nesting: 0 });
 */
export const htmlCodec: Format = htmlFormat(false);

/** The same with scripts and styles read as text: what a visitor sends runs nowhere, so nothing in it can break. */
export const sentHtmlCodec: Format = htmlFormat(true);

function htmlFormat(scripts: boolean): Format {
  const steps = (raw: Buffer, head: NestHead) => openHtml(raw, head, scripts);
  return { id: 'html', open: (raw, head) => atOnce(steps(raw, head)), steps };
}

function* openHtml(raw: Buffer, head: NestHead, scripts: boolean): Work<NestOpened> {
  if (!isUtf8(raw)) return { ok: false, reason: 'CV_TEXT_NOT_UTF8' };
  const assembly = new Assembly(raw);
  const room = head.limits.spansMax - (head.spansBefore ?? 0);
  const add = (place: Place) => {
    if (assembly.spans.length < room) assembly.add(place);
    else throw TOO_MANY;
  };
  try {
    // One byte a character, so that the tokenizer's offsets are byte offsets; all its grammar is ASCII.
    const collector = new TokenCollector(raw, { base: head.base?.() ?? '', scripts }, add);
    yield* collector.read();
  } catch (error) {
    if (error === TOO_MANY) return { ok: false, reason: 'CV_TOO_MANY_SPANS' };
    throw error;
  }
  return { ok: true, document: assembly };
}

/** Bytes that are read before others have their turn, if it is time. */
const BYTES_AT_ONCE = 8 * 1024;
const ATTRIBUTES_AT_ONCE = 64;

/** Leaves the tokenizer, which has no way to be told to stop. */
const TOO_MANY = new Error('too many spans');

/** How the tokenizer must read what follows these start tags (HTML standard, section 13.2.6.4). */
export const rawTextModes: ReadonlyMap<string, Tokenizer['state']> = new Map([
  ['script', TokenizerMode.SCRIPT_DATA],
  ['style', TokenizerMode.RAWTEXT],
  ['xmp', TokenizerMode.RAWTEXT],
  ['iframe', TokenizerMode.RAWTEXT],
  ['noembed', TokenizerMode.RAWTEXT],
  ['noframes', TokenizerMode.RAWTEXT],
  ['title', TokenizerMode.RCDATA],
  ['textarea', TokenizerMode.RCDATA],
  ['plaintext', TokenizerMode.PLAINTEXT],
]);

/** Texts are what lies between the other tokens, whatever pieces the tokenizer cuts them into. */
class TokenCollector implements TokenHandler {
  readonly #raw: Buffer;
  readonly #base: string;
  readonly #scripts: boolean;
  readonly #add: (place: Place) => void;
  readonly #tokenizer: Tokenizer;
  /** Attributes of tags that are long by themselves: they come behind the texts that were read with them. */
  readonly #large: Iterable<Place>[] = [];
  #element = '';
  #textStart = 0;
  /** Places since the last text, itself among them; 0 when an element has parted what follows from it. */
  #since = 0;
  /** Whether there was white space since, which is no text of its own. */
  #blank = false;

  constructor(raw: Buffer, { base, scripts }: { base: string; scripts: boolean }, add: (place: Place) => void) {
    this.#raw = raw;
    this.#base = base;
    this.#scripts = scripts;
    this.#add = (place) => {
      add(place);
      if (this.#since > 0) this.#since += 1;
    };
    this.#tokenizer = new Tokenizer({ sourceCodeLocationInfo: true }, this);
  }

  *read(): Work<void> {
    for (let from = 0; from === 0 || from < this.#raw.length; from += BYTES_AT_ONCE) {
      if (from > 0) yield;
      const end = Math.min(from + BYTES_AT_ONCE, this.#raw.length);
      this.#tokenizer.write(this.#raw.toString('latin1', from, end), end === this.#raw.length);
      for (const attributes of this.#large.splice(0)) yield* this.#inSteps(attributes);
    }
    this.#text(this.#raw.length);
  }

  onStartTag(token: Token.TagToken): void {
    const range = this.#tag(token);
    if (range === undefined) return;
    this.#element = token.tagName;
    const mode = rawTextModes.get(token.tagName);
    if (mode !== undefined) this.#tokenizer.state = mode;
  }

  onEndTag(token: Token.TagToken): void {
    this.#tag(token);
    this.#element = '';
  }

  onComment(token: Token.CommentToken): void {
    const range = this.#token(token.location);
    if (range === undefined) return;
    const regular = this.#raw.toString('latin1', range.start, range.start + 4) === '<!--';
    const start = range.start + (regular ? 4 : 2);
    // One that never ends has all the rest in it.
    const close = this.#raw.toString('latin1', Math.max(start, range.end - 3), range.end);
    const tail = regular ? (close === '-->' ? 3 : 0) : close.endsWith('>') ? 1 : 0;
    const inner = { start, end: range.end - tail };
    if (inner.end > inner.start) this.#add(remarkPlace(this.#raw, inner, `${this.#base}/:comment`));
  }

  onDoctype(token: Token.DoctypeToken): void {
    const range = this.#token(token.location);
    if (range !== undefined && LONG_NUMBER.test(this.#raw.toString('latin1', range.start, range.end))) {
      const inner = { start: range.start + '<!doctype'.length, end: range.end - 1 };
      this.#add(remarkPlace(this.#raw, inner, `${this.#base}/:doctype`));
    }
  }

  onCharacter(): void {}
  onNullCharacter(): void {}
  onWhitespaceCharacter(): void {}
  onEof(): void {}

  #tag(token: Token.TagToken): Range | undefined {
    const range = this.#token(token.location);
    if (range === undefined) return undefined;
    const nameLength = token.tagName.length;
    if (!inlineElements.has(token.tagName)) this.#since = 0;
    const from = range.start + (this.#raw[range.start + 1] === 0x2f ? 2 : 1) + nameLength;
    const inside = { start: from, end: range.end - 1 };
    const path = `${this.#base}/${token.tagName}`;
    const attributes = this.#attributes(inside, path);
    if (inside.end - from > BYTES_AT_ONCE) this.#large.push(attributes);
    else for (const place of attributes) this.#add(place);
    return range;
  }

  *#inSteps(attributes: Iterable<Place>): Work<void> {
    let count = 0;
    for (const place of attributes) {
      this.#add(place);
      count += 1;
      if (count % ATTRIBUTES_AT_ONCE === 0) yield;
    }
  }

  *#attributes(inside: Range, path: string): Generator<Place, void> {
    for (const value of attributeValues(this.#raw, inside)) {
      yield* attributePlaces(this.#raw, value, `${path}/@${value.name}`);
    }
    if (LONG_NUMBER.test(this.#raw.toString('latin1', inside.start, inside.end + 1))) yield* this.#names(inside);
  }

  /** Attribute names, which are looked at only where one is a number. */
  *#names(range: Range): Generator<Place, void> {
    for (const name of attributeNames(this.#raw, range)) {
      if (LONG_NUMBER.test(this.#raw.toString('latin1', name.start, name.end))) {
        yield remarkPlace(this.#raw, name, `${this.#base}/:attribute`);
      }
    }
  }

  /** Ends the text before a token; its place in the bytes. */
  #token(location: Token.Location | null): Range | undefined {
    if (location === null) return undefined;
    this.#text(location.startOffset);
    this.#textStart = location.endOffset;
    return { start: location.startOffset, end: location.endOffset };
  }

  #text(end: number): void {
    const start = this.#textStart;
    if (end <= start) return;
    if (isBlank(this.#raw, start, end)) {
      this.#blank = true;
      return;
    }
    const path = `${this.#base}/${this.#element || ':text'}`;
    const script = this.#element === 'script' || this.#element === 'style';
    if (!script) {
      const place = textPlace(this.#raw, { start, end }, path);
      if (this.#since > 0) {
        place.glued = this.#since;
        if (this.#blank) place.apart = true;
      }
      this.#since = 0;
      this.#blank = false;
      this.#add(place);
      this.#since = 1;
    } else if (this.#scripts) this.#add(new VerbatimPlace(path, this.#raw.subarray(start, end), start));
  }
}

/** No document type and no attribute is called after a number this long. */
const LONG_NUMBER = /(?:[0-9][^0-9]?){12}/;

function isBlank(raw: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((raw[at] as number) > 0x20) return false;
  return true;
}
