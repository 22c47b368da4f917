import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { disguiseSigns, readings } from '../../src/detection/disguise.ts';
import { createDetection } from '../../src/detection/engine.ts';
import { loadDetectors } from '../../src/settings/catalog.ts';
import { addressDisguises, type Disguise, lookalikeDisguises, numberDisguises } from './disguises.ts';

const detection = createDetection({ detectors: await loadDetectors() });
const find = (text: string) => detection.find({ text, bytes: Buffer.from(text) });

/** A valid number of an issuer, in its printed groups. */
const card = fc
  .tuple(
    fc.constantFrom(['4', 16], ['52', 16], ['2223', 16], ['34', 15], ['6011', 16], ['3530', 16]),
    fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 16, maxLength: 16 }),
  )
  .map(([[prefix, length], noise]) => {
    const body = `${prefix}${noise.join('')}`.slice(0, Number(length) - 1);
    const number = `${body}${checkDigit(body)}`;
    const cut = length === 15 ? /^(.{4})(.{6})(.{5})$/ : /^(.{4})(.{4})(.{4})(.{4})$/;
    return (cut.exec(number) ?? []).slice(1);
  });

const ssn = fc
  .tuple(fc.integer({ min: 100, max: 665 }), fc.integer({ min: 10, max: 99 }), fc.integer({ min: 1000, max: 9999 }))
  .map((parts) => parts.map(String))
  .filter((parts) => parts.join('') !== '219099999');

function checkDigit(body: string): number {
  const sum = [...body].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return (10 - (sum % 10)) % 10;
}

/** Share of `count` seeded values that are found exactly, with the rule of the disguise. */
function recall(disguise: Disguise, kind: string, values: readonly (readonly string[])[], lead: string): number {
  const right = values.filter((groups) => {
    const worn = disguise.wear(groups);
    // A number without any digit left is a word to every reader.
    if (disguise.rule === 'folded:leet' && (worn.match(/\d/g) ?? []).length < 3) return true;
    const text = `${lead}${worn} thanks`;
    const hit = find(text).find((one) => one.kind === kind);
    if (hit === undefined || text.slice(hit.start, hit.end) !== worn) return false;
    const rules = hit.evidence.map(({ rule }) => rule);
    return disguise.rule === '' || worn === groups.join(' ') || rules.includes(disguise.rule);
  });
  return right.length / values.length;
}

describe('disguised numbers', () => {
  const cards = fc.sample(card, { numRuns: 40, seed: 7 });
  const ssns = fc.sample(ssn, { numRuns: 40, seed: 7 });
  const all = [...numberDisguises, ...lookalikeDisguises];

  it.each(all.map((disguise) => [disguise.name, disguise] as const))('finds cards in %s, whole', (_name, disguise) => {
    expect(recall(disguise, 'PAYMENT_CARD', cards, 'my card is ')).toBeGreaterThanOrEqual(0.99);
  });

  it.each(all.map((disguise) => [disguise.name, disguise] as const))('finds SSNs in %s, whole', (_name, disguise) => {
    expect(recall(disguise, 'US_SSN', ssns, 'my ssn is ')).toBeGreaterThanOrEqual(0.99);
  });

  it('finds any card in any disguise', () => {
    fc.assert(
      fc.property(card, fc.constantFrom(...numberDisguises), (groups, disguise) => {
        // Words that no other list knows: "card" and the number words are also words of wallet phrases.
        const text = `my visa: ${disguise.wear(groups)}, thanks`;
        expect(find(text).map(({ start, end }) => text.slice(start, end))).toEqual([disguise.wear(groups)]);
      }),
      { numRuns: 1000, seed: 20_261_122 },
    );
  });
});

describe('disguised addresses', () => {
  it.each(addressDisguises.map((wear) => [wear('NAME', ['HOST', 'TOP']), wear] as const))('finds %s', (_name, wear) => {
    for (const [local, labels] of [
      ['jane.doe', ['example', 'com']],
      ['kowalski_77', ['mail', 'example', 'org']],
      ['olivia', ['gmail', 'com']],
    ] as const) {
      const worn = wear(local, labels);
      const text = `write to ${worn}, please`;
      expect(find(text).map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([['EMAIL', worn]]);
    }
  });

  it.each([
    'look at example dot com',
    'meet me at noon [at the gate] in paris dot',
    'i work at yahoo.com now',
    'the shop at example.com is down',
    'a dot at the end',
    'shared (at cost) with us (dot)',
  ])('leaves %s alone', (text) => {
    expect(find(text)).toEqual([]);
  });
});

describe('no disguise', () => {
  it.each([
    'order OO12-8851-SB01-ZL20',
    'serial B0SS1234SO12',
    'key JBSWY3DPEHPK3PXP',
    'commit 5b8s0o1lIO',
    'id 550e8400-e29b-41d4-a716-446655440000',
    '100%20off &nbsp; 50%25 &amp; \\u0041 C:\\x31\\temp',
    'one of the two, maybe three or four, five at most: order 12345678',
    'un deux trois, soleil; uno dos tres cuatro cinco seis siete',
    'img data:aGVsbG8gd29ybGQsIGhvdyBhcmUgeW91',
    'sha 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  ])('leaves %s alone', (text) => {
    expect(find(text)).toEqual([]);
  });

  it('leaves random ids alone', () => {
    const id = (letters: string) => fc.string({ unit: fc.constantFrom(...letters), minLength: 12, maxLength: 24 });
    const ids = fc.oneof(
      id('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'),
      id('0123456789abcdef'),
      id('0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'),
    );
    const alarms = fc
      .sample(ids, { numRuns: 3000, seed: 3 })
      .filter((one) => /[A-Za-z]/.test(one) && find(`id ${one} ok`).length > 0);
    expect(alarms.length).toBeLessThanOrEqual(3);
  });

  it('asks for no second look at ordinary talk', () => {
    const signs = { numberWords: 2, digits: 3, marks: 0, close: 0, cut: 0 };
    expect(disguiseSigns(signs)).toBe(0);
    expect([...readings(0, 'a', undefined)]).toEqual([]);
  });
});

describe('hostile texts', () => {
  it.each([
    '&#',
    '&#5',
    '&#52;',
    '%',
    '%3',
    '%34',
    '\\',
    '\\u',
    '\\u003',
    '<b',
    '< b><',
    'l1',
    'lO0 ',
    'one ',
    '1 one ',
    ' at a dot ',
    '[at]',
    '[dot] ',
    'MTEx',
    '34 ',
    'quatre-',
  ])('takes time in proportion to a text of %s', (piece) => {
    const time = (size: number): number => {
      const text = piece.repeat(Math.ceil(size / piece.length));
      const span = { text, bytes: Buffer.from(text) };
      // Of the processor, not of the wall: others may be using the machine.
      const began = process.cpuUsage();
      detection.find(span);
      return process.cpuUsage(began).user / 1000;
    };
    time(65_536);
    const once = Math.min(time(131_072), time(131_072));
    const four = Math.min(time(524_288), time(524_288));
    expect(four).toBeLessThan(Math.max(once, 5) * 12);
  });
});
