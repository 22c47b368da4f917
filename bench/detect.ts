/** `npm run bench -- detect`: five detectors on the byte scanner beside one RE2 per detector on strings, in turns. */

import type { Detector } from '../src/detection/detector.ts';
import { createDetection } from '../src/detection/engine.ts';
import { buildDictionary } from '../src/detection/terms.ts';
import { loadDetectors } from '../src/settings/catalog.ts';
import { cleanMessages, matchMessages } from './support/messages.ts';
import { madeTerms, withDictionary, withExactData } from './support/operator-lists.ts';
import { createRe2Peer } from './support/re2-peer.ts';
import { cpuMicros, measure, ratios, report, spread } from './support/rounds.ts';

const SUITE = 'detect';
/** The first rounds still compile; of this many the median is that of a server that has run for a moment. */
const ROUNDS = 25;
const BESIDE_ROUNDS = 25;
const MESSAGES = 1000;
const json = process.argv.includes('--json');

const all = await loadDetectors();
const everything = createDetection({ detectors: all });
/** The five that the comparison with RE2 is about; what all of them cost has a case of its own. */
const firstIds = new Set(['payment-card', 'us-ssn', 'health-terms', 'email', 'phone']);
const detectors = all.filter(({ id }) => firstIds.has(id));
const detection = createDetection({ detectors });
const patternLike = detectors.filter(({ id }) => id !== 'health-terms');
const termsOf = (chosen: readonly Detector[]): string[] =>
  [...new Set(chosen.flatMap(({ terms }) => Object.values(terms ?? {}).flat()))].filter((term) =>
    /^[a-z][a-z ]{3,}$/.test(term),
  );
const ours = { name: 'scanner, 5 detectors', find: (span: Span) => detection.find(span).length };
const fourDetection = createDetection({ detectors: patternLike });
const four = { name: 'scanner, 4 without terms', find: (span: Span) => fourDetection.find(span).length };

interface Span {
  readonly text: string;
  readonly bytes: Buffer;
}

const spans = (texts: readonly string[]): Span[] => texts.map((text) => ({ text, bytes: Buffer.from(text) }));
const clean = spans(cleanMessages(MESSAGES));
const labelled = matchMessages(MESSAGES);
const matched = spans(labelled.map(({ text }) => text));

const fivePeer = createRe2Peer(termsOf(detectors));
const fourPeer = createRe2Peer([]);

checkAnswers();
compare('clean', clean, ours, 're2 per detector, 5', (text) => fivePeer.count(text));
compare('matches', matched, ours, 're2 per detector, 5', (text) => fivePeer.count(text));
compare('clean, no terms', clean, four, 're2 per detector, 4', (text) => fourPeer.count(text));
compare('matches, no terms', matched, four, 're2 per detector, 4', (text) => fourPeer.count(text));
everythingBesideFirst();
gate();
dictionary();
operatorLists();
adversarial();

/** A fast wrong answer is not a figure. */
function checkAnswers(): void {
  const found = matched.reduce((sum, span) => sum + ours.find(span), 0);
  const expected = labelled.reduce((sum, row) => sum + row.expected, 0);
  const alarms = clean.filter((span) => ours.find(span) > 0).length;
  if (found < expected * 0.99 || alarms > 0)
    throw new Error(`wrong answers: ${found} of ${expected} found, ${alarms} false alarms`);
  const peer = matched.reduce((sum, { text }) => sum + fivePeer.count(text), 0);
  if (peer < expected * 0.9) throw new Error(`the peer finds only ${peer} of ${expected}`);
  if (!json)
    console.log(
      `${found} of ${expected} values found, no false alarm in ${clean.length} clean messages; the peer counts ${peer}`,
    );
}

function compare(
  name: string,
  texts: readonly Span[],
  subject: { name: string; find(span: Span): number },
  peer: string,
  count: (text: string) => number,
): void {
  let sink = 0;
  const figures = measure(
    [
      {
        name: subject.name,
        run: () => {
          for (const span of texts) sink += subject.find(span);
        },
      },
      {
        name: peer,
        run: () => {
          for (const { text } of texts) sink += count(text);
        },
      },
    ],
    texts.length,
    ROUNDS,
  );
  const own = figures.get(subject.name) ?? [];
  const other = figures.get(peer) ?? [];
  report(
    {
      suite: SUITE,
      case: name,
      subject: subject.name,
      peer,
      metric: 'ns/message',
      value: spread(own),
      ratio: ratios(own, other),
      rounds: ROUNDS,
    },
    json,
  );
  report(
    {
      suite: SUITE,
      case: name,
      subject: peer,
      peer: '',
      metric: 'ns/message',
      value: spread(other),
      ratio: null,
      rounds: ROUNDS,
    },
    json,
  );
  if (sink < 0) throw new Error('unreachable: keeps the work from being optimised away');
}

