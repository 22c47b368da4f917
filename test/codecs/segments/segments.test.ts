/** Segments of every format: joined they are the body, any split gives the same ones, and they show what the whole shows. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OpenHead } from '../../../src/codecs/codec.ts';
import { formCodec } from '../../../src/codecs/formats/form.ts';
import { jsonCodec } from '../../../src/codecs/formats/json.ts';
import { multipartCodec } from '../../../src/codecs/formats/multipart.ts';
import { createFormSegmenter } from '../../../src/codecs/segments/form.ts';
import { createJsonSegmenter } from '../../../src/codecs/segments/json.ts';
import { createMultipartSegmenter } from '../../../src/codecs/segments/multipart.ts';
import type { Segment, Segmenter, Segments } from '../../../src/codecs/segments/segment.ts';
import { createTextSegmenter, type TextCut } from '../../../src/codecs/segments/text.ts';
import { ChatveilError } from '../../../src/domain/errors.ts';
import { defaultLimits, type Limits } from '../../../src/domain/limits.ts';

const headOf = (limits: Partial<Limits> = {}, boundary?: string): OpenHead => ({
  limits: { ...defaultLimits, ...limits },
  nesting: 0,
  ...(boundary !== undefined && { boundary }),
});

/** Pieces of `body` of the given sizes, round and round. */
function pieces(body: Buffer, sizes: readonly number[]): Buffer[] {
  const out: Buffer[] = [];
  for (let at = 0, turn = 0; at < body.length; turn += 1) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? 1);
    out.push(body.subarray(at, at + size));
    at += size;
  }
  return out;
}

function run(segmenter: Segmenter | undefined, body: Buffer, sizes: readonly number[]): Segment[] {
  if (segmenter === undefined) throw new Error('no segmenter');
  const out: Segment[] = [];
  const take = (segments: Segments) => {
    for (const segment of segments) if (segment !== undefined) out.push(segment);
  };
  for (const piece of pieces(body, sizes)) take(segmenter.push(piece));
  take(segmenter.end());
  return out;
}

function fault(segmenter: Segmenter | undefined, body: Buffer, sizes: readonly number[] = [1000]): string {
  try {
    run(segmenter, body, sizes);
  } catch (error) {
    return error instanceof ChatveilError ? error.code : 'other';
  }
  return 'none';
}

/** Rests once a window. */
const cutAt = (cut: (window: string) => number): TextCut =>
  function* (window) {
    yield;
    return cut(window);
  };
const texts = (segments: readonly Segment[]) =>
  segments.flatMap(({ document }) => (document?.spans ?? []).map(({ path, role, text }) => [path, role, text]));
const shapes = (segments: readonly Segment[]) => segments.map(({ bytes, unread }) => [bytes.length, unread]);
const joined = (segments: readonly Segment[]) => Buffer.concat(segments.map(({ bytes }) => bytes));
const sizes = fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1, maxLength: 6 });

/** Messages with escapes, nesting and repeated keys; more than a segment of them. */
function messages(count: number): Buffer {
  const list = Array.from({ length: count }, (_, id) => ({
    id: `m-${id}`,
    'te/xt': `line "${id}"\n\ttail \u00e9\u{1f600}`,
    inner: { list: [id, [`deep ${id}`], {}], json: JSON.stringify({ nested: `value ${id}` }) },
    amount: 4_111_111_111_111_111,
  }));
  return Buffer.from(`\ufeff { "a~b" : {"items": ${JSON.stringify(list)}, "items": ["twice"]}, "end": true } \n`);
}

