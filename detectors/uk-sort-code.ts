/** UK sort codes: six digits in pairs, or in one, that are said to be one. */
import { defineDetector } from '../src/detection/detector.ts';
import { phrases, saidAfter, saidBefore, saidHit } from '../src/detection/said.ts';

const value = /(?<![\w.,/:#$€£-])(?:\d\d([- ./]?)\d\d\1\d\d)(?![\w%]|[.,/:-]\d)/u;
const valueAtEnd = /(?<![\w.,/:#$€£-])\d\d([- ]?)\d\d\1\d\d$/u;

export default defineDetector({
  id: 'uk-sort-code',
  kinds: [{ kind: 'UK_SORT_CODE', title: 'UK sort code', word: 'sort-code', visible: 'nothing' }],
  title: 'UK bank sort codes',
  authority: 'Pay.UK, Extended Industry Sort Code Directory (six digits, printed in pairs)',
  regulations: ['UK GDPR Art. 4(1)', 'PSR 2017'],
  takes: ['term'],
  reach: 8,
  digitsWithin: 160,
  terms: { sort: phrases('sort code|sortcode|sort codes|sort|sc|s c|bank sort code|sort code is|srt code|sort cod') },
  examples: {
    hits: ['sort code ‹20-00-00›', 'sort code is ‹608371›', '‹40-47-84› is the sort code'],
    misses: [
      'sort by price 100000',
      'what is a sort code?',
      'sort code 20-00',
      'scroll 12-34-56',
      'the 11-12-24 parcel',
    ],
  },
  confirm({ text }, { start, end }) {
    const word = text.slice(start, end).toLowerCase();
    const short = !word.includes('code') && !word.includes('cod');
    const said =
      saidAfter(text, end, value, short ? 4 : 24) ?? (short ? undefined : saidBefore(text, start, valueAtEnd));
    if (said === undefined || (short && !/^\d\d-\d\d-\d\d$/.test(said.value))) return undefined;
    return saidHit('UK_SORT_CODE', said, 0.95, 'sort-code', start);
  },
});
