/** Header values: words are read by the whole policy, everything else for card numbers, framing not at all. */
import { expect, test } from 'vitest';
import { type LookAt, scanAnswerHeaders, scanRequestHeaders } from '../../src/proxy/header-texts.ts';

const CARD = '4111 1111 1111 1111';

/** Hides cards, and a word that is no card. */
const look: LookAt = (text) => {
  const masked = text.replace(/4111(?:[ -]?1111){3}/g, '[card]').replaceAll('SECRET', '[secret]');
  return masked === text ? undefined : { text: masked, card: masked.includes('[card]') };
};
const request = (...pairs: string[]) => {
  const found = scanRequestHeaders(pairs, look);
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

test('of several cookies only the one with the number changes', () => {
  const draft = encodeURIComponent(`{"t":"${CARD}"}`);
  const value = `session=a1b2; draft=${draft}; _ga=GA1.2.1234567890.1700000000`;
  expect(request('Cookie', value)).toEqual([
    'Cookie',
    `session=a1b2; draft=${encodeURIComponent('{"t":"[card]"}')}; _ga=GA1.2.1234567890.1700000000`,
  ]);
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
  scanRequestHeaders(['X-Note', 'NDExMSAxMTExIDExMTEgMTExMQ=='], (text) => {
    seen.push(text);
    return undefined;
  });
  expect(seen).toEqual(['NDExMSAxMTExIDExMTEgMTExMQ==']);
});

test('answers lose card numbers and nothing else', () => {
  const plain = ['X-Note', 'SECRET', 'ETag', '"4111"', 'Set-Cookie', 'a=b; Path=/'];
  expect(scanAnswerHeaders(plain, look)).toBe(plain);
  expect(scanAnswerHeaders(['Location', '/x?c=4111111111111111&d=é'.replace('é', '%C3%A9')], look)).toEqual([
    'Location',
    '/x?c=%5Bcard%5D&d=%C3%A9',
  ]);
});
