/** What every chat software has to survive behind the proxy: one list of tests, run with each real client. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { aMoment, bothSides, type ChatServer, type ChatStage, startChatStage, within } from './chat-stage.ts';

export interface ChatPeer {
  /** Texts that arrived, in order. */
  readonly got: readonly string[];
  /** Resolves once the server acknowledged, where the protocol has such a thing. */
  send(text: string): Promise<void>;
  /** Resolves when the client's own reconnection has worked; undefined where the library has none. */
  readonly back?: () => Promise<void>;
  close(): Promise<void> | void;
}

export interface ChatSubject {
  readonly name: string;
  start(): Promise<ChatServer>;
  /** A vendor profile of the test's own; else the generic one. */
  readonly vendor?: string;
  /** A client in the one room; whatever anybody sends reaches everybody else. */
  connect(url: string): Promise<ChatPeer>;
  /** Messages in the burst; slow transports take fewer. */
  readonly burst?: number;
  /** False where the server itself works on messages in no order of its own. */
  readonly ordered?: boolean;
  /** Tests of this subject alone. */
  readonly more?: (stage: () => ChatStage, connect: () => Promise<ChatPeer>) => void;
}

const harmless = [
  'hello there',
  'Grüße aus Köln, 你好 👋🏽 and 👩‍👩‍👧',
  "quotes \" and \\ back\\slashes, </b> & <i>tags</i> 'single'",
  'the parcel weighs 12 kilos and comes on Friday',
  'first line\nsecond line\twith a tab',
  'a [bracket] {brace} a=b; 100% true',
];

const card = 'my card is 4111 1111 1111 1111 ok? 👍';
const dashed = '💳 5500-0055-5555-5559 is the other one';
const ssn = 'and my SSN is 536-22-8145.';

/** Digits alone, so that no way of writing hides a number. */
const digits = (text: string) => text.replace(/[^0-9]/g, '');

export function exercise(subject: ChatSubject): void {
  describe(subject.name, () => {
    let server: ChatServer | undefined;
    let stage: ChatStage;
    const peers: ChatPeer[] = [];
    const connect = async () => {
      const peer = await subject.connect(stage.url);
      peers.push(peer);
      return peer;
    };
    beforeAll(async () => {
      server = await subject.start();
      stage = await startChatStage(server, subject.vendor);
    });
    afterEach(async () => {
      for (const peer of peers.splice(0)) await peer.close();
      await stage.clear();
    });
    afterAll(async () => {
      await stage?.stop();
      await server?.stop();
    });

    it('carries harmless text as it is, and every message is the same on both sides of the proxy', async () => {
      const [visitor, agent] = [await connect(), await connect()];
      for (const text of harmless) {
        await visitor.send(text);
        await agent.send(`re: ${text}`);
      }
      await within(5000, 'texts', () => agent.got.length >= harmless.length && visitor.got.length >= harmless.length);
      const order = (texts: readonly string[]) => (subject.ordered === false ? [...texts].sort() : texts);
      expect(order(agent.got)).toEqual(order(harmless));
      expect(order(visitor.got)).toEqual(order(harmless.map((text) => `re: ${text}`)));
      const { near, far } = await bothSides(stage);
      expect(near.bodies.length + near.sockets.length).toBeGreaterThan(0);
      expect(far).toEqual(near);
    });

    it('keeps cards and social security numbers from the server, and the other side reads the mask', async () => {
      const [visitor, agent] = [await connect(), await connect()];
      for (const text of [card, dashed, ssn, 'done']) await visitor.send(text);
      await within(5000, 'masks', () => agent.got.length >= 4);
      expect(agent.got[0]).toMatch(/^my card is \[card ••1111 #[^\]]+\] ok\? 👍$/);
      expect(agent.got[1]).toMatch(/^💳 \[card ••5559 #[^\]]+\] is the other one$/);
      expect(agent.got[2]).toMatch(/^and my SSN is \[[^\]]+\]\.$/);
      expect(agent.got[3]).toBe('done');
      const seen = digits(stage.far.upText());
      expect(seen).not.toContain('4111111111111111');
      expect(seen).not.toContain('5500005555555559');
      expect(stage.far.upText()).not.toContain('536-22-8145');
      expect(digits(stage.near.upText())).toContain('4111111111111111');
    });

    it('goes on after the network was lost', async () => {
      const agent = await connect();
      let visitor = await connect();
      await visitor.send('before');
      await within(3000, 'the first message', () => agent.got.includes('before'));
      const again = [visitor.back?.(), agent.back?.()];
      stage.near.cut();
      let reader = agent;
      await aMoment();
      if (visitor.back === undefined) [visitor, reader] = [await connect(), await connect()];
      await Promise.all(again);
      await visitor.send(`after ${card}`);
      await within(5000, 'the message after', () => reader.got.some((text) => text.startsWith('after')));
      expect(reader.got.at(-1)).toMatch(/^after my card is \[card ••1111 #/);
    });

    const count = subject.burst ?? 1000;
    it(`carries ${count} messages at once, in order, none lost`, async () => {
      const [visitor, agent] = [await connect(), await connect()];
      const sent = Array.from({ length: count }, (_, index) => `burst ${index} says hello`);
      await Promise.all(sent.map((text) => visitor.send(text)));
      await within(40_000, 'the burst', () => agent.got.length >= count);
      if (subject.ordered === false) expect([...agent.got].sort()).toEqual([...sent].sort());
      else expect(agent.got).toEqual(sent);
      // Requests go over several connections, whose recordings stand one after the other.
      const texts = (text: string) => text.match(/burst \d+ says/g)?.sort();
      expect(texts(stage.far.upText())).toEqual(texts(stage.near.upText()));
    }, 60_000);

    subject.more?.(() => stage, connect);
  });
}
