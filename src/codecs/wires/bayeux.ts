/** Bayeux (Faye, CometD): JSON messages, alone or in batches, over WebSocket, POST, a form field or callback-polling. */
import type { Format } from '../assembly.ts';
import { formCodec } from '../formats/form.ts';
import { jsonCodec } from '../formats/json.ts';
import { startsLikeJson } from '../sniff.ts';
import { choose } from '../steps/choose.ts';
import { jsonp, looksLikeJsonp } from './jsonp.ts';

export const bayeux: Format = choose('bayeux', [
  { when: startsLikeJson, format: jsonCodec },
  { when: (bytes) => bytes.toString('latin1', 0, 8) === 'message=', format: formCodec },
  { when: looksLikeJsonp, format: jsonp() },
]);
