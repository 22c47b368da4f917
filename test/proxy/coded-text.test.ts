/** Words in base64 of header fields and paths: texts are opened, sign-ins and random bytes are not. */
import { expect, test } from 'vitest';
import { CODED_MIN, isCodedText, rewriteCoded } from '../../src/proxy/coded-text.ts';

const coded = (text: string) => Buffer.from(text).toString('base64');

test('a text in base64 is one from the length of a card number on', () => {
  expect(coded('4111111111116').length).toBeGreaterThanOrEqual(CODED_MIN);
  expect(isCodedText(coded('4111111111116'))).toBe(true);
  expect(isCodedText(Buffer.from('my card is here???').toString('base64url'))).toBe(true);
  expect(isCodedText(coded('short'))).toBe(false);
  expect(isCodedText(Buffer.alloc(30, 0x81).toString('base64'))).toBe(false);
  expect(isCodedText(`${coded('my card is here')} `)).toBe(false);
});

test('each such word by itself is offered, and what is around it stays', () => {
  const word = coded('user:4111111111111111');
  const write = (text: string) => (text === word ? '[card]' : undefined);
  expect(rewriteCoded(`Basic ${word}`, write)).toBe('Basic [card]');
  expect(rewriteCoded(`a (${word}; ${coded('something else')})`, write)).toBe(`a ([card]; ${coded('something else')})`);
  expect(rewriteCoded(`Basic ${coded('user:some password')}`, write)).toBeUndefined();
});

test('the parts of a JWT are left alone', () => {
  const word = coded('{"sub":"4111111111111111"}');
  for (const token of [`${word}.${word}.x`, `Bearer a.${word}.b`])
    expect(rewriteCoded(token, () => 'x')).toBeUndefined();
});
