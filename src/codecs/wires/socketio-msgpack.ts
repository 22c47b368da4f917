/** Socket.IO with its MessagePack parser: each packet is one binary message `{type,data,nsp,id?}`; Engine.IO's own stay text. */
import type { Format } from '../assembly.ts';
import { msgpackCodec } from '../formats/msgpack.ts';
import { plainCodec } from '../formats/plain.ts';
import { choose } from '../steps/choose.ts';
import { engineio } from './engineio.ts';

/** A packet is a map; no text packet begins with such a byte. */
const isMap = (bytes: Buffer) => (bytes[0] ?? 0) >= 0x80;

export const socketioMsgpack: Format = choose('socketio-msgpack', [
  { when: isMap, format: msgpackCodec },
  { format: engineio(plainCodec, msgpackCodec) },
]);