/** What all detectors cost on harmless messages, against the five that came first. */
function everythingBesideFirst(): void {
  let sink = 0;
  const runOf = (subject: typeof detection) => (): void => {
    for (const span of clean) sink += subject.find(span).length;
  };
  const subject = `everything on, ${all.length} detectors`;
  const peer = 'the five first';
  const figures = measure(
    [
      { name: subject, run: runOf(everything) },
      { name: peer, run: runOf(detection) },
    ],
    clean.length,
    BESIDE_ROUNDS,
  );
  const own = figures.get(subject) ?? [];
  const ratio = ratios(own, figures.get(peer) ?? []);
  const name = 'everything on beside the five first';
  report(
    { suite: SUITE, case: name, subject, peer, metric: 'ns/message', value: spread(own), ratio, rounds: BESIDE_ROUNDS },
    json,
  );
  if (sink < 0) throw new Error('unreachable: keeps the work from being optimised away');
}

/** What a clean span costs when nobody needs its text. */
function gate(): void {
  let sink = 0;
  const figures = measure(
    [
      {
        name: 'clean()',
        run: () => {
          for (const { bytes } of clean) sink += detection.clean(bytes) ? 1 : 0;
        },
      },
    ],
    clean.length,
    ROUNDS,
  );
  report(
    {
      suite: SUITE,
      case: 'clean, gate only',
      subject: 'clean()',
      peer: '',
      metric: 'ns/message',
      value: spread(figures.get('clean()') ?? []),
      ratio: null,
      rounds: ROUNDS,
    },
    json,
  );
  if (sink < 0) throw new Error('unreachable: keeps the work from being optimised away');
}

function dictionary(): void {
  for (const [name, terms] of [
    ['built-in terms', termsOf(detectors)],
    ['100,000 terms', madeTerms],
  ] as const) {
    const values = Array.from({ length: ROUNDS }, () => cpuMicros(() => void buildDictionary(terms)) / 1000);
    report(
      {
        suite: SUITE,
        case: `build, ${name}`,
        subject: 'dictionary',
        peer: '',
        metric: 'ms',
        value: spread(values),
        ratio: null,
        rounds: ROUNDS,
      },
      json,
    );
  }
}

/** What 100,000 terms, and 100,000 exact values, of an operator take to build, and add to a harmless message. */
function operatorLists(): void {
  let sink = 0;
  for (const [name, build] of [
    ['100,000 operator terms', withDictionary],
    ['100,000 exact values', withExactData],
  ] as const) {
    const built = Array.from({ length: 5 }, () => cpuMicros(() => void build(all)) / 1000);
    const line = { suite: SUITE, subject: name, peer: '', ratio: null };
    report({ ...line, case: 'build, all detectors and', metric: 'ms', value: spread(built), rounds: 5 }, json);
    const widened = build(all);
    const runOf = (subject: typeof detection) => (): void => {
      for (const span of clean) sink += subject.find(span).length;
    };
    const peer = 'without them';
    const figures = measure(
      [
        { name, run: runOf(widened) },
        { name: peer, run: runOf(everything) },
      ],
      clean.length,
      7,
    );
    const own = figures.get(name) ?? [];
    const ratio = ratios(own, figures.get(peer) ?? []);
    const metric = 'ns/message';
    report({ ...line, case: 'clean, everything on', peer, metric, value: spread(own), ratio, rounds: 7 }, json);
  }
  if (sink < 0) throw new Error('unreachable: keeps the work from being optimised away');
}

/** t(2n)/t(n) at 32 and 64 KiB; linear is 2. */
function adversarial(): void {
  for (const piece of [
    '4',
    '4 ',
    '@',
    'a.',
    'a@',
    '1-',
    '4111 1111 1111 1112 ',
    '536-22-1234 ',
    'i have asthma ',
    'heart ',
    '\u0664',
    '+1 ',
    '(415) 555-2671 ',
    '4111 ',
    '1.1.1.1 ',
    '12/27 ',
    'DE89 ',
    '12 Oak ',
    'abandon ability ',
    'password ',
    'my name is ',
    'pobox 4',
    'ldl @ ',
    '[at] ',
    'http://a:b@',
    'tax id 123456782 ',
    'nif 123456782 ',
    '身份证 123456782 ',
    '-----BEGIN PRIVATE KEY-----',
  ]) {
    const texts = spans([32_768, 65_536].map((size) => piece.repeat(Math.floor(size / piece.length))));
    const rounds = Array.from({ length: ROUNDS }, () =>
      texts.map((span) => cpuMicros(() => void everything.find(span)) / 1000),
    );
    const value = spread(rounds.map(([, twice]) => twice ?? Number.NaN));
    const ratio = spread(rounds.map(([once = Number.NaN, twice = Number.NaN]) => twice / Math.max(once, 0.05)));
    report(
      {
        suite: SUITE,
        case: `64 KiB of ${JSON.stringify(piece)}`,
        subject: 'everything on',
        peer: '32 KiB',
        metric: 'ms',
        value,
        ratio,
        rounds: ROUNDS,
      },
      json,
    );
  }
}
