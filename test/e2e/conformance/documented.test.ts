/** The figures of docs/conformance.md are those of the tables. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { codedBodies } from '../../support/conformance/codings.ts';
import { readRows } from '../../support/conformance/vectors.ts';

const document = readFileSync(join(import.meta.dirname, '../../../docs/conformance.md'), 'utf8');

/** Vectors, refused, relayed, and those of the relayed that a strict reader would refuse. */
type Counts = readonly [number, number, number, number];

function count(outcomes: readonly string[]): Counts {
  const lenient = outcomes.filter((one) => one.startsWith('lenient')).length;
  const relayed = outcomes.filter((one) => /^(?:relay|lenient|same|masked|101)/.test(one)).length;
  return [outcomes.length, outcomes.length - relayed, relayed, lenient];
}

const outcomes = (file: string) => readRows(file).map(([, outcome = '']) => outcome);
const cases = readRows('sockets.tsv').flatMap(([, legs, , , back = '']) =>
  Array<string>(legs === 'both' ? 2 : 1).fill(back.includes('!') ? 'refused' : 'relay'),
);

const areas: Readonly<Record<string, Counts>> = {
  'Request framing': count(outcomes('requests-framing.tsv')),
  'Request targets, hosts, methods, versions': count(outcomes('requests-target.tsv')),
  'Request fields and connections': count(outcomes('requests-head.tsv')),
  'Answers of a vendor': count(outcomes('responses.tsv')),
  'WebSocket frames, both legs': count(cases),
  'WebSocket handshakes': count(outcomes('handshakes.tsv')),
  'JSON texts': count(outcomes('json.tsv')),
  'Content codings': count(codedBodies.map(({ decode }) => (decode === undefined ? 'refused' : 'relay'))),
};

test.each(Object.entries(areas))('%s: %j', (area, counts) => {
  expect(document).toContain(`| ${[area, ...counts].join(' | ')} |`);
});

test('all areas together', () => {
  const all = Object.values(areas).reduce<number[]>(
    (sums, one) => sums.map((sum, at) => sum + (one[at] ?? 0)),
    [0, 0, 0, 0],
  );
  expect(document).toContain(`| **All** | ${all.join(' | ')} |`);
  expect(all[0]).toBeGreaterThanOrEqual(1400);
});
