/** Steps of a profile become a codec; steps that make no sense are refused with their place. */
import { describe, expect, it } from 'vitest';
import { buildCodec, CodecSpecError } from '../../src/codecs/compose.ts';
import type { CodecStep } from '../../src/domain/codec-step.ts';
import { replaced, textsOf, wireLaws } from './wire-laws.ts';

const value = (steps: readonly CodecStep[], message: string) => textsOf(buildCodec(steps), message);

describe('a list of steps', () => {
  it.each<[readonly CodecStep[], string, string[]]>([
    [[{ split: '\u001e' }, { strip: '^[0-9]' }, 'json'], '4{"a":"b"}\u001e2"c"\u001e', ['a', 'b', 'c']],
    [[{ at: '/a' }, 'html'], '{"a":"<b>x&amp;y</b>","c":"<d>"}', ['a', 'x&y', 'c', '<d>']],
    [[{ at: ['/a', '/b/*'] }, 'base64'], '{"a":"aGk=","b":["aG8="]}', ['a', 'hi', 'b', 'ho']],
    [[{ at: '/blocks/*/text', in: 'form' }, 'html'], 'blocks=[{"text":"<i>hi</i>"}]', ['blocks', 'text', 'hi']],
    [[{ index: 1 }, 'html'], '["say","<b>hi</b>"]', ['say', 'hi']],
    [[{ index: 'all' }, 'socketio'], '["42[\\"say\\",\\"hi\\"]"]', ['say', 'hi']],
    [['event-stream', { at: '/m' }, 'json-string', 'text'], 'data: {"m":"\\"hi\\""}\n\n', ['m', 'hi']],
    [['ndjson', { at: '/m' }, 'percent'], '{"m":"a%20b"}\n{"m":"c"}\n', ['m', 'a b', 'm', 'c']],
    [['sockjs', 'stomp'], 'a["SEND\\n\\nhi\\u0000"]\n', ['hi']],
    [[{ lengths: 'decimal-colon' }, 'text'], '2:hé3:you', ['hé', 'you']],
    [[{ parse: 'json' }], '["x"]', ['x']],
    [[{ strip: { bytes: 2, tail: ';' } }, 'text'], '::hi;', ['hi']],
  ])('%j', (steps, message, texts) => {
    expect(value(steps, message)).toEqual(texts);
  });

  it('reads fields with steps of their own', () => {
    const steps: CodecStep[] = [{ fields: { '/html': 'html', '/id': 'opaque', '/raw': ['base64url', 'json'] } }];
    const message = '{"html":"<b>hi</b>","id":"4111","raw":"WyJobyJd"}';
    expect(value(steps, message)).toEqual(['html', 'hi', 'id', 'raw', 'ho']);
    expect(String(replaced(buildCodec(steps), message, ['ho', 'x']))).toBe(message.replace('WyJobyJd', 'WyJ4Il0'));
  });

  it('looks at what no step reads', () => {
    expect(value([{ strip: '[a-z]+:' }], 'say:42["x","\\u0041"]')).toEqual(['x', 'A']);
  });
});

describe('steps that make no sense', () => {
  it.each<[CodecStep[], (string | number)[], RegExp]>([
    [[], [], /at least one/],
    [['json', { at: '/a' }], [0], /must be the last/],
    [['socketio', 'json'], [0], /must be the last/],
    [[{ strip: '(?=x)' }, 'json'], [0, 'strip'], /RE2/],
    [[{ strip: {} }], [0, 'strip'], /either/],
    [[{ split: '' }], [0, 'split'], /delimiter/],
    [[{ split: '\n' }, { fields: { '/a': ['html', 'text'] } }], [1, 'fields', '/a', 0], /last/],
    [[{ fields: {} }, 'json'], [0], /last/],
    [[{ recompute: { set: '/n', from: '/t', as: 'hmac-sha256' } }], [0, 'recompute'], /key/],
    [['nonsense' as 'json'], [0], /no codec/],
    [Array.from({ length: 17 }, () => ({ index: 0 })), [], /at most/],
  ])('%j', (steps, path, explanation) => {
    try {
      buildCodec(steps);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(CodecSpecError);
      expect(error).toMatchObject({ code: 'CV_CONFIG_INVALID', path, explanation: expect.stringMatching(explanation) });
    }
  });
});

describe('composed codecs keep the laws', () => {
  wireLaws({
    format: buildCodec([{ split: '\u001e' }, { strip: '[0-9]' }, { at: '/html' }, 'html']),
    samples: ['4{"html":"<b>hi</b>","text":"you"}\u001e2{"a":"b"}\u001e'],
    alike: (text) => text.replace(/["']/g, ' '),
  });
});
