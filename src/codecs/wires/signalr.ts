/** SignalR: JSON records that end with 0x1e, or MessagePack records behind a variable length. */
import type { Format } from '../assembly.ts';
import { jsonCodec } from '../formats/json.ts';
import { msgpackCodec } from '../formats/msgpack.ts';
import { startsLikeJson } from '../sniff.ts';
import { choose } from '../steps/choose.ts';
import { lengths } from '../steps/lengths.ts';
import { split } from '../steps/split.ts';

/** Also reads the answer of negotiate, which is one record without an end. */
export const signalr: Format = { ...split({ delimiter: Buffer.from([0x1e]) }, jsonCodec), id: 'signalr' };

/** The handshake is JSON in this protocol as well. */
export const signalrMsgpack: Format = choose('signalr-msgpack', [
  { when: startsLikeJson, format: signalr },
  { format: lengths('varint', msgpackCodec) },
]);
