/** Parts of an answer that never ends: cut alike however they arrive, read one by one, and nothing passes unread. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { multipartStreamCodec, streamedMultipart } from '../../../src/codecs/formats/multipart-stream.ts';
import { defaultLimits } from '../../../src/domain/limits.ts';
import { openHead } from '../law-suite.ts';

const head = openHead({ mediaType: 'multipart/mixed', boundary: 'b' });
const part = (text: string) => `\r\nContent-Type: application/json\r\n\r\n${JSON.stringify({ text })}\r\n--b`;
const stream = ['--b', part('hello'), part('4111 1111'), '\r\n\r\nplain words\r\n--b', '--\r\n'];

function cut(pieces: readonly (string | Buffer)[], limits = defaultLimits): string[] {
  const selected = streamedMultipart('multipart/mixed', 'b');
  if (selected?.treat !== 'stream') throw new Error('not a stream');
  const framer = selected.framer(limits);
  const records = pieces.flatMap((piece) => framer.push(Buffer.from(piece)));
  return [...records, framer.end()].map(String).filter((record) => record !== '');
}

function read(record: string): unknown {
  const opened = multipartStreamCodec.open(Buffer.from(record), head);
  return opened.ok
    ? opened.document.spans.filter(({ role }) => role === 'value').map(({ text }) => text)
    : opened.reason;
}

describe('cutting', () => {
  it('ends a record behind each boundary', () => {
    expect(cut([stream.join('')])).toEqual(stream);
    expect(cut([`\r\n${stream.join('')}`])).toEqual(['\r\n--b', ...stream.slice(1)]);
  });

  it('does not depend on how the bytes arrive', () => {
    const bytes = Buffer.from(stream.join(''));
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 40 }), (places) => {
        const sorted = [0, ...places.sort((a, b) => a - b), bytes.length];
        const pieces = sorted.slice(1).map((end, index) => bytes.subarray(sorted[index], end));
        expect(cut(pieces)).toEqual(stream);
      }),
    );
    expect(cut([...bytes].map((byte) => Buffer.from([byte])))).toEqual(stream);
  });

  it('is bounded', () => {
    const limits = { ...defaultLimits, bodyBytesMax: 100 };
    expect(() => cut(['--b\r\n\r\n', 'x'.repeat(101)], limits)).toThrow(
      expect.objectContaining({ code: 'CV_RECORD_TOO_LARGE' }),
    );
  });

  it.each([
    ['multipart/form-data', 'b'],
    ['multipart/mixed', undefined],
    ['multipart/mixed', ''],
    ['multipart/mixed', 'x'.repeat(201)],
  ])('is not for %s with %j', (type, boundary) => {
    expect(streamedMultipart(type, boundary)).toBeUndefined();
  });
});

describe('reading', () => {
  it('finds the texts of each part', () => {
    expect(stream.map(read)).toEqual([[], ['hello'], ['4111 1111'], ['plain words'], []]);
  });

  it('reads what follows the last boundary', () => {
    expect(read('--\r\n4111 1111 1111 1111')).toEqual(['\r\n4111 1111 1111 1111']);
  });

  it.each(['words\r\n--b', '\r\nA: b\r\n--b', '\r\nA: b\r\n\r\nno end', 'x\r\n\r\ny\r\n--b', '\r\nA: b\r\n\r\n--b'])(
    '%j is refused',
    (record) => {
      expect(read(record)).toBe('CV_MULTIPART_MALFORMED');
    },
  );

  it('puts edits back where they belong', () => {
    const opened = multipartStreamCodec.open(Buffer.from(part('4111 1111')), head);
    if (!opened.ok) throw new Error(opened.reason);
    const span = opened.document.spans.findIndex(({ text }) => text === '4111 1111');
    expect(opened.document.rewrite([]).toString()).toBe(part('4111 1111'));
    expect(opened.document.rewrite([{ span, start: 0, end: 9, insert: '[card]' }]).toString()).toBe(part('[card]'));
  });
});
