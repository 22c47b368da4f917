/** Plain text is one text; what is not UTF-8 is refused. */
import { expect, it } from 'vitest';
import { plainCodec } from '../../../src/codecs/formats/plain.ts';
import { opened, openHead } from '../law-suite.ts';

it('is one text with the path of the body', () => {
  const bytes = Buffer.from('\ufeffhello 4111\r\n');
  const document = opened(plainCodec, bytes);
  expect(document.spans.map((span) => [span.path, span.role, span.text])).toEqual([
    ['', 'value', '\ufeffhello 4111\r\n'],
  ]);
  expect(document.rewrite([{ span: 0, start: 7, end: 11, insert: '••' }]).toString()).toBe('\ufeffhello ••\r\n');
});

it('has no text when it is empty', () => {
  expect(opened(plainCodec, Buffer.alloc(0)).spans).toEqual([]);
});

it('refuses what is not UTF-8', () => {
  for (const bytes of [[0xff], [0x41, 0xc3], [0xed, 0xa0, 0x80], [0xc0, 0xb4]]) {
    expect(plainCodec.open(Buffer.from(bytes), openHead())).toEqual({ ok: false, reason: 'CV_TEXT_NOT_UTF8' });
  }
});
