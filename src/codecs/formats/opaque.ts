/** Content that must come through byte for byte and unread: subscription names that are compared as strings, ciphertext. */
import { Assembly, type Format } from '../assembly.ts';

/** Holds no text; its bytes are counted as uninspected with the reason of fields that are never touched. */
export const opaqueCodec: Format = {
  id: 'opaque',
  open(bytes) {
    const assembly = new Assembly(bytes);
    assembly.uninspected.push({ reason: 'never-field', bytes: bytes.length });
    return { ok: true, document: assembly };
  },
};
