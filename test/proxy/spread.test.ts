/** Packets in pieces: the reader gets them whole or not at all, and the pieces come along. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSpreadJoiner, type SocketMessage } from '../../src/proxy/spread.ts';

/** Packets end with a full stop. */
const dotted = (bytes: Buffer) => bytes.at(-1) === 46;

function joiner(whole: ((bytes: Buffer) => boolean) | undefined = dotted, bytesMax = 100) {
  const got: SocketMessage[] = [];
  const refused: string[] = [];
  const spread = createSpreadJoiner({
    whole: () => whole,
    forward: (message) => void got.push(message),
    refuse: (code) => void refused.push(code),
    bytesMax,
  });
  const send = (text: string, binary = true) => spread.push({ data: Buffer.from(text), binary, at: 0 });
  return { spread, send, got, refused, texts: () => got.map(({ data }) => data.toString()) };
}

it('hands on a packet when its last piece has come, with its pieces', () => {
  const { send, got, texts } = joiner();
  for (const text of ['whole.', 'in ', 'two.', 'again.']) send(text);
  expect(texts()).toEqual(['whole.', 'in two.', 'again.']);
  expect(got.map(({ pieces }) => pieces?.map(String))).toEqual([undefined, ['in ', 'two.'], undefined]);
});

it('never changes order or bytes, however packets are cut', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom('a', '.') })), (texts) => {
      const { spread, send, got } = joiner();
      for (const text of texts) send(text);
      for (const { data } of got) expect(dotted(data)).toBe(true);
      spread.release();
      expect(got.map(({ data }) => data.toString()).join('')).toBe(texts.join(''));
    }),
  );
});

it('leaves text and protocols of whole messages alone', () => {
  const text = joiner();
  text.send('no end', false);
  expect(text.texts()).toEqual(['no end']);
  const other = createSpreadJoiner({
    whole: () => undefined,
    forward: (message) => expect(message.data.toString()).toBe('x'),
    refuse: () => expect.unreachable(),
    bytesMax: 100,
  });
  other.push({ data: Buffer.from('x'), binary: true, at: 0 });
  expect.assertions(2);
});

it('does not let a text overtake what is held', () => {
  const { send, texts } = joiner();
  send('half');
  send('text', false);
  expect(texts()).toEqual(['half', 'text']);
});

it('refuses packets that are too large or in too many pieces', () => {
  const large = joiner(dotted, 5);
  large.send('abc');
  large.send('def');
  expect(large.refused).toEqual(['CV_FRAME_TOO_LARGE']);
  const many = joiner(dotted, 10_000);
  for (let piece = 0; piece < 257; piece += 1) many.send('a');
  expect(many.refused).toEqual(['CV_FRAME_TOO_LARGE']);
  expect(many.got).toEqual([]);
});

it('forgets what it held when the connection is gone', () => {
  const { spread, send, got } = joiner();
  send('half');
  spread.stop();
  spread.release();
  expect(got).toEqual([]);
});
