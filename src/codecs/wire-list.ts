/** Every protocol that a profile can name, each from its own file in `wires/`. */
import type { WireName } from '../domain/codec-step.ts';
import type { Format } from './assembly.ts';
import { carriedCodec } from './carried.ts';
import { engineio } from './wires/engineio.ts';
import { jsonp } from './wires/jsonp.ts';
import { socketio } from './wires/socketio.ts';

/** `carry` is there where the protocol carries messages of others, which the next step reads. */
export interface Wire {
  readonly format: Format;
  readonly carry?: (inner: Format) => Format;
}

function carrier(carry: (inner: Format) => Format): Wire {
  return { format: carry(carriedCodec), carry };
}

export const wires: Readonly<Partial<Record<WireName, Wire>>> = {
  engineio: carrier(engineio),
  socketio: { format: socketio },
  jsonp: carrier(jsonp),
};
