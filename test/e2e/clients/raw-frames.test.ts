/** Frames of further protocols as their clients send them, by hand: same bytes when harmless, masked when not. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type ChatStage, profileWith, soon, startChatStage, within } from '../../support/clients/chat-stage.ts';
import { startSocketServer } from '../../support/clients/socket-server.ts';

const heard: Buffer[] = [];
const start = () =>
  startSocketServer({
    socket(socket) {
      socket.on('message', (data: Buffer, binary) => {
        heard.push(data);
        socket.send(data, { binary });
      });
    },
  });

/** A value in the place of `@`, as a client would escape it there. */
const textWires: readonly (readonly [wire: string, frames: readonly string[]])[] = [
  [
    'socket.io',
    ['0{"sid":"aGVsbG8gd29ybGQ","upgrades":[],"pingInterval":25000}', '2', '3', '42/chat,17["message",{"text":"@"}]'],
  ],
  ['socket.io with an event name', ['40/chat,{"token":"x"}', '42["message:send",{"type":"text","content":"@"}]', '41']],
  [
    'ddp',
    [
      '{"msg":"connect","version":"1","support":["1","pre2","pre1"]}',
      '{"msg":"sub","id":"Yq3xkPmN4bd2sWzRT","name":"stream-room-messages","params":["GENERAL",false]}',
      '{"msg":"method","method":"sendMessage","id":"42","params":[{"_id":"kPmN4bd2sWzRTYq3x","rid":"GENERAL","msg":"@"}]}',
      '{"msg":"pong"}',
    ],
  ],
  [
    'graphql-ws',
    [
      '{"type":"connection_init","payload":{}}',
      '{"id":"8f0e1a","type":"subscribe","payload":{"query":"mutation Send($t: String!) { send(text: $t) { id } }","variables":{"t":"@"}}}',
      '{"id":"8f0e1a","type":"complete"}',
    ],
  ],
  [
    'actioncable',
    ['{"command":"message","identifier":"{\\"channel\\":\\"RoomChannel\\"}","data":"{\\"text\\":\\"@\\"}"}'],
  ],
  ['pusher', ['{"event":"client-message","channel":"private-room","data":"{\\"text\\":\\"@\\"}"}']],
  ['phoenix', ['["3","4","room:lobby","shout",{"body":"@"}]', '[null,"5","phoenix","heartbeat",{}]']],
  ['sockjs', ['["{\\"text\\":\\"@\\"}"]']],
  ['sendbird', ['MESG{"channel_url":"c_1","message":"@","req_id":"1763800000000"}']],
  ['plain text', ['@', 'so: @.']],
  ['wamp', ['[1,"chat",{"roles":{"subscriber":{}}}]', '[16,8,{"acknowledge":true},"chat.room",["@"],{"lang":"en"}]']],
  [
    'centrifuge',
    [
      '{"connect":{"name":"js","token":"x"},"id":1}\n{"subscribe":{"channel":"room"},"id":2}',
      '{"publish":{"channel":"room","data":{"text":"@"}},"id":3}',
      '{}',
    ],
  ],
  [
    'ably',
    [
      '{"action":10,"channel":"room","flags":983040}',
      '{"action":15,"channel":"room","msgSerial":0,"messages":[{"name":"say","data":"@"}]}',
      '{"action":0}',
    ],
  ],
  [
    'ddp with dates',
    ['{"msg":"added","collection":"messages","id":"kPmN4bd2","fields":{"text":"@","ts":{"$date":1763800000000}}}'],
  ],
  ['rpc', ['{"jsonrpc":"2.0","method":"say","params":["@"],"id":7}', '{"jsonrpc":"2.0","result":true,"id":7}']],
];

