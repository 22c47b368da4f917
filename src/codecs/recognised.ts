/** Texts that are whole messages of a known protocol, told by their first bytes and believed only when they open to the last. */
import { atOnce, type Work } from '../domain/work.ts';
import { Assembly, type Format, type NestableDocument, type NestHead, type NestOpened } from './assembly.ts';
import { jsonCodec } from './formats/json.ts';
import { plainCodec } from './formats/plain.ts';
import { openInSteps } from './in-steps.ts';
import { around } from './nest-into.ts';
import { isText, startsLikeJson } from './sniff.ts';
import { at } from './steps/at.ts';
import { lengths } from './steps/lengths.ts';
import { split } from './steps/split.ts';
import { VerbatimPlace } from './verbatim-place.ts';
import { enginePacket, isCounted, PACKET_SEPARATOR } from './wires/engineio.ts';
import { jsonp, looksLikeJsonp } from './wires/jsonp.ts';
import { endsWithMessage, looksLikeNats, nats } from './wires/nats.ts';
import { wordBefore } from './wires/prefix.ts';
import { socketPacket } from './wires/socketio.ts';
import { sockjsFrame } from './wires/sockjs.ts';
import { looksLikeStomp, stomp } from './wires/stomp.ts';
import { looksLikeStanza, xmpp } from './wires/xmpp.ts';

/** The texts of a protocol's message, or undefined when the bytes are no such message. */
export function openRecognised(raw: Buffer, head: NestHead): NestOpened | undefined {
  if (head.nesting >= head.limits.nestingMax) return undefined;
  const deeper: NestHead = { ...head, nesting: head.nesting + 1 };
  for (const { looks, format } of wires) {
    if (!looks(raw)) continue;
    const opened = format.open(raw, deeper);
    if (opened.ok ? holdsSomething(opened.document) : LIMITS.has(opened.reason)) return opened;
  }
  return undefined;
}

/** The same with rests in between. */
export function* openRecognisedInSteps(raw: Buffer, head: NestHead): Work<NestOpened | undefined> {
  if (head.nesting >= head.limits.nestingMax) return undefined;
  const deeper: NestHead = { ...head, nesting: head.nesting + 1 };
  for (const { looks, format } of wires) {
    yield;
    if (!looks(raw)) continue;
    const opened = yield* openInSteps(format, raw, deeper);
    if (opened.ok ? holdsSomething(opened.document) : LIMITS.has(opened.reason)) return opened;
  }
  return undefined;
}

/** Whether bytes begin like a message of a known protocol. */
export function looksRecognised(first: Buffer): boolean {
  return wires.some(({ looks }) => looks(first));
}

/** Whether no message of a known protocol is cut at the end of bytes that nobody says how to read. */
export function endsWhole(raw: Buffer): boolean {
  return !looksLikeNats(raw) || endsWithMessage(raw);
}

/** Digits that could be heart-beats could be typed as well: without any text in them they stay the text they are. */
function holdsSomething({ spans, uninspected }: NestableDocument): boolean {
  return spans.some(({ role }) => role !== 'number') || uninspected.some(({ reason }) => reason !== 'protocol');
}

/** A message that breaks a limit stays refused; one that is malformed was perhaps never meant to be one. */
const LIMITS: ReadonlySet<string> = new Set(['CV_TOO_MANY_SPANS', 'CV_TOO_MANY_RECORDS']);

/** JSON, a message of a known protocol, or text: what lies in messages that carry messages. */
export const messageText: Format = {
  id: 'message',
  open: (raw, head) =>
    startsLikeJson(raw)
      ? atOnce(openJsonMessage(raw, head))
      : (openRecognised(raw, head) ?? plainCodec.open(raw, head)),
  *steps(raw, head) {
    if (startsLikeJson(raw)) return yield* openJsonMessage(raw, head);
    return (yield* openRecognisedInSteps(raw, head)) ?? plainCodec.open(raw, head);
  },
};

function* openJsonMessage(raw: Buffer, head: NestHead): Work<NestOpened> {
  const deeper = { ...head, nesting: head.nesting + 1 };
  const opened = head.nesting < head.limits.nestingMax ? yield* openInSteps(jsonCodec, raw, deeper) : undefined;
  if (opened?.ok === false && LIMITS.has(opened.reason)) return opened;
  return opened?.ok === true && holdsSomething(opened.document) ? opened : plainCodec.open(raw, head);
}

