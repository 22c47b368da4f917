/** Bank account numbers without a check digit (US and others): digits that are said to be an account at a bank. */
import { routingValid } from '../src/detection/checks-bank.ts';
import { defineDetector, type Hit, type View } from '../src/detection/detector.ts';
import { phrases, saidAfter, saidBefore, saidHit } from '../src/detection/said.ts';

const value = /(?<![\w.,/:#$€£-])\d(?:[ -]?\d){5,16}(?![\w%]|[.,/:-]\d)/u;
const valueAtEnd = /(?<![\w.,/:#$€£-])\d{6,17}$/u;

export default defineDetector({
  id: 'us-bank-account',
  kinds: [{ kind: 'US_BANK_ACCOUNT', title: 'US bank account number', word: 'account', visible: 'nothing' }],
  title: 'US bank account numbers',
  authority: 'Nacha Operating Rules, DFI account number field (up to 17 characters, no common check digit)',
  regulations: ['GLBA 16 CFR 314', 'CCPA 1798.140(ae)(1)(B)', 'HIPAA 164.514(b)(2)(i)(J)'],
  takes: ['term'],
  reach: 34,
  digitsWithin: 160,
  words: {
    bank: {
      terms: phrases(
        'bank|ssn|social security|routing|routing number|aba|rtn|ach|checking|savings|deposit|direct deposit|wire|wire transfer|refund|payout|withdraw|chase|wells fargo|bank of america|citi|citibank|capital one|pnc|us bank|td bank|truist|ally|credit union|bank account|checking account|savings account|beneficiary|swift|banco|konto',
      ),
      before: 110,
      after: 110,
    },
    other: {
      terms: phrases(
        'sort|sort code|sortcode|iban|customer|member|membership|loyalty|gas|electric|electricity|water|utility|meter|user|username|login|email|twitter|instagram|google|netflix|order|invoice|ticket|card|phone|uk|barclays|lloyds|natwest|hsbc|monzo|starling|account manager|id',
      ),
      before: 36,
      after: 0,
    },
  },
  terms: {
    strong: phrases(
      'bank account|bank account number|bank account no|bank acct|bank acct number|bank acc|checking account|checking account number|checking acct|checking|savings account|savings account number|savings acct|checking account no|bank account num|bank account is|deposit account|cuenta bancaria|numero de cuenta bancaria|cuenta de cheques|cuenta de ahorros',
    ),
    weak: phrases(
      'account|account number|account no|account num|account nr|acct|acct number|acct no|acct num|acct nr|acc no|acc number|acc num|a c|numero de cuenta|cuenta|accnt',
    ),
  },
  examples: {
    hits: [
      'bank account number ‹4830217765›',
      'checking acct: ‹000123456789›',
      'routing 021000021 account ‹55120987›',
      '‹4830217765› is my bank account',
    ],
    misses: [
      'account 4830217765',
      'my account is locked',
      'bank account opened in 2019',
      'netflix account 55120987',
      'sort code 20-00-00 account 55779911',
    ],
  },
  confirm(view, { list, start, end }) {
    return account(view, list === 'weak', start, end);
  },
});

function account(view: View, weak: boolean, start: number, end: number): Hit | undefined {
  const said = saidAfter(view.text, end, value, 30) ?? saidBefore(view.text, start, valueAtEnd);
  if (said === undefined) return undefined;
  const digits = said.value.replace(/\D/g, '');
  const bank = view.near('bank', start, said.end);
  if (weak && bank < 0) return undefined;
  if (view.near('other', start, said.end) >= 0) return undefined;
  const between = view.text.slice(end, said.start);
  if (
    /\b(?:routing|aba|rtn|ssn|social|phone|card)\b/i.test(between) ||
    (routingValid(digits) && weak && /routing|aba/i.test(view.text.slice(Math.max(0, said.start - 24), said.start)))
  )
    return undefined;
  return saidHit('US_BANK_ACCOUNT', said, weak ? 0.85 : 0.9, 'bank-account', start);
}
