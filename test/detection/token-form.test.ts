/** Which tokens are passed over, and which look alike and are not. */
import { expect, test } from 'vitest';
import { isPlainToken, isWithinCode } from '../../src/detection/token-form.ts';

const plain = (text: string): boolean => isPlainToken(Buffer.from(text), 0, text.length);

test.each([
  '550e8400-e29b-41d4-a716-446655440000',
  '550E8400-E29B-41D4-A716-446655440000.',
  '1Z12345E0205271688',
  '00340434161094042557:',
])('%s is plain', (text) => {
  expect(plain(text)).toBe(text !== '00340434161094042557:');
});

test.each([
  '550e8400-e29b-41d4-a716-44665544000g',
  '550e8400:e29b-41d4-a716-446655440000',
  'DE89370400440532013000',
  'AKIAZ7WJ5Q3RT2LMN4PK',
  '2a02:8109:9a40:2b3::7',
  '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2',
])('%s is not', (text) => {
  expect(plain(text)).toBe(false);
});

const within = (marked: string): boolean => {
  const start = marked.indexOf('<');
  return isWithinCode(marked.replace(/[<>]/g, ''), start, marked.indexOf('>') - 1);
};

test.each([
  '5d481926-263e-44a6-8115-82c0<deaf>0667',
  '1Z8<BP>9F58956179530',
  'RV7<ALS>2gLpbH9jJk88tlR9QTt6C1PTpPBURhm3paSb8=',
  'id=1<dvT>2auAv0sxMiuseub3u0dEDP',
])('the word in %s is an accident', (marked) => {
  expect(within(marked)).toBe(true);
});

test.each([
  '4111111111111111<EXP>0927CVV123',
  '<cpf>12345678909',
  '<passport>123456789012',
  'covid and <als> 20b9a59532b3156b',
  '/products/12345678-<ibuprofen>-400-mg-x-20',
  '<B>12 2026-03-04',
])('the word in %s is one', (marked) => {
  expect(within(marked)).toBe(false);
});
