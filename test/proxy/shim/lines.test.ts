/** Readable lines become one, and backslashes stay as they are written. */
import { expect, test } from 'vitest';
import { lines } from '../../../src/proxy/shim/lines.ts';

test('lines are trimmed and joined, escapes are left to the browser', () => {
  expect(lines`
    a=/\s\n/;
      b();
  `).toBe('a=/\\s\\n/;b();');
});
