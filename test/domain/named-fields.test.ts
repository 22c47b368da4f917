/** Which names of fields say what a bare value in them is. */
import { expect, test } from 'vitest';
import { secretCalled, secretNamed } from '../../src/domain/named-fields.ts';

const both = (name: string) => {
  const bytes = Buffer.from(`"${name}"`);
  const answers = [secretNamed(bytes, 1, bytes.length - 1), secretCalled(name)];
  expect(answers[0], name).toBe(answers[1]);
  return answers[0];
};

test('names in any of the usual spellings', () => {
  for (const name of ['cvv', 'CVV', 'cvc2', 'card_cvc', 'cardCvc', 'card-cvc', 'securityCode', 'Card Security Code'])
    expect(both(name), name).toBe('cvv');
  for (const name of ['pin', 'PIN', 'card_pin', 'atmPin']) expect(both(name), name).toBe('pin');
  for (const name of ['ssn', 'SSN', 'social_security_number', 'socialSecurityNumber']) expect(both(name)).toBe('ssn');
});

test('the last name in brackets says it, as forms nest', () => {
  for (const name of ['card[cvv]', 'pay[card][cvv]', 'a[card_cvc]']) expect(both(name), name).toBe('cvv');
  for (const name of ['cvv[id]', '[cvv', 'cvv]', 'a[cvv]]', 'a[]', '[]', ']'.repeat(9000)])
    expect(both(name), name).toBeUndefined();
});

test('names that say something else, or nothing', () => {
  const harmless =
    'text content message id type sender user login origin code cid pass pincode pin_code spin pinned status value ' +
    'queue base response password pwd newPassword password_hint password_reset_url has_password min main x é 暗証番号';
  for (const name of [...harmless.split(' '), '', 'p', 'v'.repeat(4000)]) expect(both(name), name).toBeUndefined();
});
