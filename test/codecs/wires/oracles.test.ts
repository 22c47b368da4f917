/** The protocols' own packages read after an edit what they would have written for the other text. */
import { decode, encode } from '@msgpack/msgpack';
import {
  decodePayload,
  decodePacket as decodeTransport,
  encodePacket,
  encodePayload,
  type Packet as Transport,
} from 'engine.io-parser';
import { Decoder, Encoder, type Packet, PacketType } from 'socket.io-parser';
import { expect, it } from 'vitest';
import { buildCodec } from '../../../src/codecs/compose.ts';
import { replaced } from '../wire-laws.ts';

const digits = ['4111', '1111', '1111', '1111'].join(' ');
const mask = '[card "••1111"]';
const said = (text: string) => ({ text: `card ${text} \u{1f600}`, id: 7, tags: ['a', text], nested: { 'k"ey': text } });

it('socket.io: events, acknowledgements and namespaces', () => {
  const packets: Packet[] = [
    { type: PacketType.EVENT, nsp: '/', data: ['chat', { text: `my card ${digits}`, n: 12 }, null, 'x'] },
    { type: PacketType.EVENT, nsp: '/shop', id: 13, data: ['chat', [`${digits}`]] },
    { type: PacketType.ACK, nsp: '/shop', id: 13, data: [{ echo: digits }] },
  ];
  for (const packet of packets) {
    const wire = encodePacketText(packet);
    const edited = replaced(buildCodec(['socketio']), wire, [digits, mask]).toString();
    const read = decodeTransport(edited, 'nodebuffer');
    expect(read.type).toBe('message');
    expect(decodeEvent(String(read.data))).toMatchObject(
      JSON.parse(JSON.stringify(packet).replaceAll(digits, JSON.stringify(mask).slice(1, -1))),
    );
  }
});

/** As the client sends it: a socket.io packet inside an engine.io message. */
function encodePacketText(packet: Packet): string {
  const [text] = new Encoder().encode(packet);
  let wire = '';
  encodePacket({ type: 'message', data: text }, false, (encoded) => {
    wire = String(encoded);
  });
  return wire;
}

function decodeEvent(text: string): Packet {
  const decoder = new Decoder();
  let packet: Packet | undefined;
  decoder.on('decoded', (one: Packet) => {
    packet = one;
  });
  decoder.add(text);
  if (packet === undefined) throw new Error('the packet is not whole');
  return packet;
}

it('engine.io: a polling body of several packets', async () => {
  const packets: Transport[] = [
    { type: 'ping' },
    { type: 'message', data: `2["chat",{"text":"${digits}"}]` },
    { type: 'message', data: '2["typing"]' },
  ];
  const body = await new Promise<string>((resolve) => encodePayload(packets, resolve));
  const edited = replaced(buildCodec(['engineio']), body, [digits, '[card]']).toString();
  const expected = packets.map(({ type, data }) => ({
    type,
    ...(data !== undefined && { data: String(data).replace(digits, '[card]') }),
  }));
  expect(decodePayload(edited, 'nodebuffer')).toEqual(expected);
});

it('MessagePack: texts grow and shrink, all else stays', () => {
  for (const to of [mask, '', 'x'.repeat(40), 'x'.repeat(300), 'x'.repeat(70_000)]) {
    const bytes = Buffer.from(encode(said(digits)));
    const edited = replaced(buildCodec(['msgpack']), bytes, [digits, to]);
    expect(decode(edited)).toEqual(said(to));
  }
});
