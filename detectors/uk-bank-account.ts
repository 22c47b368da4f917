/** UK bank account numbers: eight digits that are said to be an account, with a sort code or a British bank near. */
import { defineDetector } from '../src/detection/detector.ts';
import { phrases, saidAfter, saidHit } from '../src/detection/said.ts';

const value = /(?<![\w.,/:#$€£-])(?:\d{8}|\d{4} \d{4}|\d\d \d\d \d\d \d\d)(?![\w%]|[.,/:-]\d| \d{4})/u;

export default defineDetector({
  id: 'uk-bank-account',
  kinds: [{ kind: 'UK_BANK_ACCOUNT', title: 'UK bank account number', word: 'account', visible: 'nothing' }],
  title: 'UK bank account numbers',
  authority: 'Pay.UK, Standard 18 and modulus checking specification (eight digits beside a sort code)',
  regulations: ['UK GDPR Art. 4(1)', 'PSR 2017'],
  takes: ['term'],
  reach: 12,
  words: {
    uk: {
      terms: phrases(
        'sort code|sortcode|sort|bacs|faster payment|faster payments|chaps|barclays|lloyds|natwest|hsbc|santander|nationwide|halifax|monzo|starling|rbs|tsb|uk bank|building society|direct debit|standing order',
      ),
      before: 110,
      after: 110,
    },
  },
  terms: {
    account: phrases(
      'account|account number|account no|account num|acc|acc no|acc number|acc num|acct|acct no|acct number|a c|a c no|ac|ac no|current account|bank account|bank account number',
    ),
    sort: phrases('sort code|sortcode'),
  },
  examples: {
    hits: [
      'sort code 20-00-00 account ‹55779911›',
      'natwest acc no ‹1234 9876›',
      'my account number is ‹31926819›, sort code 601613',
      'sort code 20-00-00, ‹55779911›',
    ],
    misses: [
      'account 55779911',
      'account no 5577991',
      'sort code please, order 55779911',
      'barclays account opened 20191104',
    ],
  },
  confirm(view, { list, start, end }) {
    if (list === 'sort') {
      const beside = /^[\s:]*(?:is )?\d\d[- ]?\d\d[- ]?\d\d[\s,;/|]{1,3}(?:and )?(\d{8})(?!\d)/.exec(
        view.text.slice(end, end + 40),
      );
      if (beside?.[1] === undefined) return undefined;
      const stop = end + beside[0].length;
      return saidHit(
        'UK_BANK_ACCOUNT',
        { start: stop - 8, end: stop, value: beside[1] },
        0.95,
        'beside-sort-code',
        start,
      );
    }
    const said = saidAfter(view.text, end, value, 24);
    if (said === undefined || view.near('uk', start, said.end) < 0) return undefined;
    if (/\b(?:opened|since|on|in|sort|code)\b/i.test(view.text.slice(end, said.start))) return undefined;
    return saidHit('UK_BANK_ACCOUNT', said, 0.95, 'eight-digits', start);
  },
});
