/** Counts how many fuzzed spellings are found, found whole, and told apart from plain writing. */
import type { Detection } from '../../../src/detection/detection.ts';
import { type Chance, chanceFrom } from './chance.ts';
import type { Spelling } from './spellings.ts';
import { cardOf, ibanOf, idOf, type Value } from './values.ts';

export interface Score {
  readonly name: string;
  readonly runs: number;
  /** Covered from the first digit to the last by one finding. */
  readonly covered: number;
  /** Covered, and nothing beside the value. */
  readonly exact: number;
  /** Covered, and the evidence says what had to be undone. */
  readonly told: number;
  readonly missed: readonly string[];
}

const tails = [' thanks', '', ', ok?', '\nbye', ' ok'];

/** Half of the values are cards, the others ids with the words they are known by. */
function valueFor(spelling: Spelling, chance: Chance): Value {
  const most = chance.often(0.6) ? cardOf(chance) : idOf(chance);
  return spelling.digitsOnly !== true && chance.often(0.12) ? ibanOf(chance) : most;
}

export function scoreOf(detection: Detection, spelling: Spelling, runs: number, seed: number): Score {
  const chance = chanceFrom(seed);
  const missed: string[] = [];
  let covered = 0;
  let exact = 0;
  let told = 0;
  for (let run = 0; run < runs; run += 1) {
    const value = valueFor(spelling, chance);
    const worn = spelling.wear(value.groups, chance);
    const text = `${value.lead}${worn}${chance.pick(tails)}`;
    const start = value.lead.length;
    const end = start + worn.trimEnd().length;
    const findings = detection.find({ text, bytes: Buffer.from(text) });
    const hit = findings.find((one) => one.start <= start && one.end >= end);
    if (hit === undefined) {
      missed.push(text);
      continue;
    }
    covered += 1;
    if (hit.start === start && hit.end === end) exact += 1;
    // A look-alike class may leave a value without such digits as it was.
    const plain = worn === value.groups.join(' ') || worn === value.groups.join('') || worn === value.groups.join('-');
    if (plain || spelling.rule === undefined || hit.evidence.some(({ rule }) => spelling.rule?.test(rule) === true))
      told += 1;
  }
  return { name: spelling.name, runs, covered, exact, told, missed };
}
