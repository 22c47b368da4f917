/** Socket.IO, parser protocols 4 and 5, inside Engine.IO: `42/chat,7["event",…]`. */
import { isUtf8 } from 'node:buffer';
import { Assembly, type Format } from '../assembly.ts';
import { FencedPlace } from '../fenced-place.ts';
import { jsonCodec } from '../formats/json.ts';
import { around } from '../nest-into.ts';
import { VerbatimPlace } from '../verbatim-place.ts';
import { engineio } from './engineio.ts';

const MALFORMED = { ok: false, reason: 'CV_WIRE_MALFORMED' } as const;
const COMMA = Buffer.from(',');

/** Digits of an attachment count or an acknowledgement id; both are small counters. */
const COUNTER_DIGITS_MAX = 10;

/**
 * One packet without the Engine.IO type: type digit, `<attachments>-` for binary ones, namespace, acknowledgement
 * id, JSON. The namespace is a text, as clients put queries there; the JSON is read as such, placeholders included.
 */
export const socketPacket: Format = {
  id: 'socket-packet',
  ...around((raw, head) => {
    if (!isUtf8(raw)) return { ok: false, reason: 'CV_TEXT_NOT_UTF8' };
    const parts = readHead(raw);
    if (parts === undefined) return MALFORMED;
    const assembly = new Assembly(raw);
    const base = head.base?.() ?? '';
    const { nspStart, nspEnd, start } = parts;
    if (nspEnd > nspStart) {
      assembly.add(new FencedPlace(`${base}/:namespace`, raw.subarray(nspStart, nspEnd), nspStart, COMMA));
    }
    const place = new VerbatimPlace(base, raw.subarray(start), start);
    return { assembly, place, format: jsonCodec };
  }),
};

/**
 * Engine.IO with Socket.IO in its messages; binary WebSocket messages are attachments, for the route's rule.
 *
 * @example
 * socketio.open(Buffer.from('42["message","hi"]'), head);
 */
export const socketio: Format = { ...engineio(socketPacket), id: 'socketio' };

interface PacketHead {
  readonly nspStart: number;
  readonly nspEnd: number;
  /** Where the JSON begins. */
  readonly start: number;
}

function readHead(raw: Buffer): PacketHead | undefined {
  const type = raw[0] ?? 0;
  if (type < 0x30 || type > 0x36) return undefined;
  let at = 1;
  if (type === 0x35 || type === 0x36) {
    at = afterDigits(raw, at);
    if (at === 1 || raw[at] !== 0x2d) return undefined;
    at++;
  }
  const nspStart = at + 1;
  let nspEnd = at;
  if (raw[at] === 0x2f) {
    const comma = raw.indexOf(COMMA, at);
    nspEnd = comma < 0 ? raw.length : comma;
    at = comma < 0 ? raw.length : comma + 1;
  }
  const start = afterDigits(raw, at);
  return start - at > COUNTER_DIGITS_MAX || nspStart > COUNTER_DIGITS_MAX + 1 ? undefined : { nspStart, nspEnd, start };
}

function afterDigits(raw: Buffer, from: number): number {
  let at = from;
  while (at < raw.length && (raw[at] as number) >= 0x30 && (raw[at] as number) <= 0x39) at++;
  return at;
}
