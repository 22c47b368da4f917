/** What a WebSocket's subprotocol says of its messages, for wires that nobody could tell by their looks. */
import type { Format } from './assembly.ts';
import { carriedCodec } from './carried.ts';
import { wires } from './wire-list.ts';

/** STOMP is known by its looks, in binary messages too; what is cut or counted wrongly stays the text that it is. */
const stomp: Format = { ...carriedCodec, id: 'stomp', binary: true };

/** Names as they are registered (IANA, WebSocket Subprotocol Name Registry) and as clients still say them. */
const spoken: ReadonlyMap<string, Format> = new Map([
  ['mqtt', wires.mqtt.format],
  ['mqttv3.1', wires.mqtt.format],
  ['v10.stomp', stomp],
  ['v11.stomp', stomp],
  ['v12.stomp', stomp],
  ['wamp.2.msgpack', wires.msgpack.format],
]);

/** Undefined where the name says nothing, or speaks of a wire that is known by its looks anyway. */
export function codecOfSubprotocol(name: string): Format | undefined {
  return spoken.get(name);
}
