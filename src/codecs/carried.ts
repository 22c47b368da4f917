/** A WebSocket text names no type: it is read as what it looks like, and as plain text when it looks like nothing. */
import type { Format } from './assembly.ts';
import { eventStreamCodec } from './formats/event-stream.ts';
import { formCodec } from './formats/form.ts';
import { ndjsonCodec } from './formats/ndjson.ts';
import { plainCodec } from './formats/plain.ts';
import { openInSteps } from './in-steps.ts';
import { jsonMessages, openRecognised, openRecognisedInSteps } from './recognised.ts';
import { jsonOr, startsLikeJson } from './sniff.ts';

const EQUALS = 0x3d;
const PERCENT = 0x25;
const AMPERSAND = 0x26;
const LINE_FEED = 0x0a;

const later: Format = {
  id: 'plain',
  open: (bytes, head) => (looksLikeEvents(bytes) ? eventStreamCodec : plainCodec).open(bytes, head),
  steps: (bytes, head) => openInSteps(looksLikeEvents(bytes) ? eventStreamCodec : plainCodec, bytes, head),
};

const other: Format = {
  id: 'plain',
  open(bytes, head) {
    if (looksLikeLines(bytes)) {
      const lines = ndjsonCodec.open(bytes, head);
      if (lines.ok) return lines;
    }
    const message = openRecognised(bytes, head);
    if (message !== undefined) return message;
    if (looksLikeForm(bytes)) return formCodec.open(bytes, head);
    if (looksLikeEvents(bytes)) return eventStreamCodec.open(bytes, head);
    return plainCodec.open(bytes, head);
  },
  *steps(bytes, head) {
    if (looksLikeLines(bytes)) {
      const lines = yield* openInSteps(ndjsonCodec, bytes, head);
      if (lines.ok) return lines;
    }
    const message = yield* openRecognisedInSteps(bytes, head);
    if (message !== undefined) return message;
    return yield* openInSteps(looksLikeForm(bytes) ? formCodec : later, bytes, head);
  },
};

export const carriedCodec: Format = jsonOr(other, jsonMessages);

/** Text under its own type: JSON or a message of a known protocol, as polling transports send them, else text. */
export const typedTextCodec: Format = jsonOr(recognisedOr(plainCodec), jsonMessages);

/** Script under its own type that is no script: a frame of SockJS, a call with JSON in it. Else `otherwise`. */
export function scriptCodec(otherwise: Format): Format {
  return recognisedOr(otherwise);
}

function recognisedOr(otherwise: Format): Format {
  return {
    id: otherwise.id,
    open: (bytes, head) => openRecognised(bytes, head) ?? otherwise.open(bytes, head),
    *steps(bytes, head) {
      return (yield* openRecognisedInSteps(bytes, head)) ?? (yield* openInSteps(otherwise, bytes, head));
    },
  };
}

/** JSON values on lines of their own. */
function looksLikeLines(bytes: Buffer): boolean {
  return bytes.includes(LINE_FEED) && startsLikeJson(bytes);
}

/**
 * `name=value` pairs of which something is percent-encoded or joined by `&`, and no blank: a sentence has blanks,
 * and text without any encoding reads the same either way.
 */
function looksLikeForm(bytes: Buffer): boolean {
  const equals = bytes.indexOf(EQUALS);
  if (equals < 1 || !(bytes.includes(PERCENT) || bytes.includes(AMPERSAND))) return false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte <= 0x20 || byte >= 0x7f) return false;
  }
  const ampersand = bytes.indexOf(AMPERSAND);
  return ampersand === -1 || equals < ampersand;
}

const eventField = /^(?:data|event|id|retry)?:/;

function looksLikeEvents(bytes: Buffer): boolean {
  return eventField.test(bytes.toString('latin1', 0, 8)) && bytes.includes(LINE_FEED);
}