describe('JSON', () => {
  const body = messages(1500);
  const whole = jsonCodec.open(body, headOf());
  const expected = whole.ok ? whole.document.spans.map(({ path, role, text }) => [path, role, text]) : [];

  it('shows the texts and paths that the whole document shows', () => {
    const segments = run(createJsonSegmenter(headOf()), body, [65_536]);
    expect(segments.length).toBeGreaterThan(3);
    expect(joined(segments).equals(body)).toBe(true);
    expect(expected.length).toBeGreaterThan(5000);
    expect(texts(segments)).toEqual(expected);
  });

  it('is cut at the same places however it arrives', () => {
    const once = shapes(run(createJsonSegmenter(headOf()), body, [body.length]));
    fc.assert(
      fc.property(sizes, (split) => {
        expect(shapes(run(createJsonSegmenter(headOf()), body, split))).toEqual(once);
      }),
      { numRuns: 25 },
    );
    expect(shapes(run(createJsonSegmenter(headOf()), body, [1]))).toEqual(once);
  });

  it('keeps the fields of a list element together', () => {
    for (const { document } of run(createJsonSegmenter(headOf()), body, [65_536]).slice(1, -1)) {
      expect(document?.spans[0]?.text).toBe('id');
    }
  });

  it('refuses what the whole document would be refused for', () => {
    const long = messages(1000).toString();
    for (const [broken, code] of [
      [long.slice(0, -4), 'CV_JSON_MALFORMED'],
      [`${long}x`, 'CV_JSON_MALFORMED'],
      [long.replace('"m-900",', '"m-900"'), 'CV_JSON_MALFORMED'],
      [long.replace('"m-900"', '"m\\x900"'), 'CV_JSON_MALFORMED'],
      [long.replace('"m-900"', 'm900'), 'CV_JSON_MALFORMED'],
      ['['.repeat(200_000), 'CV_JSON_TOO_DEEP'],
      ['', 'CV_JSON_MALFORMED'],
      ['"only a text"', 'none'],
    ]) {
      expect(fault(createJsonSegmenter(headOf()), Buffer.from(broken ?? '')), broken?.slice(0, 20)).toBe(code);
    }
    const notUtf8 = Buffer.concat([Buffer.from('["'), Buffer.from([0xff]), Buffer.from('"]')]);
    expect(fault(createJsonSegmenter(headOf()), notUtf8)).toBe('CV_TEXT_NOT_UTF8');
  });

  it('refuses one text over the limit, at the same length for any split', () => {
    const limits = { streamLeafBytesMax: 50_000 };
    const large = Buffer.from(JSON.stringify({ a: 'x'.repeat(300_000), b: 1 }));
    for (const split of [[1], [70_000], [large.length]]) {
      expect(fault(createJsonSegmenter(headOf(limits)), large, split)).toBe('CV_RECORD_TOO_LARGE');
    }
    const keys = Buffer.from(`{"${'k'.repeat(9000)}":[${'"text",'.repeat(40_000)}1]}`);
    expect(fault(createJsonSegmenter(headOf()), keys)).toBe('CV_RECORD_TOO_LARGE');
  });

  it('edits a segment as it would edit the whole', () => {
    for (const { bytes, document } of run(createJsonSegmenter(headOf()), body, [65_536])) {
      expect(document?.rewrite([])).toBe(bytes);
      const at = document?.spans.findIndex(({ text }) => text.startsWith('deep')) ?? -1;
      if (at < 0) continue;
      const edited = document?.rewrite([{ span: at, start: 0, end: 4, insert: 'a"b' }]).toString() ?? '';
      expect(edited).toContain('["a\\"b ');
      expect(edited.length).toBe(bytes.toString().length);
    }
  });
});

describe('forms', () => {
  const body = Buffer.from(
    Array.from({ length: 9000 }, (_, id) => `field${id}=some+text+%C3%A9+${id}&json=%7B%22a%22%3A%22b${id}%22%7D`).join(
      '&',
    ),
  );

  it('are cut between pairs and show what the whole shows', () => {
    const whole = formCodec.open(body, headOf());
    const segments = run(createFormSegmenter(headOf()), body, [65_536]);
    expect(segments.length).toBeGreaterThan(3);
    expect(joined(segments).equals(body)).toBe(true);
    expect(texts(segments)).toEqual(
      whole.ok ? whole.document.spans.map(({ path, role, text }) => [path, role, text]) : [],
    );
    const once = shapes(segments);
    for (const split of [[1], [7, 90_000], [body.length]]) {
      expect(shapes(run(createFormSegmenter(headOf()), body, split))).toEqual(once);
    }
    const one = Buffer.from(`a=${'x'.repeat(200_000)}`);
    expect(fault(createFormSegmenter(headOf({ streamLeafBytesMax: 1000 })), one)).toBe('CV_RECORD_TOO_LARGE');
  });
});

describe('texts', () => {
  const body = Buffer.from(Array.from({ length: 6000 }, (_, id) => `line ${id} \u{1f600} caf\u00e9\n`).join(''));
  const cut = cutAt((window) => window.lastIndexOf('\n') + 1);

  it('are cut where they may be, whatever the pieces', () => {
    const segments = run(createTextSegmenter(headOf(), cut), body, [65_536]);
    expect(segments.length).toBeGreaterThan(1);
    expect(joined(segments).equals(body)).toBe(true);
    for (const split of [[1], [3, 5000], [body.length]]) {
      expect(shapes(run(createTextSegmenter(headOf(), cut), body, split))).toEqual(shapes(segments));
    }
  });

  it('grow the window where they may not, up to a limit, and must be UTF-8', () => {
    const never = createTextSegmenter(
      headOf({ streamLeafBytesMax: 100_000 }),
      cutAt(() => 0),
    );
    expect(fault(never, Buffer.alloc(400_000, 'x'))).toBe('CV_RECORD_TOO_LARGE');
    const grown = run(
      createTextSegmenter(
        headOf(),
        cutAt((window) => (window.length > 100_000 ? 100_000 : 0)),
      ),
      body,
      [999],
    );
    expect(joined(grown).equals(body)).toBe(true);
    expect(fault(createTextSegmenter(headOf(), cut), Buffer.from([0x61, 0xff, 0x62]))).toBe('CV_TEXT_NOT_UTF8');
    expect(fault(createTextSegmenter(headOf(), cut), Buffer.from([0x61, 0xc3]))).toBe('CV_TEXT_NOT_UTF8');
    // A cut inside a pair of surrogates moves in front of it.
    const pair = createTextSegmenter(
      headOf(),
      cutAt((window) => window.indexOf('\ude00') || 1),
    );
    expect(joined(run(pair, Buffer.from('x'.repeat(70_000).replace('xx', 'x\u{1f600}')), [1000])).length).toBe(70_003);
  });
});

