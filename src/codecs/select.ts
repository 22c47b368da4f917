/** Chooses how a body is read, from its declared type and its first bytes; declared types are known to lie. */
import type { Channel, Direction } from '../domain/frame.ts';
import type { Work } from '../domain/work.ts';
import { Assembly, type Format } from './assembly.ts';
import { assetHead } from './asset-head.ts';
import { carriedCodec, scriptCodec, typedTextCodec } from './carried.ts';
import type { Codec, Opened, OpenHead, Selection } from './codec.ts';
import { eventStreamCodec } from './formats/event-stream.ts';
import { formCodec } from './formats/form.ts';
import { htmlCodec, sentHtmlCodec } from './formats/html.ts';
import { jsonCodec } from './formats/json.ts';
import { multipartCodec } from './formats/multipart.ts';
import { streamedMultipart } from './formats/multipart-stream.ts';
import { ndjsonCodec } from './formats/ndjson.ts';
import { xmlCodec } from './formats/xml.ts';
import { eventFramer, lineFramer } from './framer.ts';
import { openInSteps, STEPS_BYTES } from './in-steps.ts';
import {
  assetReason,
  isFormType,
  isHtmlType,
  isJsonType,
  isMultipartType,
  isTextType,
  isXmlType,
} from './media-type.ts';
import { messageText } from './recognised.ts';
import { isText, jsonOr, passing, refusing, startsLikeJson, undeclaredCodec } from './sniff.ts';
import { at } from './steps/at.ts';
import { looksLikeJsonp } from './wires/jsonp.ts';
import { looksLikeHtmlfile, looksLikeSockjs, sockjs, sockjsHtmlfile } from './wires/sockjs.ts';
import { looksLikeBosh, xmpp } from './wires/xmpp.ts';

/** Where the bytes came from. */
export interface SelectScene {
  readonly channel: Channel;
  readonly direction: Direction;
  /** What the profile says about the route; it wins, because declared types lie. */
  readonly codec?: Format;
}

/**
 * The treatment of a body; `firstBytes` may be its beginning, all of it, or empty.
 *
 * @example
 * selectCodec({ mediaType: 'text/plain', limits, nesting: 0 }, { channel: 'http-body', direction: 'to-client' }, bytes);
 */
export function selectCodec(head: OpenHead, scene: SelectScene, firstBytes: Buffer): Selection {
  if (scene.codec !== undefined) return byRoute(scene.codec, head, scene, firstBytes);
  if (scene.channel === 'ws-text') return document(carriedCodec);
  const type = head.mediaType;
  if (scene.channel === 'ws-binary') return undeclared(firstBytes);
  if (type === undefined || type === '' || type === 'application/octet-stream') {
    const told = scene.direction === 'to-client' ? assetHead(firstBytes) : undefined;
    if (told !== undefined) return { treat: 'asset', reason: told };
    if (type !== 'application/octet-stream') return undeclared(firstBytes);
  }
  const declared =
    (scene.direction === 'to-client' ? answered(type, head, firstBytes) : undefined) ?? byType(type, scene.direction);
  if (declared !== undefined) return declared;
  const asset = assetReason(type);
  if (asset === 'asset-script' && scene.direction === 'to-client') return script(firstBytes);
  if (asset === undefined) {
    return mayBeJson(firstBytes, refusing('CV_CONTENT_UNKNOWN')) ?? { treat: 'unknown', reason: 'content-type' };
  }
  if (scene.direction === 'to-client') {
    return mayBeJson(firstBytes, passing(asset)) ?? { treat: 'asset', reason: asset };
  }
  return mayBeJson(firstBytes, refusing('CV_FILE_REFUSED')) ?? { treat: 'unknown', reason: 'file' };
}

/** What servers alone send: parts and pages that arrive over time, and lines of JSON under the name of JSON. */
function answered(type: string, { boundary }: OpenHead, firstBytes: Buffer): Selection | undefined {
  if (isHtmlType(type)) return looksLikeHtmlfile(firstBytes) ? endlessPage : undefined;
  return isJsonType(type) ? jsonOrLines : streamedMultipart(type, boundary);
}

/** Opens bytes with a codec; whatever goes wrong inside it is an answer, never an exception. An empty body is empty. */
export function openBody(codec: Codec, bytes: Buffer, head: OpenHead): Opened {
  if (bytes.length === 0) return { ok: true, document: new Assembly(bytes) };
  try {
    return codec.open(bytes, head);
  } catch {
    return { ok: false, reason: 'CV_INTERNAL' };
  }
}

/** The same with rests in between, for codecs that can be long about it. */
export function* openBodyInSteps(codec: Codec, bytes: Buffer, head: OpenHead): Work<Opened> {
  if (bytes.length < STEPS_BYTES || codec.steps === undefined) return openBody(codec, bytes, head);
  try {
    return yield* codec.steps(bytes, head);
  } catch {
    return { ok: false, reason: 'CV_INTERNAL' };
  }
}

