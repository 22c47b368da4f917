/** Pusher channels: `{event,channel,data}` where `data` is a string, JSON for most events. */
import type { Format } from '../assembly.ts';
import { jsonCodec } from '../formats/json.ts';

/** `data` is opened by its looks; a text that is no JSON stays a text. */
export const pusher: Format = { ...jsonCodec, id: 'pusher' };
