/** Header values: words are read by the whole policy, everything else for card numbers, framing not at all. */
import { expect, test } from 'vitest';
import { type LookAt, scanAnswerHeaders, scanRequestHeaders } from '../../src/proxy/header-texts.ts';

const CARD = '4111 1111 1111 1111';

/** Hides cards, and a word that is no card. */
const look: LookAt = (text, cardsOnly) => {
  const masked = text.replace(/4111(?:[ -]?1111){3}/g, '[card]').replaceAll('SECRET', '[secret]');
  return masked === text || (cardsOnly && !masked.includes('[card]')) ? undefined : masked;
};
const request = (...pairs: string[]) => {
  const found = scanRequestHeaders(pairs, look, (value) => (value.includes('SECRET') ? 'masked=1' : undefined));
  return found instanceof Map ? pairs.map((value, at) => found.get(at) ?? value) : found;
};

test.each([
  'User-Agent',
  'Accept-Language',
  'X-Request-Id',
  'If-None-Match',
  'Authorization',
  'Via',
  'Location',
  'Date',
  'Content-Disposition',
])('a card number does not travel in %s', (name) => {
  expect(request(name, `a ${CARD}`)?.[1]).not.toContain('1111');
});

test('other findings count only in fields that hold words', () => {
  expect(request('User-Agent', 'SECRET 4111 1111 1111 2222')).toBeUndefined();
  expect(request('X-Note', 'SECRET 1')).toEqual(['X-Note', '[secret] 1']);
  expect(request('Content-Disposition', 'attachment; filename="SECRET.1"')?.[1]).toContain('[secret]');
});

test('cookies are the affair of those who know their names', () => {
  expect(request('Cookie', `a=${CARD}`)).toBeUndefined();
  expect(request('Cookie', 'a=SECRET')).toEqual(['Cookie', 'masked=1']);
});

test('a media type cannot be edited, so a card number in it blocks', () => {
  expect(request('Content-Type', `text/plain; x="${CARD}"`)).toBe('blocked');
  expect(request('Content-Type', 'multipart/form-data; boundary=---------------------------90519140415448433659')).toBe(
    undefined,
  );
});

test('framing, routing and handshake fields are left to their own checks', () => {
  for (const name of ['Host', 'Content-Length', 'Sec-WebSocket-Key', 'X-Forwarded-For']) {
    expect(request(name, CARD)).toBeUndefined();
  }
});

test('letters that are a coding of something are looked at', () => {
  const seen: string[] = [];
  const watch = (text: string) => {
    seen.push(text);
    return undefined;
  };
  scanRequestHeaders(['X-Note', 'NDExMSAxMTExIDExMTEgMTExMQ=='], watch, watch);
  expect(seen).toEqual(['NDExMSAxMTExIDExMTEgMTExMQ==']);
});

test('answers lose card numbers and nothing else', () => {
  const plain = ['X-Note', 'SECRET', 'ETag', '"4111"', 'Set-Cookie', 'a=b; Path=/'];
  expect(scanAnswerHeaders(plain, look)).toBe(plain);
  expect(scanAnswerHeaders(['Set-Cookie', `a=${CARD}; Path=/`], look)).toEqual(['Set-Cookie', 'a=%5Bcard%5D; Path=/']);
  expect(scanAnswerHeaders(['Location', '/x?c=4111111111111111&d=é'.replace('é', '%C3%A9')], look)).toEqual([
    'Location',
    '/x?c=%5Bcard%5D&d=%C3%A9',
  ]);
});
