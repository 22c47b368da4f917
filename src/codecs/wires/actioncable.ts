/** ActionCable: JSON whose `identifier` is compared as a string by both sides and so is never touched. */
import type { Format } from '../assembly.ts';
import { opaqueCodec } from '../formats/opaque.ts';
import { at } from '../steps/at.ts';

/** `data` is JSON in a string and is opened by its looks; `message` comes as JSON of its own. */
export const actioncable: Format = { ...at([['/identifier', opaqueCodec]]), id: 'actioncable' };
