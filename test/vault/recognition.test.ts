/** Recognition by keyed hashes: the same under the same keys, and only for the place that a token was made for. */
import { expect, test } from 'vitest';
import { conversationId } from '../../src/domain/frame.ts';
import { createRecognition } from '../../src/vault/recognition.ts';
import { printToken } from '../../src/vault/token.ts';

const keys = (fill = 1) => ({
  mac: Buffer.alloc(32, fill),
  name: Buffer.alloc(32, fill + 1),
  digest: Buffer.alloc(32, fill + 2),
});
const place = { tenant: 'main', site: 'shop', conversation: conversationId('one') };
const id = Buffer.alloc(16, 7);

function tokenOf({ conversationName, tokenMac }: ReturnType<typeof createRecognition>) {
  return printToken('card ••4242', id, tokenMac(id, conversationName(place.site, place.conversation)));
}

test('a token is known under the keys that made it, in its own place', () => {
  const token = tokenOf(createRecognition('main', keys()));
  const again = createRecognition('main', keys());
  expect(again.owns(token, place)).toBe(true);
  expect(again.owns(token, { ...place, conversation: conversationId('two') })).toBe(false);
  expect(again.owns(token, { ...place, site: 'other' })).toBe(false);
  expect(again.owns(token, { ...place, tenant: 'other' })).toBe(false);
  expect(createRecognition('main', keys(9)).owns(token, place)).toBe(false);
  expect(createRecognition('other', keys()).owns(token, { ...place, tenant: 'other' })).toBe(false);
  expect(again.owns('[card ••4242]', place)).toBe(false);
});

test('digests are stable under a key and differ between keys', () => {
  const { digest } = createRecognition('main', keys());
  expect(digest('credential')).toBe(createRecognition('main', keys()).digest('credential'));
  expect(digest('credential')).not.toBe(createRecognition('main', keys(9)).digest('credential'));
});

test('keys that were handed over are wiped', () => {
  const handed = keys();
  createRecognition('main', handed);
  expect(Object.values(handed).every((key) => key.every((byte) => byte === 0))).toBe(true);
});
