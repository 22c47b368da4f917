/** Business identifier codes of banks, when a word says that one follows. */
import { bicShaped } from '../src/detection/checks-bank.ts';
import { defineDetector } from '../src/detection/detector.ts';
import { phrases, saidAfter, saidBefore, saidHit, shouted } from '../src/detection/said.ts';

const shape = '(?:[A-Z]{4} ?[A-Z]{2} ?[A-Z0-9]{2}(?: ?[A-Z0-9]{3})?|[a-z]{6}[a-z0-9]{2}(?:[a-z0-9]{3})?)';
const value = new RegExp(`(?<![A-Za-z0-9])${shape}(?![A-Za-z0-9])`, 'g');
const valueAtEnd = /(?<![A-Za-z0-9])[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/;

export default defineDetector({
  id: 'swift-bic',
  kinds: [{ kind: 'SWIFT_BIC', title: 'SWIFT / BIC code', word: 'bic', visible: 'nothing' }],
  title: 'Business identifier codes (SWIFT, BIC)',
  authority: 'ISO 9362 (party, country of ISO 3166-1, location, branch)',
  regulations: ['GLBA 16 CFR 314', 'GDPR Art. 4(1)'],
  takes: ['term'],
  reach: 14,
  terms: {
    bic: phrases(
      'swift|swift code|swift bic|bic|bic code|bic swift|swift number|swift address|codigo swift|codigo bic|code swift|code bic|codice swift|codice bic|swift kode|swift kod|kod swift|bic nummer|swiftコード|swift代码|رمز السويفت',
    ),
  },
  examples: {
    hits: ['bic: ‹COBADEFF›', 'swift code is ‹NEDSZAJJXXX›', '‹DABADKKK› is the bic'],
    misses: ['taylor swift concert', 'bic lighter', 'SWIFT payments please', 'COBADEFF', 'swift response please'],
  },
  confirm({ text }, { start, end }) {
    for (const match of text.slice(end, end + 48).matchAll(value)) {
      const bic = match[0].replaceAll(' ', '');
      const at = end + match.index;
      const said = { start: at, end: at + match[0].length, value: match[0] };
      if (!bicShaped(bic.toUpperCase()) || saidAfter(text, end, /\S/, 4) === undefined) continue;
      // In lower case it is a word unless it has a digit or stands right behind a sign.
      if (bic === bic.toLowerCase() && !/\d/.test(bic) && !/^\s?(?:code)?\s*[:=]\s*$/.test(text.slice(end, at)))
        continue;
      if (
        match[0] === match[0].toUpperCase() &&
        shouted(text, start, end) &&
        !/[:=]\s*$|is\s*$/i.test(text.slice(end, at)) &&
        !/\d/.test(bic)
      )
        continue;
      return saidHit('SWIFT_BIC', said, 0.9, 'iso-9362', start);
    }
    const before = saidBefore(text, start, valueAtEnd);
    return before !== undefined && bicShaped(before.value)
      ? saidHit('SWIFT_BIC', before, 0.85, 'iso-9362', start)
      : undefined;
  },
});
