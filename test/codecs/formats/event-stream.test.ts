/** Server-sent events: data joined over lines, fields and comments, edits that keep the stream a stream. */
import { describe, expect, it } from 'vitest';
import { eventStreamCodec } from '../../../src/codecs/formats/event-stream.ts';
import { defaultLimits } from '../../../src/domain/limits.ts';
import { cpuMillis, opened, openHead } from '../law-suite.ts';

const open = (text: string) => opened(eventStreamCodec, Buffer.from(text));
const shown = (text: string) => open(text).spans.map((span) => [span.path, span.text]);

function replace(text: string, part: string, insert: string): string {
  const document = open(text);
  const span = document.spans.findIndex((each) => each.text.includes(part));
  const start = document.spans[span]?.text.indexOf(part) ?? -1;
  return document.rewrite([{ span, start, end: start + part.length, insert }]).toString();
}

describe('texts', () => {
  it('joins the data lines of an event, also around other fields', () => {
    expect(shown('event: m\ndata: 4111\r\ndata:1111\rid: 7\ndata\n\ndata:  b')).toEqual([
      ['/:event', 'm'],
      ['/:id', '7'],
      ['', '4111\n1111\n'],
      ['', ' b'],
    ]);
  });

  it('reads comments, unknown lines and what follows a byte order mark', () => {
    expect(shown('\ufeff: ping 4111\nfoo: 1\n4111 1111\n\n')).toEqual([
      ['/:comment', 'ping 4111'],
      ['/:line', 'foo: 1'],
      ['/:line', '4111 1111'],
    ]);
  });

  it('knows a field by its name alone', () => {
    expect(shown('event\nid\nevents\n\n')).toEqual([
      ['/:event', ''],
      ['/:id', ''],
      ['/:line', 'events'],
    ]);
    const document = open('event\n\n');
    expect(document.rewrite([{ span: 0, start: 0, end: 0, insert: ': x' }]).toString()).toBe('event: : x\n\n');
  });

  it('opens JSON in data, over several lines and nested', () => {
    const entry = JSON.stringify({ entry: JSON.stringify({ text: 'my 4111' }) });
    expect(shown(`data: ${entry}\n\n`).at(-1)).toEqual(['/entry/text', 'my 4111']);
    expect(shown('data: {"a":\ndata: "4111"}\n\n').at(-1)).toEqual(['/a', '4111']);
  });
});

describe('edits', () => {
  it.each([
    ['inside a line', 'id: 1\ndata: a 4111 b\n\n', '4111', 'X', 'id: 1\ndata: a X b\n\n'],
    ['over a line border', 'data: 4111\r\ndata:1111 z\r\n\r\n', '4111\n1111', 'X', 'data: X z\r\n\r\n'],
    ['with line ends', 'data: 4111\n\n', '4111', 'a\r\nb\n', 'data: a\ndata: b\ndata: \n\n'],
    ['that begin with a space', 'data:4111\n\n', '4111', ' X', 'data:  X\n\n'],
    ['of JSON in data', 'data: {"t":"4111"}\n\n', '4111', '"\n', 'data: {"t":"\\"\\n"}\n\n'],
    ['of a comment', ':4111\n\n', '4111', 'a\nb', ': a b\n\n'],
    ['of a whole unknown line', 'x\n4111\n\n', '4111', '', 'x\n: \n\n'],
  ])('%s', (_, text, part, insert, expected) => {
    expect(replace(text, part, insert)).toBe(expected);
  });
});

it('refuses what is not UTF-8 and too many fields', () => {
  expect(eventStreamCodec.open(Buffer.from([0x3a, 0xff]), openHead())).toMatchObject({ reason: 'CV_TEXT_NOT_UTF8' });
  const limits = { ...defaultLimits, spansMax: 2 };
  expect(eventStreamCodec.open(Buffer.from('id: 1\nid: 2\ndata: 3\n\n'), openHead({ limits }))).toMatchObject({
    reason: 'CV_TOO_MANY_SPANS',
  });
});

it.each(['\n', 'data\n', 'data:x\n', '\r', ':'])('takes linear time for a megabyte of %j', (unit) => {
  const bytes = Buffer.from(unit.repeat(1_000_000 / unit.length));
  const started = process.cpuUsage();
  const answer = eventStreamCodec.open(bytes, openHead());
  if (answer.ok) for (const span of answer.document.spans) expect(span.text.length).toBeGreaterThanOrEqual(0);
  expect(cpuMillis(started)).toBeLessThan(1_500);
});
