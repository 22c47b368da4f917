/** Phoenix channels: `{topic,event,payload,ref}` in version 1, `[join_ref,ref,topic,event,payload]` in version 2. */
import type { Format } from '../assembly.ts';
import { jsonCodec } from '../formats/json.ts';

/** Both are JSON; the binary messages of version 2 are uploads and fall under the route's rule. */
export const phoenix: Format = { ...jsonCodec, id: 'phoenix' };
