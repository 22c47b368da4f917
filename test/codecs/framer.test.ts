/** Streams are cut at the same places for every way of splitting what arrives. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Framer } from '../../src/codecs/codec.ts';
import { eventFramer, lineFramer } from '../../src/codecs/framer.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import { eventDocument, linesDocument } from '../support/arbitraries-formats.ts';

const events = () => eventFramer(defaultLimits);
const lines = () => lineFramer(defaultLimits);

function cut(framer: Framer, pieces: readonly Buffer[]): string[] {
  const records = pieces.flatMap((piece) => framer.push(piece));
  const rest = framer.end();
  return [...records, ...(rest.length > 0 ? [rest] : [])].map((record) => record.toString('latin1'));
}

const samples: readonly string[] = [
  'data: a\n\ndata: b\n\n',
  'data: a\r\n\r\ndata: b\r\n\r\n',
  'data: a\r\rdata: b\r\r',
  'data: a\r\n\ndata: b\n\r\nid: 1\r\r\n\n\n',
  '\ufeff: comment\n\n\n\ndata: é\r\n\r\n\r\ndata: tail',
  '{"a":1}\n{"b":"\\n"}\r\n\n{"c":"é"}',
  '\n',
  '\r',
  '\r\n',
  '',
];

describe('cuts', () => {
  it('events after the empty line', () => {
    const all = (text: string) => cut(events(), [Buffer.from(text)]);
    expect(all('data: a\n\ndata: b\n\n')).toEqual(['data: a\n\n', 'data: b\n\n']);
    expect(all('data: a\r\n\r\ndata: b\r\n\r\n')).toEqual(['data: a\r\n\r\n', 'data: b\r\n\r\n']);
    expect(all('data: a\r\rdata: b\r\r')).toEqual(['data: a\r\r', 'data: b\r\r']);
    expect(all('data: a\r\n\ndata: b\n\r\nx')).toEqual(['data: a\r\n\n', 'data: b\n\r\n', 'x']);
    expect(all('\n\n: c\n\n')).toEqual(['\n', '\n', ': c\n\n']);
  });

  it('an event that ends with a line feed at once, without waiting for more', () => {
    const framer = events();
    expect(framer.push(Buffer.from('data: a\r\n\r')).length).toBe(0);
    expect(framer.push(Buffer.from('\n')).length).toBe(1);
    expect(framer.push(Buffer.from('data: b\n\n')).length).toBe(1);
  });

  it('lines after the line feed', () => {
    expect(cut(lines(), [Buffer.from('a\r\nb\n\nc')])).toEqual(['a\r\n', 'b\n', '\n', 'c']);
  });
});

describe('split invariance', () => {
  it.each([
    ['events', events],
    ['lines', lines],
  ] as const)('%s: every two-way split and byte by byte', (_, make) => {
    let splits = 0;
    for (const text of samples) {
      const bytes = Buffer.from(text);
      const whole = cut(make(), [bytes]);
      expect(whole.join('')).toBe(bytes.toString('latin1'));
      for (let at = 0; at <= bytes.length; at++) {
        expect(cut(make(), [bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole);
        splits++;
      }
      expect(
        cut(
          make(),
          [...bytes].map((byte) => Buffer.from([byte])),
        ),
      ).toEqual(whole);
    }
    expect(splits).toBeGreaterThan(150);
  });

  it.each([
    ['events', events, eventDocument],
    ['lines', lines, linesDocument],
  ] as const)('%s: generated', (_, make, documents) => {
    fc.assert(
      fc.property(documents, fc.array(fc.nat(200), { maxLength: 6 }), (bytes, places) => {
        const sorted = [...places, 0, bytes.length].map((at) => Math.min(at, bytes.length)).sort((a, b) => a - b);
        const pieces = sorted.slice(1).map((end, index) => bytes.subarray(sorted[index], end));
        expect(cut(make(), pieces)).toEqual(cut(make(), [bytes]));
      }),
      { numRuns: 300 },
    );
  });
});

describe('limits', () => {
  const limits = { ...defaultLimits, recordBytesMax: 10 };

  it('refuse a record over the limit, in one piece or in many', () => {
    expect(() => lineFramer(limits).push(Buffer.from('12345678901'))).toThrow(
      expect.objectContaining({ code: 'CV_RECORD_TOO_LARGE' }),
    );
    const framer = eventFramer(limits);
    framer.push(Buffer.from('data: 1'));
    expect(() => framer.push(Buffer.from('2345'))).toThrow(expect.objectContaining({ code: 'CV_RECORD_TOO_LARGE' }));
  });

  it('count each record for itself', () => {
    expect(lineFramer(limits).push(Buffer.from('123456789\n'.repeat(100)))).toHaveLength(100);
  });
});
