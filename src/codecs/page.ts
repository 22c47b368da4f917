/** The few places of an HTML page that redirection changes: where a script would run first, policies, integrity, inline scripts. */
import { type Token, type TokenHandler, Tokenizer } from 'parse5';
import { atOnce, type Work } from '../domain/work.ts';
import { rawTextModes } from './formats/html.ts';
import { type AttributeValue, attributeValues, type Range } from './markup.ts';

export interface PageParts {
  /** Where a script stands before every other: behind `<head>`, or before the first element that is not `<html>`. */
  readonly first: number;
  /** It is a page and not a fragment: it has a doctype, or an element that only pages have. */
  readonly whole: boolean;
  /** Values of Content-Security-Policy in `<meta>`. */
  readonly policies: readonly Range[];
  /** Values of `integrity`, with the URL they belong to as it is written. */
  readonly digests: readonly (Range & { readonly url: string })[];
  /** Contents of inline classic and module scripts. */
  readonly scripts: readonly Range[];
}

/**
 * Reads a page with the tokenizer of the HTML standard; offsets are of bytes.
 *
 * @example
 * readPage(Buffer.from('<!doctype html><head><title>x</title>')).first; // 21
 */
export function readPage(raw: Buffer): PageParts {
  return atOnce(readPageInSteps(raw));
}

/** The same with rests in between. */
export function* readPageInSteps(raw: Buffer): Work<PageParts> {
  const reader = new PageReader(raw);
  yield* reader.read();
  return reader.parts();
}

/** Bytes that are read before others have their turn, if it is time. */
const BYTES_AT_ONCE = 8 * 1024;

const scriptType = /^(?:|module|(?:text|application)\/(?:x-)?(?:java|ecma)script)$/i;

const LOOKED_INTO = new Set(['meta', 'script', 'link']);

class PageReader implements TokenHandler {
  readonly #raw: Buffer;
  readonly #tokenizer: Tokenizer;
  readonly #policies: Range[] = [];
  readonly #digests: (Range & { readonly url: string })[] = [];
  readonly #scripts: Range[] = [];
  #first: number | undefined;
  /** End of the doctype or of `<html>`, for a page that has no element. */
  #start = 0;
  #whole = false;
  #script: number | undefined;

  constructor(raw: Buffer) {
    this.#raw = raw;
    this.#tokenizer = new Tokenizer({ sourceCodeLocationInfo: true }, this);
  }

  *read(): Work<void> {
    for (let from = 0; from === 0 || from < this.#raw.length; from += BYTES_AT_ONCE) {
      if (from > 0) yield;
      const end = Math.min(from + BYTES_AT_ONCE, this.#raw.length);
      // One character a byte, so that the tokenizer's offsets are offsets of bytes; all its grammar is ASCII.
      this.#tokenizer.write(this.#raw.toString('latin1', from, end), end === this.#raw.length);
    }
  }

  parts(): PageParts {
    return {
      first: this.#first ?? this.#start,
      whole: this.#whole,
      policies: this.#policies,
      digests: this.#digests,
      scripts: this.#scripts,
    };
  }

  onStartTag(token: Token.TagToken): void {
    const { location, tagName } = token;
    if (location === null) return;
    const mode = rawTextModes.get(tagName);
    if (mode !== undefined) this.#tokenizer.state = mode;
    if (tagName === 'html' || tagName === 'head' || tagName === 'body') this.#whole = true;
    if (tagName === 'html') this.#start = location.endOffset;
    else this.#first ??= tagName === 'head' ? location.endOffset : location.startOffset;
    const inside = { start: location.startOffset + 1 + tagName.length, end: location.endOffset - 1 };
    const values = LOOKED_INTO.has(tagName) ? [...attributeValues(this.#raw, inside)] : [];
    if (tagName === 'meta') this.#policy(values);
    if (tagName === 'script' || tagName === 'link') this.#digest(values);
    if (tagName !== 'script') return;
    const inline = !values.some(({ name }) => name.toLowerCase() === 'src');
    this.#script = inline && scriptType.test(this.#value(values, 'type') ?? '') ? location.endOffset : undefined;
  }

  onEndTag(token: Token.TagToken): void {
    const end = token.location?.startOffset;
    if (token.tagName === 'script' && this.#script !== undefined && end !== undefined && end > this.#script) {
      this.#scripts.push({ start: this.#script, end });
    }
    this.#script = undefined;
  }

  onDoctype(token: Token.DoctypeToken): void {
    this.#whole = true;
    this.#start = token.location?.endOffset ?? 0;
  }

  onComment(): void {}
  onCharacter(): void {}
  onNullCharacter(): void {}
  onWhitespaceCharacter(): void {}
  onEof(): void {}

  #policy(values: readonly AttributeValue[]): void {
    const kind = this.#value(values, 'http-equiv')?.toLowerCase();
    const content = values.find(({ name }) => name.toLowerCase() === 'content');
    if (kind === 'content-security-policy' && content?.quoted === true) this.#policies.push(content);
  }

  #digest(values: readonly AttributeValue[]): void {
    const integrity = values.find(({ name }) => name.toLowerCase() === 'integrity');
    const url = this.#value(values, 'src') ?? this.#value(values, 'href') ?? '';
    if (integrity?.quoted === true) this.#digests.push({ start: integrity.start, end: integrity.end, url });
  }

  #value(values: readonly AttributeValue[], wanted: string): string | undefined {
    const found = values.find(({ name }) => name.toLowerCase() === wanted);
    return found === undefined ? undefined : this.#raw.toString('utf8', found.start, found.end).trim();
  }
}
