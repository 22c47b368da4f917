/** Valid numbers of every kind that people spell out: cards of all brands and lengths, and ids with their check digits. */
import type { Chance } from './chance.ts';

export interface Value {
  readonly kind: string;
  /** The printed groups; letters only in IBANs. */
  readonly groups: readonly string[];
  /** What a person says in front of it. */
  readonly lead: string;
}

/** Prefixes with the lengths that are issued under them. */
const brands: readonly (readonly [string, readonly number[]])[] = [
  ['4', [13, 16, 19]],
  ['51', [16]],
  ['54', [16]],
  ['2223', [16]],
  ['2718', [16]],
  ['34', [15]],
  ['37', [15]],
  ['36', [14]],
  ['305', [14]],
  ['6011', [16, 19]],
  ['644', [16]],
  ['65', [16]],
  ['3530', [16]],
  ['3588', [16, 19]],
  ['62', [16, 17, 18, 19]],
  ['2201', [16, 19]],
  ['6304', [12, 13, 15, 16, 18, 19]],
  ['5018', [12, 14, 16, 19]],
  ['6759', [12, 16, 18]],
  ['508', [16]],
  ['9792', [16]],
];

/** Says nothing of what follows. */
const bareLead = 'here you go: ';
const cardLeads = [
  'my card is ',
  'card number: ',
  'please charge ',
  bareLead,
  'credit card ',
  'mi tarjeta es ',
  'meine Kreditkarte: ',
  'ma carte bancaire ',
  'la mia carta di credito è ',
  'meu cartão é ',
  'visa ',
];

export function cardOf(chance: Chance): Value {
  const [prefix, lengths] = chance.pick(brands);
  const length = chance.pick(lengths);
  const body = `${prefix}${digits(chance, length - prefix.length - 1)}`;
  const number = `${body}${luhnDigit(body)}`;
  // Lengths that hardly any card has need a word that says what they are.
  const lead = chance.pick(length < 14 || length > 16 ? cardLeads.filter((one) => one !== bareLead) : cardLeads);
  return { kind: 'PAYMENT_CARD', groups: cutCard(number, chance), lead };
}

function cutCard(number: string, chance: Chance): string[] {
  if (number.length === 15 && chance.often(0.7)) return cut(number, [4, 6, 5]);
  if (number.length === 14 && chance.often(0.7)) return cut(number, [4, 6, 4]);
  if (chance.often(0.15)) return [number];
  return cut(number, [4, 4, 4, 4, 4]);
}

/** Ids, each from a recipe that makes its check digits; the words in front are what the id is called. */
export function idOf(chance: Chance): Value {
  return chance.pick(recipes)(chance);
}

export function ssnOf(chance: Chance): Value {
  const area = 100 + chance.below(565);
  const groups = [String(area), String(10 + chance.below(89)), String(1000 + chance.below(8999))];
  return { kind: 'US_SSN', groups, lead: chance.pick(['my ssn is ', 'social security number: ', 'SSN ']) };
}

