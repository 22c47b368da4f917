/** Says in words why something was found, or was not: rules, positions and counts, never a part of the text. */
import type { Opinion, Rejected } from '../detection/trace.ts';
import type { Evidence, Finding } from '../domain/finding.ts';

/** What each rule of a finding means to a reader; a rule that is not here speaks for itself. */
const sentences: Readonly<Record<string, string>> = {
  luhn: 'the Luhn check digit is right',
  'mod-97': 'the check digits are right (mod 97)',
  valid: 'structure and check digits are right',
  'aba-check': 'the check digit is right (ABA)',
  'ssa-issuable': 'the SSA can have issued it',
  'addr-spec': 'has the form of an address (RFC 5322)',
  e164: 'an international number that can be dialled (E.164)',
  nanp: 'a North American number that can be dialled',
  context: 'a word that says so',
  person: 'says whose it is',
  claim: 'says that they have it',
  folded: 'written in other characters than plain ones',
  split: 'goes on in another message',
  'field-name': 'the name of its field says so',
  armed: 'answers what was asked or given before',
  unfinished: 'could become one',
  'beside-card': 'stands beside a card number',
  introduced: 'a word in front of it that names people',
  'jose-header': 'the header of a signed token',
  'pem-block': 'the frame of a key file',
  password: 'stands where a password does',
  'card-verification-code': 'three or four digits',
  'month-year': 'a month and a year',
  date: 'a date that exists',
};

/** The same for rules that carry a name: `issuer:visa`. */
const named: Readonly<Record<string, (name: string) => string>> = {
  issuer: (name) => `a number range of ${name}`,
  vendor: (name) => `a key of ${name}`,
  term: (name) => `a word of the list of ${name}s`,
  pattern: (name) => `your pattern ${name}`,
  exact: (name) => `a value of your list ${name}`,
  folded: (name) => `hidden by spelling: ${name}`,
  'bip-39': (name) => `${name} words of the BIP-39 list in a row`,
  street: (name) => `the form of a street (${name})`,
};

/** `  payment-card: the Luhn check digit is right (at 12); a word that says so (at 32)`. Columns count from 1. */
export function whyFound({ detector, evidence, suppressed }: Finding): string {
  const told = new Set(evidence.map((one) => `${sentenceOf(one.rule)}${position(one)}`));
  const end = suppressed === true ? ['you have let this value pass for a time'] : [];
  return `${detector}: ${[...told, ...end].join('; ')}`;
}

function sentenceOf(rule: string): string {
  const [head = '', ...rest] = rule.split(':');
  return sentences[rule] ?? named[head]?.(rest.join(':')) ?? rule.replaceAll('-', ' ');
}

function position({ at }: Evidence): string {
  return at === undefined ? '' : ` (at ${at + 1})`;
}

const things: Readonly<Record<Rejected['takes'], string>> = {
  digits: 'digits',
  at: 'what stands around an @',
  term: 'a word of a list',
  token: 'a run of letters and digits',
};

/** Detectors that are told of one place: the ones that came nearest. */
const OPINIONS_MAX = 4;

/** `16 digits (Luhn holds), 31 detectors looked; payment-card: a word that speaks against it (at 1)`. */
export function whyNotFound({ takes, list, digits, luhn, asked, opinions }: Rejected): string {
  const what =
    digits === undefined
      ? `${things[takes]}${list === undefined || list === '' ? '' : ` ("${list}")`}`
      : `${digits} digits (Luhn ${luhn === true ? 'holds' : 'does not hold'})`;
  const looked = asked === 1 ? '1 detector looked' : `${asked} detectors looked`;
  const nearest = opinions
    .toSorted((a, b) => (b.confidence ?? 0) - (a.confidence ?? 0) || b.words.length - a.words.length)
    .slice(0, OPINIONS_MAX);
  return [`${what}, ${looked}`, ...nearest.map(opinionOf)].join('; ');
}

function opinionOf({ detector, confidence, words }: Opinion): string {
  const sure = confidence === undefined ? 'no' : `too unsure (${confidence.toFixed(2)})`;
  const seen = words.map((word) =>
    word.rule === 'other'
      ? `a word that speaks against it${position(word)}`
      : `a word of its list "${word.rule}"${position(word)}`,
  );
  return `${detector}: ${[sure, ...seen].join(', ')}`;
}
