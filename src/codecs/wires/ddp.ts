/** DDP (Meteor, Rocket.Chat): JSON objects on a WebSocket, or the same inside SockJS. */
import type { Format } from '../assembly.ts';
import { plainCodec } from '../formats/plain.ts';
import { jsonOr } from '../sniff.ts';
import { sockjs } from './sockjs.ts';

export const ddp: Format = { ...sockjs(jsonOr(plainCodec)), id: 'ddp' };