const recipes: readonly ((chance: Chance) => Value)[] = [
  ssnOf,
  ssnOf,
  (chance) => {
    const body = `${2 + chance.below(8)}${digits(chance, 10)}`;
    const number = `${body}${verhoeffDigit(body)}`;
    return { kind: 'IN_AADHAAR', groups: cut(number, [4, 4, 4]), lead: 'my aadhaar number is ' };
  },
  (chance) => {
    const body = `${1 + chance.below(9)}${digits(chance, 8)}`;
    const one = elevenDown(body, 10);
    const number = `${body}${one}${elevenDown(`${body}${one}`, 11)}`;
    return { kind: 'BR_CPF', groups: cut(number, [3, 3, 3, 2]), lead: 'meu cpf é ' };
  },
  (chance) => {
    const date = `${50 + chance.below(50)}0${1 + chance.below(9)}`;
    const body = `${1 + chance.below(2)}${date}${10 + chance.below(80)}${100 + chance.below(800)}${100 + chance.below(800)}`;
    const key = String(97 - Number(BigInt(body) % 97n)).padStart(2, '0');
    return {
      kind: 'FR_NIR',
      groups: cut(`${body}${key}`, [1, 2, 2, 2, 3, 3, 2]),
      lead: 'mon numéro de sécurité sociale est ',
    };
  },
  (chance) => {
    const body = `${50 + chance.below(50)}0${1 + chance.below(9)}${10 + chance.below(18)}${digits(chance, 4)}`;
    const sum = weighted(body, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]);
    return { kind: 'PL_PESEL', groups: [`${body}${(10 - (sum % 10)) % 10}`], lead: 'mój pesel to ' };
  },
  (chance) => {
    const body = `${1 + chance.below(7)}${digits(chance, 7)}`;
    return {
      kind: 'CA_SIN',
      groups: cut(`${body}${luhnDigit(body)}`, [3, 3, 3]),
      lead: 'my social insurance number is ',
    };
  },
  (chance) => {
    for (;;) {
      const body = `${4 + chance.below(4)}${digits(chance, 8)}`;
      const rest = 11 - (weighted(body, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11);
      if (rest === 10) continue;
      return { kind: 'UK_NHS', groups: cut(`${body}${rest % 11}`, [3, 3, 4]), lead: 'my nhs number is ' };
    }
  },
  (chance) => {
    for (;;) {
      const body = `${1 + chance.below(8)}${digits(chance, 7)}`;
      const rest = weighted(body, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
      if (rest === 10) continue;
      return { kind: 'NL_BSN', groups: [`${body}${rest}`], lead: 'mijn bsn is ' };
    }
  },
];

const ibanShapes: readonly (readonly [string, number])[] = [
  ['DE', 18],
  ['ES', 20],
  ['AT', 16],
  ['BE', 12],
  ['PL', 24],
  ['PT', 21],
];

/** Of countries whose accounts are all digits; national check digits are left to chance where a bank checks them. */
export function ibanOf(chance: Chance): Value {
  const [country, size] = chance.pick(ibanShapes.slice(0, 1));
  const account = digits(chance, size);
  const numeric = `${account}${[...country].map((letter) => letter.charCodeAt(0) - 55).join('')}00`;
  const check = String(98n - (BigInt(numeric) % 97n)).padStart(2, '0');
  return {
    kind: 'IBAN',
    groups: cut(`${country}${check}${account}`, [4, 4, 4, 4, 4, 4, 4]),
    lead: chance.pick(['IBAN ', 'meine IBAN ist ']),
  };
}

export function digits(chance: Chance, count: number): string {
  return Array.from({ length: count }, () => chance.below(10)).join('');
}

function cut(number: string, sizes: readonly number[]): string[] {
  const groups: string[] = [];
  let at = 0;
  for (const size of sizes) {
    if (at < number.length) groups.push(number.slice(at, at + size));
    at += size;
  }
  return groups;
}

export function luhnDigit(body: string): number {
  const sum = [...body].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return (10 - (sum % 10)) % 10;
}

function weighted(body: string, weights: readonly number[]): number {
  return [...body].reduce((sum, digit, index) => sum + Number(digit) * (weights[index] ?? 0), 0);
}

/** CPF: weights count down to 2, a rest of ten is a zero. */
function elevenDown(body: string, from: number): number {
  const rest =
    (weighted(
      body,
      Array.from({ length: body.length }, (_, index) => from - index),
    ) *
      10) %
    11;
  return rest % 10;
}

/** Verhoeff: products in the dihedral group of order ten, found by composing instead of by the printed tables. */
function verhoeffDigit(body: string): number {
  const times = (a: number, b: number): number =>
    a < 5 ? (b < 5 ? (a + b) % 5 : 5 + ((a + b) % 5)) : b < 5 ? 5 + ((a - b + 5) % 5) : (a - b + 5) % 5;
  const shuffle = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
  const shuffled = (digit: number, times_: number): number =>
    times_ === 0 ? digit : shuffled(shuffle[digit] as number, times_ - 1);
  const check = [...body]
    .reverse()
    .reduce((sum, digit, index) => times(sum, shuffled(Number(digit), (index + 1) % 8)), 0);
  return check < 5 ? (5 - check) % 5 : check;
}
