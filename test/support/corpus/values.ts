/** Synthetic values of every type that carries check digits: a pattern, drawn until the rule of its authority holds. */
import { stdnum } from 'stdnum';
import { credentialPatterns, makeCredential } from './credentials.ts';
import { ibanBuild } from './iban.ts';
import { type Chance, chanceOf } from './random.ts';

type Holds = (value: string) => boolean;

interface Recipe {
  readonly pattern: string | readonly string[];
  readonly holds?: Holds;
}

/** ISO/IEC 7812-1 annex B. */
export function luhnHolds(value: string): boolean {
  const sum = [...value].reverse().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

const weighted = (value: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * Number(value[index]), 0);

/** The rule of stdnum, an independent implementation of the issuers' rules. */
function byStdnum(country: string, name: string): Holds {
  const validator = stdnum[country]?.[name];
  if (validator === undefined) throw new Error(`stdnum has no ${country}.${name}`);
  return (value) => validator.validate(value).isValid;
}

/** NHS Data Dictionary: modulus 11 over nine digits, weights 10 to 2. */
const nhsHolds: Holds = (value) => {
  const check = 11 - (weighted(value, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return check !== 10 && String(check % 11) === value[9];
};
/** Services Australia: weights 1 3 7 9 1 3 7 9, modulus 10, then the issue number. */
const medicareHolds: Holds = (value) => String(weighted(value, [1, 3, 7, 9, 1, 3, 7, 9]) % 10) === value[8];
/** Singapore ICA: weights 2 7 6 5 4 3 2, letters by prefix. */
const nricHolds: Holds = (value) => {
  const old = /^[ST]/.test(value);
  const sum = weighted(value.slice(1), [2, 7, 6, 5, 4, 3, 2]) + (/^[TG]/.test(value) ? 4 : 0);
  return (old ? 'JZIHGFEDCBA' : 'XWUTRQPNMLK')[sum % 11] === value[8];
};
/** Japan, Cabinet ordinance: weights 6 5 4 3 2 7 6 5 4 3 2, modulus 11. */
const myNumberHolds: Holds = (value) => {
  const rest = weighted(value, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
  return String(rest <= 1 ? 0 : 11 - rest) === value[11];
};
/** ABA: weights 3 7 1, modulus 10. */
const abaHolds: Holds = (value) => weighted(value, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0;
/** DEA: first, third, fifth plus twice the others; the last digit of the sum. */
const deaHolds: Holds = (value) => String(weighted(value.slice(2), [1, 2, 1, 2, 1, 2]) % 10) === value[8];
/** BZSt: of the first ten digits one stands twice or three times (never in a row), the others at most once. */
const steuerHolds: Holds = (value) => {
  const first = value.slice(0, 10);
  const repeated = new Set([...first].filter((digit) => first.indexOf(digit) !== first.lastIndexOf(digit)));
  const most = Math.max(...[...repeated].map((digit) => first.split(digit).length - 1));
  return repeated.size === 1 && most <= 3 && !/(\d)\1\1/.test(first) && steuerCheck(value);
};
const steuerCheck = byStdnum('DE', 'idnr');
const bsnWeights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
/** GS1 general specifications: weights 1 3 from the left over thirteen digits, modulus 10. */
const eanHolds: Holds = (value) => weighted(value, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0;
/** ISO 3779 as used in North America: letters have values, position nine checks, modulus 11. */
const vinHolds: Holds = (value) => {
  const worth = (letter: string): number =>
    /\d/.test(letter)
      ? Number(letter)
      : Number('12345678012345070923456789'['ABCDEFGHIJKLMNOPQRSTUVWXYZ'.indexOf(letter)]);
  const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
  const sum = [...value].reduce((total, letter, index) => total + worth(letter) * (weights[index] ?? 0), 0);
  return value[8] === (sum % 11 === 10 ? 'X' : String(sum % 11));
};

const card = (...pattern: readonly string[]): Recipe => ({ pattern, holds: luhnHolds });

/** Card brands by issuer identification number and length, as the brands publish them. */
const cards: Readonly<Record<string, Recipe>> = {
  visa: card('4#{15}'),
  mc: card('5[1-5]#{14}'),
  mc2: card('2[3-6]#{14}', '222[1-9]#{12}', '271#{13}'),
  amex: card('3[47]#{13}'),
  discover: card('6011#{12}', '65#{14}', '64[4-9]#{13}'),
  diners: card('36#{12}', '38#{12}', '30[0-5]#{11}'),
  jcb: card('35[3-8]#{13}'),
  unionpay: card('62#{14}'),
  unionpay19: card('62#{17}'),
  visa19: card('4#{18}'),
  maestro: card('6759#{12}', '5018#{12}'),
};

const recipes: Readonly<Record<string, Recipe>> = {
  CARD_TRACK: { pattern: ';4#{15}=29121010000012300?', holds: (v) => luhnHolds(v.slice(1, 17)) },
  US_SSN: { pattern: '[1-8][1-9][1-9][1-9][1-9][1-9]###', holds: (v) => !v.startsWith('666') },
  US_ITIN: { pattern: '9##[78]#[1-9]###', holds: (v) => Number(v.slice(3, 5)) < 89 },
  US_EIN: { pattern: ['12-#{7}', '47-#{7}', '84-#{7}'] },
  US_ROUTING: { pattern: ['0[1-9]#{7}', '1[0-2]#{7}', '2[1-9]#{7}', '3[0-2]#{7}'], holds: abaHolds },
  US_BANK_ACCOUNT: { pattern: '[1-9]#{9}' },
  UK_SORT_CODE: { pattern: ['20-##-##', '40-##-##', '60-##-##'] },
  UK_BANK_ACCOUNT: { pattern: '[1-9]#{7}' },
  SWIFT_BIC: { pattern: ['DEUTDE[A-Z]{2}', 'BNPAFR[A-Z]{2}[X]{3}', 'BARCGB[2-9][2-9]', 'CAIXES[A-Z]{2}[X]{3}'] },
  UK_NINO: { pattern: '[ACEHJLMPRSTWX][ABCEHJLMNPRSTWX]#{6}[A-D]', holds: byStdnum('GB', 'nino') },
  UK_NHS: { pattern: '[479]#{9}', holds: nhsHolds },
  CA_SIN: { pattern: '[1-7]#{8}', holds: byStdnum('CA', 'sin') },
  AU_TFN: { pattern: '[1-9]#{8}', holds: byStdnum('AU', 'tfn') },
  AU_MEDICARE: { pattern: '[2-6]#{8}[1-3]', holds: medicareHolds },
  IN_AADHAAR: { pattern: '[2-9]#{11}', holds: byStdnum('IN', 'aadhaar') },
  IN_PAN: { pattern: '[A-Z]{3}P[A-Z]####[A-Z]' },
  BR_CPF: { pattern: '#{11}', holds: byStdnum('BR', 'cpf') },
  ES_NIF: { pattern: '[1-7]#{7}[A-HJ-NP-TV-Z]', holds: byStdnum('ES', 'dni') },
  ES_NIE: { pattern: '[XYZ]#{7}[A-HJ-NP-TV-Z]', holds: byStdnum('ES', 'nie') },
  FR_NIR: { pattern: '[12]%y%m[1-8][1-9][1-3]##[1-9]##[0-9]#', holds: byStdnum('FR', 'nir') },
  DE_STEUERID: { pattern: '[1-9]#{10}', holds: steuerHolds },
  IT_CF: { pattern: '[BCDFGLMNPRSTV]{6}%y[ABCDEHLMPRST][0-2][1-8]H501[A-Z]', holds: byStdnum('IT', 'codicefiscale') },
  SG_NRIC: { pattern: '[STFG]#{7}[A-HJ-NP-RT-UW-XZ]', holds: nricHolds },
  PL_PESEL: { pattern: '%y%m%d#{5}', holds: byStdnum('PL', 'pesel') },
  NL_BSN: { pattern: '[1-7]#{8}', holds: (v) => weighted(v, bsnWeights) % 11 === 0 },
  SE_PERSONNUMMER: { pattern: '%Y%m%d-####', holds: byStdnum('SE', 'personnummer') },
  FI_HETU: { pattern: '%d%m%y-[1-8]##[0-9A-Y]', holds: byStdnum('FI', 'hetu') },
  NO_FNR: { pattern: '%d%m%y[0-4]####', holds: byStdnum('NO', 'fodselsnummer') },
  BE_NN: { pattern: '%y%m%d[0-8]##[0-9]#', holds: byStdnum('BE', 'nn') },
  PT_NIF: { pattern: '[12]#{8}', holds: byStdnum('PT', 'nif') },
  CH_AHV: { pattern: '756#{10}', holds: eanHolds },
  TR_TCKN: { pattern: '[1-9]#{10}', holds: byStdnum('TR', 'tckimlik') },
  ZA_ID: { pattern: '%y%m%d####08#', holds: byStdnum('ZA', 'idnr') },
  CL_RUT: { pattern: '1#{7}-[0-9K]', holds: byStdnum('CL', 'rut') },
  AR_CUIT: { pattern: ['20#{9}', '27#{9}'], holds: byStdnum('AR', 'cuit') },
  MX_CURP: { pattern: '[BCDGLMR][AEIOU][BCDFGLMR]{2}%y%m%d[HM]JC[BCDFGLMNPRST]{3}0#', holds: byStdnum('MX', 'curp') },
  CN_RIC: { pattern: '110105%Y%m%d###[0-9X]', holds: byStdnum('CN', 'ric') },
  TW_ID: { pattern: '[A-HJ-NP-V][12]#{8}', holds: byStdnum('TW', 'natid') },
  HK_ID: { pattern: '[ACDEGHKRZ]#{6}([0-9A])', holds: byStdnum('HK', 'hkid') },
  KR_RRN: { pattern: '%y%m%d-[12]0[1-8]####', holds: byStdnum('KR', 'rrn') },
  JP_MYNUMBER: { pattern: '[1-9]#{11}', holds: myNumberHolds },
  TH_ID: { pattern: '[1-5]#{12}', holds: byStdnum('TH', 'idnr') },
  IL_ID: { pattern: '[023]#{8}', holds: byStdnum('IL', 'idnr') },
  IE_PPS: { pattern: '#{7}[A-W]', holds: byStdnum('IE', 'pps') },
  RO_CNP: { pattern: '[12]%y%m%d[1-3][1-9]#{4}', holds: byStdnum('RO', 'cnp') },
  US_MBI: {
    pattern: '[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]#[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]#[AC-HJKMNP-RT-Y]{2}##',
  },
  US_NPI: { pattern: '1#{9}', holds: (v) => luhnHolds(`80840${v}`) },
  US_DEA: { pattern: '[ABFM][A-Z]#{7}', holds: deaHolds },
  VIN: { pattern: '1HG[A-HJ-NPR-Z]{2}###[0-9X][A-HJ-NPR-Y]A#{6}', holds: vinHolds },
  // Harmless, and checked all the same: these are what detectors stumble over.
  imei: { pattern: '35#{13}', holds: luhnHolds },
  isbn: { pattern: '978#{10}', holds: (v) => eanHolds(v) && !luhnHolds(v) },
  ean: { pattern: '400#{10}', holds: (v) => eanHolds(v) && !luhnHolds(v) },
  luhnOther: { pattern: '9#{15}', holds: luhnHolds },
  badCard: { pattern: '4#{15}', holds: (v) => !luhnHolds(v) },
  uuid: { pattern: '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}' },
};

/** Most draws before a recipe is called broken; the strictest rule passes about one in a thousand. */
const DRAWS_MAX = 200_000;

/** A value of a type (or of a harmless kind); `variant` is a card brand, an IBAN country or a vendor of keys. */
export function makeValue(type: string, variant: string, seed: string): string {
  const chance = chanceOf(seed);
  if (type === 'IBAN') return ibanBuild(variant === '' ? 'DE' : variant, chance);
  if (credentialPatterns[type] !== undefined) return makeCredential(type, variant, chance);
  const recipe = type === 'PAYMENT_CARD' ? cards[variant === '' ? 'visa' : variant] : recipes[type];
  if (recipe === undefined) throw new Error(`no recipe for ${type} ${variant}`);
  return draw(recipe, chance);
}

function draw({ pattern, holds }: Recipe, chance: Chance): string {
  const chosen = typeof pattern === 'string' ? pattern : chance.pick(pattern);
  for (let draws = 0; draws < DRAWS_MAX; draws++) {
    const value = chance.string(chosen);
    if (holds === undefined || holds(value)) return value;
  }
  throw new Error(`no value of ${chosen} passes its check`);
}
