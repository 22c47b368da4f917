/** Tokens survive what chat software does to text, or fail cleanly; they never turn into another token. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alphabet } from '../../src/vault/reference.ts';
import { findTokens, mayHoldToken, parseToken, printMask, printToken } from '../../src/vault/token.ts';

const id = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
const mac = Buffer.from('a1b2c3d4e5', 'hex');
const token = printToken('card ••4242', id, mac);
const letters = token.slice(token.indexOf('#') + 1, -1);

describe('a printed token', () => {
  it('shows kind and mask and hides the rest', () => {
    expect(token).toMatch(new RegExp(`^\\[card ••4242 #[${alphabet}]{45}\\]$`));
    expect(token.replace(/••\d{4}/, '')).not.toMatch(/[\d@]/);
    expect(token.length).toBe(60);
  });

  it('is read back', () => {
    expect(parseToken(token)).toEqual({ kind: 'card', mask: '••4242', letters, id, mac });
    expect(parseToken(printToken('health', id, mac))).toMatchObject({ kind: 'health', mask: '' });
  });

  it.each(['', ' card', 'card]', 'card #x', 'card\n', 'card 41111', 'card ٤٢٤٢١', '4242', 'card <b>'])(
    'is refused for the label %j',
    (label) => {
      expect(() => printToken(label, id, mac)).toThrow();
      expect(() => printMask(label)).toThrow();
    },
  );

  it('has a form without a reference, which is no token', () => {
    expect(printMask('card ••4242')).toBe('[card ••4242]');
    expect(parseToken(printMask('card ••4242'))).toBeUndefined();
  });
});

const manglings: Record<string, (text: string) => string> = {
  'upper case': (text) => text.toUpperCase(),
  'lower case': (text) => text.toLowerCase(),
  'HTML named entities': (text) =>
    text.replace('[', '&lbrack;').replace(']', '&rsqb;').replace(/•/g, '&bull;').replace('#', '&num;'),
  'HTML decimal entities': (text) => text.replace(/[^a-z0-9]/g, (char) => `&#${char.charCodeAt(0)};`),
  'HTML escaped twice': (text) => text.replace(/[#•[\]]/g, (char) => `&amp;#${char.charCodeAt(0)};`),
  'every letter an entity': (text) => text.replace(/[a-z]/g, (char) => `&#x${char.charCodeAt(0).toString(16)};`),
  'Markdown escapes': (text) => text.replace(/[[\]#]/g, '\\$&'),
  'bold Markdown': (text) => `**${text}**`,
  'a code span': (text) => `\`${text}\``,
  'a quoted reply': (text) => `> ${text.replace(/(.{22})/g, '$1\n> ')}`,
  'word wrap': (text) => text.replace(/(.{10})/g, '$1\r\n'),
  'soft line ends of mail': (text) => text.replace(/(.{30})/g, '$1=\r\n'),
  'zero-width spaces': (text) => text.replace(/(.{5})/g, '$1\u200b'),
  'soft hyphens': (text) => text.replace(/(.{7})/g, '$1\u00ad'),
  'word break tags': (text) => text.replace(/(.{29})/g, '$1<wbr>'),
  'line break tags': (text) => text.replace(/(.{29})/g, '$1<br />\n'),
  'a linkified hashtag': (text) => text.replace(/#(\w+)/, '<a href="/tag">#$1</a>'),
  NFC: (text) => text.normalize('NFC'),
  NFKC: (text) => text.normalize('NFKC'),
  NFKD: (text) => text.normalize('NFKD'),
  'full-width letters': (text) => text.replace(/[a-z#]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)),
  'percent encoding': (text) => encodeURIComponent(text),
  'blanks around': (text) => ` \t${text}\n`,
};

describe('a mangled token', () => {
  it.each(Object.entries(manglings))('is still itself after %s', (_, mangle) => {
    expect(parseToken(mangle(token))?.id ?? findTokens(mangle(token))[0]?.parsed.id).toEqual(id);
  });

  it('keeps kind and mask where they can be read', () => {
    for (const name of ['upper case', 'HTML named entities', 'Markdown escapes', 'percent encoding']) {
      expect(parseToken(manglings[name]?.(token) ?? '')).toMatchObject({ kind: 'card', mask: '••4242' });
    }
  });

  it('is nothing at all when cut short', () => {
    for (let length = 0; length < token.length - 1; length++) expect(findTokens(token.slice(0, length))).toEqual([]);
    expect(parseToken(token.slice(0, -1))).toBeUndefined();
  });

  it('is never another token after one wrong letter', () => {
    for (let at = 14; at < 59; at++) {
      const other = token[at] === 'b' ? 'c' : 'b';
      expect(findTokens(token.slice(0, at) + other + token.slice(at + 1))).toEqual([]);
    }
  });
});

describe('finding tokens in a text', () => {
  it('gives places, labels and the printed form', () => {
    const second = printToken('ssn ••6789', Buffer.alloc(16, 7), mac);
    const text = `pay with ${token} and ${second.toUpperCase()}, see #1`;
    const found = findTokens(text);
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual([token, second.toUpperCase()]);
    expect(found.map(({ token: printed }) => printed)).toEqual([token, second.replace('ssn', 'SSN')]);
    expect(found.map(({ label }) => label)).toEqual(['card ••4242', 'SSN ••6789']);
  });

  it('takes a bare reference', () => {
    const [found] = findTokens(`see #${letters}.`);
    expect(found).toMatchObject({ start: 4, end: 50, label: 'token', parsed: { kind: '', mask: '' } });
  });

  it('never repeats a label that could hold a value', () => {
    const [found] = findTokens(`[4111 1111 1111 1111 #${letters}]`);
    expect(found?.label).toBe('token');
    expect(found?.token).toBe(`[token #${letters}]`);
  });

  it('does not take one letter more for the same token', () => {
    expect(findTokens(`#${letters}b`)).toEqual([]);
  });

  it('survives every text and gives places in order', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(token, '#', '&#35;', '[', letters.slice(0, 20), '%23'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        let last = 0;
        for (const { start, end } of findTokens(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        if (findTokens(text).length > 0) expect(mayHoldToken(Buffer.from(text))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('takes time in proportion to a hostile text', () => {
    const time = (size: number): number => {
      const text = '#b '.repeat(size);
      const begun = performance.now();
      findTokens(text);
      return performance.now() - begun;
    };
    time(1000);
    // Eight times the text; a quadratic search would take sixty-four times as long.
    expect(time(80_000)).toBeLessThan(Math.max(30 * time(10_000), 500));
  });
});

describe('the quick look', () => {
  it('lets no spelling of a token pass as clean', () => {
    for (const mangle of Object.values(manglings)) expect(mayHoldToken(Buffer.from(mangle(token)))).toBe(true);
  });

  it('clears ordinary messages', () => {
    expect(mayHoldToken(Buffer.from('Hello, my order has not arrived yet, can you please help me out?'))).toBe(false);
    expect(mayHoldToken(Buffer.from('#1'))).toBe(false);
  });
});
