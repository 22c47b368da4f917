/** Request targets: what is routed, scanned and forwarded must be one and the same. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTarget } from '../../src/proxy/target.ts';

const read = (target: string) => readTarget(target, 'shop.test', 100);

test.each([
  ['/', '/', ''],
  ['/a/b?c=d?e', '/a/b', '?c=d?e'],
  ['/a.b/..c/d..', '/a.b/..c/d..', ''],
  ['/a?../x', '/a', '?../x'],
  ['http://shop.test', '/', ''],
  ['HTTP://SHOP.test/x?y', '/x', '?y'],
  ['https://shop.test?y', '/', '?y'],
])('%s is path %s and query %s', (target, path, query) => {
  expect(read(target)).toEqual({ path, query });
});

test.each([
  '',
  '*',
  'a',
  '//a',
  '/a/..',
  '/../a',
  '/%2E%2e/',
  '/a\\b',
  '/a#b',
  '/a b',
  '/%',
  '/%0a',
  'http://b.test/',
  'http://shop.test@b/',
])('%j is refused', (target) => {
  expect(read(target)).toBe('CV_BAD_TARGET');
});

test('length is limited', () => {
  expect(read(`/${'a'.repeat(100)}`)).toBe('CV_TARGET_TOO_LONG');
});

test('an accepted target never resolves to another path', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('/', '.', '..', '%2e', '%2f', 'a', ';', '?', '%41')), (parts) => {
      const target = `/${parts.join('')}`;
      const result = readTarget(target, 'h', 1000);
      if (typeof result === 'string') return;
      expect(result.path + result.query).toBe(target);
      expect(new URL(`http://h${target}`).pathname).toBe(result.path);
    }),
  );
});
