/** Places in JavaScript source that redirection may touch: URLs at the head of string literals, and the script's own head. */
import { atOnce, type Work } from '../domain/work.ts';
import type { Splice } from './splice.ts';

/**
 * `source` is the script's bytes read as Latin-1, so that positions are those of bytes.
 * Splices of the URLs at the beginning of string and template literals. `map` is given `https://host` and what the
 * literal goes on with; slashes may be escaped (`https:\/\/`), and are again where they were.
 */
export function scriptUrls(source: string, map: (url: string) => string): Splice[] {
  return atOnce(scriptUrlsInSteps(source, map));
}

/** Characters that are read before others have their turn, if it is time. */
const UNITS_AT_ONCE = 128 * 1024;
/** More than a literal can be long, up to where its host ends. */
const LITERAL_UNITS_MAX = 512;

/** The same with rests in between. */
export function* scriptUrlsInSteps(
  source: string,
  map: (url: string) => string,
  unitsAtOnce: number = UNITS_AT_ONCE,
): Work<Splice[]> {
  const splices: Splice[] = [];
  for (let from = 0; from < source.length; ) {
    if (from > 0) yield;
    let next = from + unitsAtOnce;
    for (const match of source.slice(from, next + LITERAL_UNITS_MAX).matchAll(literal)) {
      const at = from + match.index;
      if (at >= from + unitsAtOnce) break;
      const [, quote = '', body = ''] = match;
      const start = at + quote.length;
      next = Math.max(next, start + body.length);
      const slashed = body.includes('\\/');
      const url = slashed ? body.replaceAll('\\/', '/') : body;
      const mapped = map(url);
      if (mapped === url) continue;
      const insert = slashed ? mapped.replaceAll('/', '\\/') : mapped;
      splices.push({ start, end: start + body.length, bytes: Buffer.from(insert) });
    }
    from = next;
  }
  return splices;
}

/** A quote, then scheme and host, up to what cannot be part of a host. */
const literal = /(["'`])((?:https?:|wss?:)?(?:\\?\/){2}[A-Za-z0-9_.-]{1,253}(?::\d{1,5})?)(?=["'`/?#\\]|\$\{)/g;

/** Where (in Latin-1 again) a statement may be put so that it runs first and directives such as 'use strict' stay in force. */
export function scriptHead(source: string): number {
  let at = source.startsWith(BOM) ? BOM.length : 0;
  let end = at;
  for (;;) {
    space.lastIndex = at;
    at += space.exec(source)?.[0].length ?? 0;
    directive.lastIndex = at;
    const found = directive.exec(source)?.[0];
    if (found === undefined) return end;
    at += found.length;
    end = at;
  }
}

/** The byte order mark of UTF-8, read as Latin-1. */
const BOM = '\u00ef\u00bb\u00bf';
const space = /(?:\s+|\/\/[^\n\r]*|\/\*(?:[^*]|\*(?!\/))*\*\/|#![^\n\r]*)*/y;
/** With its semicolon, or at the end of a line: without either it may be the beginning of an expression. */
const directive = /(?:'[^'\\\n\r]{0,100}'|"[^"\\\n\r]{0,100}")(?:[\t ]*;|(?=[\t ]*[\n\r]+[\t ]*[A-Za-z_$!(]))/y;