describe('work on long texts rests', () => {
  const rests = (segmenter: Segmenter | undefined, body: Buffer) => {
    if (segmenter === undefined) throw new Error('no segmenter');
    const all = [...segmenter.push(body), ...segmenter.end()];
    return all.filter((segment) => segment === undefined).length;
  };
  const list = JSON.stringify(Array.from({ length: 20_000 }, (_, id) => ({ text: `hello ${id}` })));

  it.each([
    ['JSON in a string', () => createJsonSegmenter(headOf()), `{"a":${JSON.stringify(list)}}`],
    ['JSON in a form', () => createFormSegmenter(headOf()), `a=${encodeURIComponent(list)}`],
    ['a form of escapes', () => createFormSegmenter(headOf()), `a=${'%61'.repeat(300_000)}`],
    [
      'a part of JSON',
      () => createMultipartSegmenter(headOf({}, 'b')),
      `--b\r\nContent-Type: application/json\r\n\r\n${list}\r\n--b--\r\n`,
    ],
    [
      'text',
      () =>
        createTextSegmenter(
          headOf(),
          cutAt((window) => window.length - 5),
        ),
      'hello '.repeat(100_000),
    ],
  ] as const)('%s', (_, make, body) => {
    expect(rests(make(), Buffer.from(body))).toBeGreaterThan(5);
  });
});

describe('multipart', () => {
  const line = '\r\n';
  const part = (head: string, content: string | Buffer) =>
    Buffer.concat([Buffer.from(`--b${line}${head}${line}${line}`), Buffer.from(content), Buffer.from(line)]);
  const file = Buffer.alloc(300_000, Uint8Array.from([0, 1, 2, 13, 10, 45, 45, 97]));
  const body = Buffer.concat([
    part('Content-Disposition: form-data; name="text"', 'hello there'),
    part('Content-Disposition: form-data; name="meta"\r\nContent-Type: application/json', '{"a":"b"}'),
    part('Content-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png', file),
    part('Content-Disposition: form-data; name="empty"', ''),
    part('Content-Disposition: form-data; name="last"', 'good bye'),
    Buffer.from('--b--\r\n'),
  ]);
  const open = (limits: Partial<Limits> = {}) => createMultipartSegmenter(headOf(limits, 'b'));

  it('shows the texts of the whole, and files go by', () => {
    const whole = multipartCodec.open(body, headOf({}, 'b'));
    const segments = run(open(), body, [65_536]);
    expect(joined(segments).equals(body)).toBe(true);
    expect(texts(segments)).toEqual(
      whole.ok ? whole.document.spans.map(({ path, role, text }) => [path, role, text]) : [],
    );
    const files = segments.filter(({ unread }) => unread === 'file');
    expect(files.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBe(file.length);
  });

  it('gives the same texts for any split', () => {
    const once = texts(run(open(), body, [body.length]));
    fc.assert(
      fc.property(sizes, (split) => {
        const segments = run(open(), body, split);
        expect(joined(segments).equals(body)).toBe(true);
        expect(texts(segments)).toEqual(once);
      }),
      { numRuns: 25 },
    );
    expect(texts(run(open(), body, [1]))).toEqual(once);
  });

  it('reads a preamble and an epilogue, and refuses what has no end', () => {
    const framed = Buffer.concat([Buffer.from('before\r\n'), body, Buffer.from('after')]);
    const segments = run(open(), framed, [1000]);
    expect(joined(segments).equals(framed)).toBe(true);
    expect(texts(segments).filter(([path]) => String(path).includes('remark'))).toHaveLength(2);
    expect(fault(open(), body.subarray(0, body.length - 6))).toBe('CV_MULTIPART_MALFORMED');
    expect(fault(open(), Buffer.from('--b x\r\n'))).toBe('CV_MULTIPART_MALFORMED');
    expect(fault(open(), Buffer.from(`--b\r\n${'A'.repeat(20_000)}`))).toBe('CV_MULTIPART_MALFORMED');
    expect(createMultipartSegmenter(headOf())).toBeUndefined();
  });

  it('takes a large part without a declaration for a file only when it is no text', () => {
    const undeclared = (content: Buffer) =>
      Buffer.concat([
        part('Content-Disposition: form-data; name="f"; filename="f.txt"', content),
        Buffer.from('--b--\r\n'),
      ]);
    const limits = { streamLeafBytesMax: 20_000 };
    expect(shapes(run(open(limits), undeclared(file), [1000])).some(([, unread]) => unread === 'file')).toBe(true);
    expect(fault(open(limits), undeclared(Buffer.alloc(100_000, 'text ')))).toBe('CV_RECORD_TOO_LARGE');
  });
});
