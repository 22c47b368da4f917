/** Lengths, digests and signatures follow an edit, or the edit is refused. */
import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { jsonCodec } from '../../../src/codecs/formats/json.ts';
import { recompute } from '../../../src/codecs/steps/recompute.ts';
import type { RecomputeRule } from '../../../src/domain/codec-step.ts';
import { openWire, replaced } from '../wire-laws.ts';

const key = Buffer.from('a key');
const codec = (...rules: RecomputeRule[]) => recompute(rules, jsonCodec, (name) => (name === 'SET' ? key : undefined));
const signed = (text: string) => createHmac('sha256', key).update(text).digest('base64');

describe('recompute', () => {
  it('makes every field anew that speaks of the edited text, and leaves the style of the rest', () => {
    const rules: RecomputeRule[] = [
      { set: '/size', from: '/m/text', as: 'bytes' },
      { set: '/units', from: '/m/text', as: 'utf16' },
      { set: '/md5', from: '/m/text', as: 'md5' },
      { set: '/sha', from: '/m/text', as: 'sha256', spelled: 'base64', prefix: 'sha256=' },
    ];
    const message = (text: string) =>
      `{ "size":${Buffer.byteLength(text)}, "units":"${text.length}", "m":{"text":"${text}"}, ` +
      `"md5":"${createHash('md5').update(text).digest('hex')}", ` +
      `"sha":"sha256=${createHash('sha256').update(text).digest('base64')}"}`;
    const format = codec(...rules);
    expect(String(replaced(format, message('héllo'), ['héllo', 'é'.repeat(30)]))).toBe(message('é'.repeat(30)));
    expect(openWire(format, message('x')).rewrite([]).toString()).toBe(message('x'));
  });

  it('signs with the key of the environment', () => {
    const format = codec({ set: '/sig', from: '/t', as: 'hmac-sha256', spelled: 'base64', key: { env: 'SET' } });
    const message = (text: string) => JSON.stringify({ t: text, sig: signed(text) });
    expect(String(replaced(format, message('one'), ['one', 'two']))).toBe(message('two'));
  });

  it.each([
    ['without the key', 'UNSET', signed('one')],
    ['where the signature was no good before', 'SET', signed('other')],
  ])('refuses an edit %s', (_, env, sig) => {
    const format = codec({ set: '/sig', from: '/t', as: 'hmac-sha256', spelled: 'base64', key: { env } });
    const message = JSON.stringify({ t: 'one', sig, other: 'free' });
    expect(() => replaced(format, message, ['one', 'two'])).toThrow(
      expect.objectContaining({ code: 'CV_SIGNED_CONTENT' }),
    );
    expect(String(replaced(format, message, ['free', 'tied']))).toContain('tied');
  });

  it('leaves documents without the fields alone', () => {
    const format = codec({ set: '/n', from: '/t', as: 'bytes' });
    expect(String(replaced(format, '{"t":"one"}', ['one', 'three']))).toBe('{"t":"three"}');
    expect(String(replaced(format, '{"n":3,"x":"one"}', ['one', 'three']))).toBe('{"n":3,"x":"three"}');
  });
});
