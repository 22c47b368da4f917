/** The name of a subprotocol says how messages are read that nobody could tell by their looks. */
import { expect, it } from 'vitest';
import { codecOfSubprotocol } from '../../src/codecs/subprotocols.ts';
import { textsOf } from './wire-laws.ts';

it('knows MQTT, STOMP and WAMP in MessagePack, and nothing else', () => {
  for (const name of ['mqtt', 'mqttv3.1', 'v12.stomp', 'wamp.2.msgpack'])
    expect(codecOfSubprotocol(name)?.binary).toBe(true);
  for (const name of ['', 'chat', 'MQTT', 'toString', 'wamp.2.json']) expect(codecOfSubprotocol(name)).toBeUndefined();
});

it('reads STOMP by its looks, and what is no whole frame as text', () => {
  const stomp = codecOfSubprotocol('v12.stomp');
  if (stomp === undefined) throw new Error('no STOMP');
  expect(textsOf(stomp, 'SEND\nto:x\n\nhi\0')).toEqual(['x', 'hi']);
  expect(textsOf(stomp, 'SEND\nto:x\n\nhi')).toEqual(['SEND\nto:x\n\nhi']);
});
