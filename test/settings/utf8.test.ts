/** The line of the first byte that is not UTF-8. */
import { describe, expect, it } from 'vitest';
import { decodeUtf8 } from '../../src/settings/utf8.ts';

describe('decodeUtf8', () => {
  it('decodes what is right, byte order mark and all', () => {
    expect(decodeUtf8(Buffer.from('\ufeffcafé\r\n'))).toEqual({ ok: true, text: '\ufeffcafé\r\n' });
    expect(decodeUtf8(Buffer.alloc(0))).toEqual({ ok: true, text: '' });
  });

  it.each([
    ['a Latin-1 letter', 'a\nb\ncaf\xe9\nd', 3],
    ['a sequence that a line end cuts', 'a\xc3\n\xa9', 1],
    ['the last byte', 'a\nb\xff', 2],
    ['UTF-16', '\xff\xfea\x00', 1],
  ])('names the line of %s', (_, latin, line) => {
    expect(decodeUtf8(Buffer.from(latin, 'latin1'))).toEqual({ ok: false, line });
  });
});
