/** SockJS: `o`, `h`, `a[…]`, `c[…]`, `m"…"` from the server, `["…"]` from the client, on every transport but htmlfile. */
import { Assembly, type Format } from '../assembly.ts';
import { formCodec } from '../formats/form.ts';
import { htmlCodec } from '../formats/html.ts';
import { jsonCodec } from '../formats/json.ts';
import { lineFramer } from '../framer.ts';
import { around } from '../nest-into.ts';
import { at } from '../steps/at.ts';
import { choose } from '../steps/choose.ts';
import { split } from '../steps/split.ts';
import { strip } from '../steps/strip.ts';
import { VerbatimPlace } from '../verbatim-place.ts';
import { jsonp } from './jsonp.ts';

const LINE_FEED = Buffer.from('\n');
const FRAME = /^(?:[acm](?=["[])|o|h+)?/;

/**
 * Reads frames one to a line, as streaming transports send them, and single ones. `message` reads each message;
 * a bare JSON object, as the /info answer is one, is read as JSON.
 *
 * @example
 * sockjs(jsonCodec).open(Buffer.from('a["{\\"text\\":\\"hi\\"}"]'), head);
 */
export function sockjs(message: Format): Format {
  const frames = split({ delimiter: LINE_FEED }, sockjsFrame(message));
  const posted = at([['/d', messagesOf(message)]], formCodec);
  const format = choose('sockjs', [
    { when: (bytes) => bytes.toString('latin1', 0, 2) === 'd=', format: posted },
    { when: (bytes) => WELCOME.test(bytes.toString('latin1', 0, 32)), format: htmlCodec },
    { when: (bytes) => CALLED.test(bytes.toString('latin1', 0, 512)), format: jsonp(sockjsFrame(message)) },
    { format: frames },
  ]);
  return { ...format, framer: lineFramer };
}

/** Whether a polling or streaming answer of SockJS begins like this. */
export function looksLikeSockjs(bytes: Buffer): boolean {
  return /^(?:o\n|h+(?:\n|$)|a\["|c\[\d{4},")/.test(bytes.toString('latin1', 0, 64));
}

const WELCOME = /^Welcome to SockJS!/;
/** A callback; the shortest name that is not one of the frame letters with a bracket. */
const CALLED = /^(?:\/\*\*\/)?[\w$.]{1,128}\(/;

/** One frame, perhaps with a carriage return behind it. */
export function sockjsFrame(message: Format): Format {
  const messages = messagesOf(message);
  return {
    id: 'sockjs-frame',
    ...around((raw, head) => {
      const kind = FRAME.exec(raw.toString('latin1', 0, raw[0] === 0x68 ? raw.length : 2))?.[0] ?? '';
      const content = raw.subarray(kind.length);
      const empty = content.every((byte) => byte === 0x0d || byte === 0x20);
      if (empty) return { ok: true, document: new Assembly(raw) };
      if (kind.startsWith('o') || kind.startsWith('h')) return { ok: false, reason: 'CV_WIRE_MALFORMED' };
      const assembly = new Assembly(raw);
      const place = new VerbatimPlace(head.base?.() ?? '', content, kind.length);
      return { assembly, place, format: messages };
    }),
  };
}

/** The messages of an array of strings, or of one string; what is no string is JSON. */
function messagesOf(message: Format): Format {
  return at(
    [
      ['', message],
      ['/*', message],
    ],
    jsonCodec,
  );
}

/** Whether an endless page of the htmlfile transport begins like this (SockJS protocol 0.3.3, "HtmlFile"). */
export function looksLikeHtmlfile(bytes: Buffer): boolean {
  return HTMLFILE.test(bytes.toString('latin1', 0, 600));
}

const HTMLFILE = /^<!doctype html>\s*<html><head>.*Don't panic!.*parent\.[\w$.]+;\s*c\.start\(\);/is;

/** The htmlfile transport: script elements that call `p("<frame>")` in an endless page. */
export function sockjsHtmlfile(message: Format): Format {
  const call = strip({ head: 'p\\(', tail: '\\);?\\s*' }, at([['', sockjsFrame(message)]], jsonCodec));
  const line = choose('sockjs-line', [
    { when: (bytes) => bytes.toString('latin1', 0, 3) === 'p("', format: call },
    { format: htmlCodec },
  ]);
  return { ...split({ delimiter: LINE_FEED }, line), id: 'sockjs-htmlfile', framer: lineFramer };
}
