/** A Secret must not print itself through any door that JavaScript offers. */
import { format, inspect } from 'node:util';
import { expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';

it('prints as [secret] everywhere, and lends its value only to a caller who asks', () => {
  const plain = ['4111', '1111', '1111', '1111'].join('');
  const secret = new Secret(plain);
  const printed = [
    String(secret),
    `${secret}`,
    JSON.stringify({ secret }),
    inspect(secret),
    inspect({ deep: [secret] }, { depth: 9, showHidden: true }),
    format('%s %o %j', secret, secret, secret),
    Object.entries(secret).join(),
  ];
  for (const text of printed) expect(text).not.toContain(plain);
  expect(printed.slice(0, 4)).toEqual(['[secret]', '[secret]', '{"secret":"[secret]"}', '[secret]']);
  expect(secret.expose((value) => value.length)).toBe(16);
});
