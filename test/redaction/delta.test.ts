/** Which messages are pieces of a text: by the profile, else by their looks, and never a second text of the same name. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventStreamCodec } from '../../src/codecs/formats/event-stream.ts';
import { jsonCodec } from '../../src/codecs/formats/json.ts';
import { conversationId, type FrameHead } from '../../src/domain/frame.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import type { StreamRule } from '../../src/domain/profile.ts';
import { mayBePiece, readDelta } from '../../src/redaction/delta.ts';

function read(text: string, rules?: readonly StreamRule[], more: Partial<FrameHead> = {}) {
  const events = text.startsWith('data') || text.startsWith('event');
  const bytes = Buffer.from(text);
  const opened = (events ? eventStreamCodec : jsonCodec).open(bytes, { limits: defaultLimits, nesting: 0 });
  if (!opened.ok) throw new Error(opened.reason);
  const head: FrameHead = {
    site: 's',
    channel: events ? 'event-stream' : 'ws-text',
    direction: 'to-client',
    transport: events ? 'sse' : 'websocket',
    conversation: conversationId('c'),
    credential: '',
    path: '/',
    ...more,
  };
  return readDelta(opened.document, bytes, head, rules);
}

describe('by the profile', () => {
  const rules = [{ path: '/content/*/text', key: '/id', done: { path: '/done', equals: 'true' } }];

  it('has its key, its text and its end, which need not be texts', () => {
    const piece = { path: '/content/0/text', declared: true };
    expect(read('{"id":"a","content":[{"text":"hi"}],"done":false}', rules)).toEqual({
      ...piece,
      key: '0 a',
      text: 'hi',
      done: false,
    });
    expect(read('{"id":7,"content":[{"text":"ho"}],"done":true}', rules)).toEqual({
      ...piece,
      key: '0 7',
      text: 'ho',
      done: true,
    });
    expect(read('{"id":"a","done":true}', rules)).toMatchObject({ key: '0 a', text: '', done: true });
    expect(read('{"id":"a","other":"hi"}', rules)).toBeUndefined();
    expect(read('data: {"id":"a","content":[{"text":"hi"}],"done":true}\n\n', rules)).toMatchObject({ done: true });
  });

  it('leaves whole messages alone that have a text at the same place', () => {
    const chunks = [{ path: '/content', when: { path: '/chunk', present: true }, key: '/id' }];
    expect(read('{"id":"a","content":"hi","chunk":1}', chunks)).toMatchObject({ key: '0 a', text: 'hi' });
    expect(read('{"id":"a","content":"hi"}', chunks)).toBeUndefined();
  });

  it('reaches into JSON in a string, and is about the vendor only', () => {
    const nested = JSON.stringify({ topic: 't', content: JSON.stringify({ Id: 'x', Text: 'hi', Last: true }) });
    const rule = { path: '/content/Text', key: '/content/Id', done: { path: '/content/Last', equals: 'true' } };
    expect(read(nested, [rule])).toMatchObject({ key: '0 x', text: 'hi', done: true });
    expect(read(nested, [rule], { direction: 'to-upstream' })).toBeUndefined();
  });
});

describe('by looks', () => {
  it.each([
    ['data: {"choices":[{"index":0,"delta":{"content":"Hi"}}]}\n\n', 'Hi'],
    ['event: delta\ndata: {"type":"content_block_delta","delta":{"type":"text_delta","text":"Hi"}}\n\n', 'Hi'],
    ['data: {"type":"text-delta","id":"0","delta":"Hi"}\n\n', 'Hi'],
    ['data: Hi\n\n', 'Hi'],
  ])('%j is a piece', (event, text) => {
    expect(read(event)).toMatchObject({ text, declared: false, done: false });
  });

  it('is of the text whose ids and shape it shares', () => {
    const key = (event: string) => (read(event) as { key: string }).key;
    expect(key('data: {"id":"a","text":"x"}\n\n')).toBe(key('data: {"id":"a","text":"y"}\n\n'));
    expect(key('data: {"id":"a","text":"x"}\n\n')).not.toBe(key('data: {"id":"b","text":"x"}\n\n'));
    expect(key('id: 1\ndata: x\n\n'.replace('id: 1\n', ''))).toBe(key('data: y\n\n'));
  });

  it('is none when it is long, has two texts, or is no event', () => {
    expect(read(`data: {"text":"${'long '.repeat(50)}"}\n\n`)).toBeUndefined();
    expect(read('data: {"text":"a","content":"b"}\n\n')).toBeUndefined();
    expect(read('data: {"text":"a","text":"b"}\n\n')).toBeUndefined();
    expect(read('{"text":"a"}')).toBeUndefined();
    expect(read('data: [DONE]\n\n')).toBe('end');
  });
});

it('tells from the bytes alone whether a message could be a piece', () => {
  const words = ['delta', 'CHUNK', 'tOken', 'partial', 'stream', 'stre', 'del', 'ta', ' ', '{"text":"', 'é', 'D', 'c'];
  const messages = fc.array(fc.constantFrom(...words), { maxLength: 8 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(messages, (message) => {
      expect(mayBePiece(Buffer.from(message))).toBe(/delta|chunk|token|partial|stream/i.test(message));
    }),
    { numRuns: 1000 },
  );
});