/**
 * Binary WebSocket messages are for the codec only where it reads such; else they are attachments. An event stream
 * is one whatever it carries, so the codec reads the data of its events.
 */
function byRoute(codec: Format, head: OpenHead, { channel }: SelectScene, firstBytes: Buffer): Selection {
  if (channel === 'ws-binary' && codec.binary !== true) return undeclared(firstBytes);
  if (channel === 'ws-text' || channel === 'ws-binary') return document(codec);
  if (head.mediaType === 'text/event-stream' && codec.framer !== eventFramer) {
    return { treat: 'stream', codec: eventsOf(codec), framer: eventFramer };
  }
  return codec.framer === undefined ? document(codec) : { treat: 'stream', codec, framer: codec.framer };
}

const eventCodecs = new WeakMap<Format, Format>();

function eventsOf(codec: Format): Format {
  const known = eventCodecs.get(codec) ?? { ...at([['', codec]], eventStreamCodec), id: eventStreamCodec.id };
  eventCodecs.set(codec, known);
  return known;
}

function document(codec: Codec): Selection {
  return { treat: 'document', codec };
}

function undeclared(firstBytes: Buffer): Selection {
  return isText(firstBytes) ? document(undeclaredText) : { treat: 'unknown', reason: 'binary' };
}

const xmlOrBosh: Format = {
  id: xmlCodec.id,
  open: (bytes, head) => (looksLikeBosh(bytes) ? xmpp : xmlCodec).open(bytes, head),
  steps: (bytes, head) => openInSteps(looksLikeBosh(bytes) ? xmpp : xmlCodec, bytes, head),
};

const undeclaredText: Format = {
  id: undeclaredCodec.id,
  open: (bytes, head) => (isText(bytes) ? typedTextCodec : undeclaredCodec).open(bytes, head),
  steps: (bytes, head) => openInSteps(isText(bytes) ? typedTextCodec : undeclaredCodec, bytes, head),
};

/** JSON under a type that is not JSON's; whether it really is shows when it is opened. */
function mayBeJson(firstBytes: Buffer, otherwise: Format): Selection | undefined {
  return startsLikeJson(firstBytes) ? document(jsonOr(otherwise)) : undefined;
}

/** Polling answers are called scripts by some transports; scripts themselves pass. */
function script(firstBytes: Buffer): Selection {
  const pass = passing('asset-script');
  if (looksLikeSockjs(firstBytes)) return { treat: 'stream', codec: frames, framer: lineFramer };
  if (looksLikeJsonp(firstBytes)) return document(scriptCodec(pass));
  return mayBeJson(firstBytes, pass) ?? { treat: 'asset', reason: 'asset-script' };
}

/** One line of a SockJS stream; heart-beats and the prelude hold nothing. */
const frames = sockjs(messageText);

const endlessPage: Selection = { treat: 'stream', codec: sockjsHtmlfile(messageText), framer: lineFramer };

const lines: Selection = { treat: 'stream', codec: ndjsonCodec, framer: lineFramer };

const streams: ReadonlyMap<string, Selection> = new Map<string, Selection>([
  ['application/x-ndjson', lines],
  ['application/ndjson', lines],
  ['application/jsonl', lines],
  ['application/x-jsonlines', lines],
  ['application/json-seq', lines],
  ['application/stream+json', lines],
  ['text/event-stream', { treat: 'stream', codec: eventsOf(messageText), framer: eventFramer }],
]);

/** Servers that batch or stream answers call lines of JSON `application/json`; requests have no such custom. */
const jsonOrLines: Selection = document({
  id: jsonCodec.id,
  open(bytes, head) {
    const opened = jsonCodec.open(bytes, head);
    if (opened.ok || opened.reason !== 'CV_JSON_MALFORMED' || !bytes.includes(0x0a)) return opened;
    const lined = ndjsonCodec.open(bytes, head);
    return lined.ok ? lined : opened;
  },
  *steps(bytes, head) {
    const opened = yield* openInSteps(jsonCodec, bytes, head);
    if (opened.ok || opened.reason !== 'CV_JSON_MALFORMED' || !bytes.includes(0x0a)) return opened;
    const lined = yield* openInSteps(ndjsonCodec, bytes, head);
    return lined.ok ? lined : opened;
  },
});

/** The order matters: a type is taken by the first row that knows it. */
function byType(type: string, direction: Direction): Selection | undefined {
  const stream = streams.get(type);
  if (stream !== undefined) return stream;
  if (isJsonType(type)) return document(jsonCodec);
  if (isFormType(type)) return document(jsonOr(formCodec));
  if (isMultipartType(type)) return document(multipartCodec);
  if (isHtmlType(type)) return document(jsonOr(direction === 'to-client' ? htmlCodec : sentHtmlCodec));
  if (isXmlType(type)) return document(jsonOr(xmlOrBosh));
  return isTextType(type) ? document(typedTextCodec) : undefined;
}
