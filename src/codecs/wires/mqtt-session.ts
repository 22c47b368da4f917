/** Packets of MQTT that open a session or name topics: what people or programs wrote in them is read, the password is not. */
import { isUtf8 } from 'node:buffer';
import { Assembly, type Format, type NestHead, type NestOpened } from '../assembly.ts';
import { lengthCodecs, readVarint } from '../length-form.ts';
import { LengthPlace } from '../length-place.ts';
import { nestInto } from '../nest-into.ts';

type Failure = Extract<NestOpened, { readonly ok: false }>;
const MALFORMED: Failure = { ok: false, reason: 'CV_WIRE_MALFORMED' };

/** Control packet types (version 5 section 2.1.2). */
export const CONNECT = 1;
const SUBSCRIBE = 8;
const UNSUBSCRIBE = 10;

const { u16be } = lengthCodecs;

/** The format of what follows the fixed header of a packet; undefined for types that hold no words. */
export function sessionFormats(payload: Format): (type: number) => Format | undefined {
  const connect: Format = { id: 'connect', open: (raw, head) => openConnect(raw, head, payload) };
  const subscribe: Format = { id: 'subscribe', open: (raw, head) => openTopics(raw, head, 1) };
  const unsubscribe: Format = { id: 'unsubscribe', open: (raw, head) => openTopics(raw, head, 0) };
  const formats = new Map([
    [CONNECT, connect],
    [SUBSCRIBE, subscribe],
    [UNSUBSCRIBE, unsubscribe],
  ]);
  return (type) => formats.get(type);
}

/** Texts one after the other, each behind two bytes of length; `at` is undefined when one does not fit. */
class Fields {
  readonly assembly: Assembly;
  failure: Failure = MALFORMED;
  readonly #raw: Buffer;
  readonly #head: NestHead;
  readonly #base: string;

  constructor(raw: Buffer, head: NestHead) {
    this.assembly = new Assembly(raw);
    this.#raw = raw;
    this.#head = head;
    this.#base = head.base?.() ?? '';
  }

  /** Offset behind the field at `at`, whose text was added. */
  text(at: number, name: string): number | undefined {
    const field = u16be.read(this.#raw, at);
    if (field === undefined) return undefined;
    const place = this.#place(at, name);
    if (!isUtf8(place.bytes)) {
      this.failure = { ok: false, reason: 'CV_TEXT_NOT_UTF8' };
      return undefined;
    }
    if (place.bytes.length > 0) this.assembly.add(place);
    return field.end;
  }

  /** The same for a field that `format` reads. */
  nested(at: number, name: string, format: Format): number | undefined {
    const field = u16be.read(this.#raw, at);
    if (field === undefined) return undefined;
    const refused = nestInto(this.assembly, this.#place(at, name), format, this.#head);
    if (refused !== undefined) this.failure = refused;
    return refused === undefined ? field.end : undefined;
  }

  /** Sign-ins and properties stay as they are, and are counted. */
  leave(from: number, end: number): void {
    if (end > from) this.assembly.uninspected.push({ reason: 'protocol', bytes: end - from });
  }

  #place(at: number, name: string): LengthPlace {
    const start = at + 2;
    const end = start + this.#raw.readUInt16BE(at);
    const header = { start: at, end: start, spell: u16be.spell };
    return new LengthPlace(`${this.#base}/:${name}`, this.#raw.subarray(start, end), start, header);
  }
}

/** Flags of CONNECT (3.1.1 section 3.1.2.3). */
const USER_NAME = 0x80;
const PASSWORD = 0x40;
const WILL = 0x04;

function openConnect(raw: Buffer, head: NestHead, payload: Format): NestOpened {
  const name = u16be.read(raw, 0);
  if (name === undefined || name.end + 4 > raw.length) return MALFORMED;
  const flags = raw[name.end + 1] as number;
  const newest = (raw[name.end] as number) >= 5;
  const fields = new Fields(raw, head);
  let at = afterProperties(raw, name.end + 4, newest, fields);
  at = at === undefined ? undefined : fields.text(at, 'client');
  if (at !== undefined && (flags & WILL) !== 0) {
    at = afterProperties(raw, at, newest, fields);
    at = at === undefined ? undefined : fields.text(at, 'topic');
    at = at === undefined ? undefined : fields.nested(at, 'will', payload);
  }
  if (at !== undefined && (flags & USER_NAME) !== 0) at = fields.text(at, 'user');
  if (at !== undefined && (flags & PASSWORD) !== 0) {
    const password = u16be.read(raw, at);
    if (password !== undefined) fields.leave(password.start, password.end);
    at = password?.end;
  }
  return at === raw.length ? { ok: true, document: fields.assembly } : fields.failure;
}

function afterProperties(raw: Buffer, at: number, newest: boolean, fields: Fields): number | undefined {
  if (!newest) return at;
  const length = readVarint(raw, at, 4);
  if (length === undefined || length.end + length.value > raw.length) return undefined;
  fields.leave(length.end, length.end + length.value);
  return length.end + length.value;
}

/** Only CONNECT says the version: what fits without properties has none. */
function openTopics(raw: Buffer, head: NestHead, optionBytes: 0 | 1): NestOpened {
  const old = topicsFrom(raw, head, { newest: false, optionBytes });
  return old.ok ? old : topicsFrom(raw, head, { newest: true, optionBytes });
}

function topicsFrom(
  raw: Buffer,
  head: NestHead,
  { newest, optionBytes }: { readonly newest: boolean; readonly optionBytes: 0 | 1 },
): NestOpened {
  const fields = new Fields(raw, head);
  let at = afterProperties(raw, 2, newest, fields);
  while (at !== undefined && at < raw.length) {
    const end = fields.text(at, 'topic');
    at = end === undefined ? undefined : end + optionBytes;
  }
  return at === raw.length ? { ok: true, document: fields.assembly } : fields.failure;
}