describe('frames by hand', () => {
  let stage: ChatStage;
  let stop: () => Promise<void>;
  const clients: WebSocket[] = [];
  const dial = async () => {
    const client = new WebSocket(`${stage.url.replace('http', 'ws')}/ws`, { perMessageDeflate: false });
    clients.push(client);
    await soon('open', new Promise<void>((resolve) => client.once('open', () => resolve())));
    return client;
  };
  beforeAll(async () => {
    const server = await start();
    stage = await startChatStage(server);
    stop = server.stop;
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.terminate();
    heard.splice(0);
    await stage.clear();
  });
  afterAll(async () => {
    await stage.stop();
    await stop();
  });

  const through = async (frames: readonly string[]) => {
    const client = await dial();
    const back: string[] = [];
    client.on('message', (data) => back.push(data.toString()));
    for (const frame of frames) client.send(frame);
    await within(5000, 'echoes', () => back.length >= frames.length);
    return { up: heard.map(String), back };
  };

  it.each(textWires)('%s: nothing harmless is changed', async (_, frames) => {
    const harmless = frames.map((frame) => frame.replace('@', 'Grüße 👋🏽 at 5 on Friday'));
    expect(await through(harmless)).toEqual({ up: harmless, back: harmless });
  });

  it.each(textWires)('%s: a card is masked, and so is one with escaped digits', async (_, frames) => {
    const four = frames.some((frame) => frame.includes('{\\"')) ? '\\\\u0034' : '\\u0034';
    for (const card of ['4111 1111 1111 1111', frames[0] === '@' ? '4111-1111-1111-1111' : `${four}111111111111111`]) {
      heard.splice(0);
      const sent = frames.map((frame) => frame.replace('@', `👍 ${card} 👍`));
      const { up } = await through(sent);
      const all = up.join('\n').replace(/\\+u0034/g, '4');
      expect(all).toMatch(/👍 \[card ••1111 #[^\]]+\] 👍/);
      expect(all.replace(/\D/g, '')).not.toContain('4111111111111111');
    }
  });

  const questions = ['What is your full name?', 'What is your password?', 'What is your social security number?'];
  it.each(questions)('protocol words are no answers to "%s"', async (question) => {
    for (const [, frames] of textWires.slice(0, 8)) {
      heard.splice(0);
      const client = await dial();
      const back: string[] = [];
      client.on('message', (data) => back.push(data.toString()));
      client.send(JSON.stringify({ text: question }));
      const rest = frames.map((frame) => frame.replace('@', 'one moment please'));
      await within(3000, 'the question', () => back.length === 1);
      for (const frame of rest) client.send(frame);
      await within(3000, 'echoes', () => back.length > rest.length);
      expect(heard.slice(1).map(String)).toEqual(rest);
    }
  });
});

describe('fields that are the same in every message', () => {
  it('are no number in pieces, whatever was said between them', async () => {
    const server = await start();
    const stage = await startChatStage(server);
    const client = new WebSocket(`${stage.url.replace('http', 'ws')}/rpc`, { perMessageDeflate: false });
    try {
      heard.splice(0);
      await soon('open', new Promise<void>((resolve) => client.once('open', () => resolve())));
      const call = (text: string, id: number) =>
        JSON.stringify({ jsonrpc: '2.0', method: 'say', params: { from: 'wc59z4', text }, id });
      client.send(call('my SSN is 536-22-8145.', 1));
      await within(3000, 'the first', () => heard.length === 1);
      const rest = Array.from({ length: 6 }, (_, index) => call('and then', index + 2));
      for (const text of rest) client.send(text);
      await within(3000, 'all', () => heard.length === 7);
      expect(heard.slice(1).map(String)).toEqual(rest);
      expect(String(heard[0])).not.toContain('8145');
    } finally {
      client.terminate();
      await stage.stop();
      await server.stop();
    }
  });
});

/** A PUBLISH of MQTT 3.1.1 (OASIS, section 3.3) at most once. */
function publish(topic: string, payload: string): Buffer {
  const name = Buffer.from(topic);
  const content = Buffer.from(payload);
  const body = Buffer.concat([Buffer.from([0, name.length]), name, content]);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}

function expectMasked(packet: Buffer | undefined): void {
  const text = /\{.*\}/.exec(packet?.toString('utf8') ?? '')?.[0] ?? '';
  expect(text).toMatch(/^\{"text":"\[card ••1111 #[^\]]+\]"\}$/);
  expect(packet).toEqual(publish('chat/1', text));
}

const ways: readonly (readonly [way: string, profile: string | undefined, protocols: string[]])[] = [
  ['a profile of one line', profileWith('mqtt'), []],
  ['its subprotocol', undefined, ['mqtt']],
];

describe.each(ways)('mqtt, by %s', (_, profile, protocols) => {
  it('keeps its lengths when a card is replaced', async () => {
    const server = await start();
    const stage = await startChatStage(server, profile);
    const client = new WebSocket(`${stage.url.replace('http', 'ws')}/mqtt`, protocols, { perMessageDeflate: false });
    try {
      heard.splice(0);
      await soon('open', new Promise<void>((resolve) => client.once('open', () => resolve())));
      const harmless = publish('chat/1', '{"text":"hello"}');
      client.send(harmless);
      client.send(publish('chat/1', '{"text":"4111 1111 1111 1111"}'));
      await within(3000, 'both', () => heard.length === 2);
      expect(heard[0]).toEqual(harmless);
      expectMasked(heard[1]);
      // Clients write a packet in pieces, each a message of its own.
      for (const byte of harmless) client.send(Buffer.from([byte]));
      const sensitive = publish('chat/1', '{"text":"4111 1111 1111 1111"}');
      for (const piece of [sensitive.subarray(0, 1), sensitive.subarray(1, 25), sensitive.subarray(25)]) {
        client.send(piece);
      }
      await within(3000, 'the pieces', () => heard.length === 2 + harmless.length + 1);
      expect(heard.slice(2, -1)).toEqual([...harmless].map((byte) => Buffer.from([byte])));
      expectMasked(heard.at(-1));
    } finally {
      client.terminate();
      await stage.stop();
      await server.stop();
    }
  });
});