/** Type, attachments, namespace, a short acknowledgement id, then JSON: a digit before anything else is a sentence. */
const WITH_JSON = /^[0-6](?:\d{1,3}-)?(?:\/[^,]{0,300}(?:,|$)|(?=\d{0,7}[[{"]))(?:$|\d{0,7}[[{"])/;

const strictPacket: Format = {
  id: 'strict-packet',
  open: (raw, head) => (isStrict(raw) ? socketPacket.open(raw, head) : MALFORMED),
  *steps(raw, head) {
    return isStrict(raw) ? yield* openInSteps(socketPacket, raw, head) : MALFORMED;
  },
};

const MALFORMED = { ok: false, reason: 'CV_WIRE_MALFORMED' } as const;

function isStrict(raw: Buffer): boolean {
  return WITH_JSON.test(raw.toString('latin1', 0, 400));
}

const single = enginePacket(strictPacket);
const packet = enginePacket(socketPacket);
const packets = split({ delimiter: PACKET_SEPARATOR }, packet);
const counted = lengths('decimal-colon', packet);
const record: Format = {
  id: 'record',
  open: (raw, head) => (startsLikeJson(raw) ? jsonCodec : packet).open(raw, head),
  steps: (raw, head) => openInSteps(startsLikeJson(raw) ? jsonCodec : packet, raw, head),
};
const records = split({ delimiter: PACKET_SEPARATOR }, record);
const frame = lineTrimmed(sockjsFrame(messageText));
const stompFrames = stomp(messageText);
const natsMessages = nats(messageText);
const call = jsonp(messageText);

/** A word directly before JSON; the word is a text of its own, so that nothing in it goes unseen. */
const worded: Format = {
  id: 'worded',
  ...around((raw, head) => {
    const length = wordBefore(raw) ?? 0;
    const assembly = new Assembly(raw);
    const base = head.base?.() ?? '';
    assembly.add(new VerbatimPlace(`${base}/:word`, raw.subarray(0, length), 0));
    const place = new VerbatimPlace(base, raw.subarray(length), length);
    return { assembly, place, format: jsonCodec };
  }),
};

interface Recogniser {
  readonly looks: (raw: Buffer) => boolean;
  readonly format: Format;
}

const OPENING = /^(?:0\{|[23]probe$|4[0-6])/;
const SOCKJS = /^(?:a\[|c\[|m"|o\r?\n?$|h+\r?\n?$)/;

const wires: readonly Recogniser[] = [
  { looks: (raw) => OPENING.test(raw.toString('latin1', 0, 12)) && !raw.includes(PACKET_SEPARATOR), format: single },
  { looks: (raw) => raw.includes(PACKET_SEPARATOR) && !startsLikeJson(raw), format: packets },
  { looks: (raw) => raw.includes(PACKET_SEPARATOR), format: records },
  { looks: (raw) => isDigit(raw[0]) && isCounted(raw), format: counted },
  { looks: (raw) => SOCKJS.test(raw.toString('latin1', 0, 12)), format: frame },
  { looks: looksLikeStomp, format: stompFrames },
  { looks: looksLikeNats, format: natsMessages },
  { looks: looksLikeStanza, format: xmpp },
  { looks: looksLikeJsonp, format: call },
  { looks: (raw) => wordBefore(raw) !== undefined, format: worded },
  { looks: isLoneAttachment, format: packet },
];

/** Shorter ones could be words that somebody typed; what reads as text afterwards is a word less easily. */
const ATTACHMENT_MIN = { text: 25, binary: 41 };

/** An attachment in a poll of its own: `b` and base64 (Engine.IO 4, "Packet encoding"). */
function isLoneAttachment(raw: Buffer): boolean {
  if (raw[0] !== 0x62 || raw.length < ATTACHMENT_MIN.text || raw.length % 4 !== 1) return false;
  const coded = raw.toString('latin1', 1);
  if (!BASE64.test(coded)) return false;
  return raw.length >= ATTACHMENT_MIN.binary || isText(Buffer.from(coded, 'base64'));
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** Polling transports end their one frame with a line feed. */
function lineTrimmed(inner: Format): Format {
  return { ...split({ delimiter: Buffer.from('\n'), recordsMax: 1 }, inner), id: 'line' };
}

/** JSON; the texts of an array of texts may be messages, as a SockJS client sends them. */
export const jsonMessages: Format = {
  id: 'json',
  open(raw, head) {
    const texts = raw[0] === 0x5b && TEXTS.test(raw.toString('latin1', 0, 16));
    const opened = texts ? list.open(raw, head) : jsonCodec.open(raw, head);
    return opened.ok || LIMITS.has(opened.reason) ? opened : jsonCodec.open(raw, head);
  },
  *steps(raw, head) {
    const texts = raw[0] === 0x5b && TEXTS.test(raw.toString('latin1', 0, 16));
    const opened = yield* openInSteps(texts ? list : jsonCodec, raw, head);
    return opened.ok || LIMITS.has(opened.reason) ? opened : yield* openInSteps(jsonCodec, raw, head);
  },
};

const TEXTS = /^\[\s*"/;
const list = at([['/*', messageText]], jsonCodec);
