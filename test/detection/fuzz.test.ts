/** Fuzzed spellings of valid numbers, class by class, and harmless texts made of the same stuff; seeded, some seconds. */
import { describe, expect, it } from 'vitest';
import { disguiseSigns, readings } from '../../src/detection/disguise.ts';
import { createDetection } from '../../src/detection/engine.ts';
import { foldText } from '../../src/detection/fold.ts';
import { loadDetectors } from '../../src/settings/catalog.ts';
import { chanceFrom } from '../support/fuzz/chance.ts';
import { harmless } from '../support/fuzz/negatives.ts';
import { scoreOf } from '../support/fuzz/score.ts';
import { mixed, spellings } from '../support/fuzz/spellings.ts';
import { cardOf, ssnOf } from '../support/fuzz/values.ts';

const detection = createDetection({ detectors: await loadDetectors() });
const find = (text: string) => detection.find({ text, bytes: Buffer.from(text) });
/** Every sign there is, so that no reading is left out. */
const allSigns = 0xffff;

const RUNS = 24;
const SEED = 20_261_123;
/** Classes that a reader may take for something else as well: no digit left, `forty seven` for 40 7, IBANs letter by letter. */
const floors: Readonly<Record<string, number>> = {
  'each digit apart': 0.8,
  'look-alikes, all': 0.7,
  'weak look-alikes, all': 0.45,
  'look-alikes, half of them': 0.9,
  'weak look-alikes, a third': 0.9,
  'base64 in lines': 0.85,
  'base64 of base64': 0.9,
  'hex of base64': 0.9,
  base64: 0.9,
  'base64 without padding': 0.9,
  'pairs, en': 0.85,
  'pairs, en without hyphens': 0.85,
  'pairs, de': 0.85,
};

describe('fuzzed spellings', () => {
  it.each(spellings.map((one) => [one.name, one] as const))('finds numbers in %s, whole and told', (name, spelling) => {
    const { covered, exact, told } = scoreOf(detection, spelling, RUNS, SEED);
    expect(covered / RUNS).toBeGreaterThanOrEqual(floors[name] ?? 0.95);
    expect(exact / covered).toBeGreaterThanOrEqual(0.87);
    expect(told / covered).toBeGreaterThanOrEqual(spelling.rule === undefined ? 0.5 : 0.8);
  });

  it('finds cards and SSNs under several tricks at once', () => {
    const chance = chanceFrom(SEED);
    const missed = Array.from({ length: 300 }, () => {
      const value = chance.often(0.7) ? cardOf(chance) : ssnOf(chance);
      const worn = mixed(value.groups, chance);
      const start = value.lead.length;
      return find(`${value.lead}${worn} ok`).some((one) => one.start <= start && one.end >= start + worn.length);
    }).filter((hit) => !hit);
    expect(missed.length).toBeLessThanOrEqual(24);
  });
});

describe('laws of every reading', () => {
  it('maps in order, in bounds, and leaves what stands around the value as it was', () => {
    const chance = chanceFrom(SEED);
    for (let run = 0; run < 400; run += 1) {
      const value = cardOf(chance);
      const text = `${value.lead}${chance.pick(spellings).wear(value.groups, chance)} thanks, Zoë`;
      const folded = foldText(text);
      for (const reading of readings(allSigns, text, folded)) {
        expect(reading.text.endsWith('hanks, Zoe'), reading.name).toBe(true);
        expect(reading.map.endOf(reading.text.length)).toBe(text.length);
        let last = 0;
        for (let i = 0; i < reading.text.length; i += 1) {
          const start = reading.map.startOf(i);
          expect(start).toBeGreaterThanOrEqual(last);
          expect(reading.map.endOf(i + 1)).toBeGreaterThan(start);
          last = start;
        }
      }
    }
  });

  it('answers within the text for any text', () => {
    const chance = chanceFrom(SEED);
    for (let run = 0; run < 400; run += 1) {
      const text = harmless(chance);
      for (const { start, end } of find(text)) expect(start >= 0 && start < end && end <= text.length).toBe(true);
    }
  });
});

describe('harmless texts', () => {
  it('takes none of them for a disguise', () => {
    const chance = chanceFrom(SEED);
    const alarms = Array.from({ length: 4000 }, () => harmless(chance)).filter((text) =>
      find(text).some(({ evidence }) => evidence.some(({ rule }) => rule.startsWith('folded:'))),
    );
    expect(alarms).toEqual([]);
  });

  it('asks for no second look at plain talk', () => {
    expect(disguiseSigns({ numberWords: 2, digits: 3, marks: 0, close: 3, cut: 3 })).toBe(0);
  });
});
