/** Passport numbers: no check digit on their own, so the word and the shapes of issuing states decide. */
import { codeRejected } from '../src/detection/identifier-words.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

const spec: NationalIdSpec = {
  id: 'passport',
  kind: 'PASSPORT',
  title: 'Passport number',
  word: 'passport',
  authority: 'ICAO Doc 9303 part 4 (document number of up to nine characters); national series',
  regulations: ['HIPAA 164.514(b)(2)(i)(K)', 'CCPA 1798.140(ae)(1)(A)', 'GDPR Art. 4(1)'],
  cased: true,
  shape:
    '[A-Z]\\d{6}[A-Z]{2}|[A-Za-z]{1,3}-?\\d{6,8}[A-Za-z]?|[A-Z]{1,2} \\d{6,8}|\\d{2}[A-Za-z]{2}\\d{5}|[A-Za-z]\\d{3}[A-Za-z]\\d{4}|\\d{2,3}[ -]\\d{3}[ -]\\d{3,4}|\\d{2} \\d{7}|\\d{4} \\d{6}|\\d{7,10}|[A-Za-z]\\d ?\\d{3} ?\\d{3,4}|[CFGHJKLMNPRTVWXYZcfghjklmnprtvwxyz][CFGHJKLMNPRTVWXYZcfghjklmnprtvwxyz0-9]{8}|[A-Z][A-Z0-9]{7}',
  check: (value) => value.length >= 7 && value.length <= 10 && /\d.*\d.*\d/.test(value),
  reject: codeRejected,
  context: [
    'passport, passports, passport no, passport num, passport number, passport nr, passport id, passport is, my passport',
    'pasaporte, numero de pasaporte, passeport, numero de passeport, n de passeport, reisepass, reisepassnummer, pass nr',
    'passnummer, pass nummer, reisepass nr, passaporte, numero do passaporte, passaporto, numero di passaporto, paspoort',
    'paspoortnummer, paszport, numer paszportu, nr paszportu, passinumero, pasaport, pasaport no, パスポート, パスポート番号, 旅券番号, 护照',
    '护照号, 护照号码, 護照, 護照號碼, 여권, 여권번호, 여권번호는, 여권번호가, 여권 번호, 여권 번호는, जवाज़, पासपोर्ट, पासपोर्ट नंबर, جواز السفر, جواز سفر, جواز سفري, رقم الجواز, رقم جواز السفر, паспорт, pasport, passprt',
    'passport book number, pasaporte numero, passaporte numero, paspoort nr, passport details, us passport, uk passport, passportnumber, pp no, ppt no',
    'travel document, travel document number, passport card, rejsepas, pasnummer',
  ],
  slippery: ['passport, passport number'],
  exclude: ['expires, expiry, expired, expire, issued, valid, flight, born, dob, visa no, application, appointment'],
  ahead: 45,
  behind: 24,
  sameSentence: true,
  nearest: true,
  examples: {
    hits: [
      'passport number ‹533401234›',
      'my passport is ‹C01X00T47›',
      'pasaporte ‹AAB123456›',
      'passport: ‹K 1234567›',
      '‹12AB34567› is my passport no',
      'passport number ‹M070D6128›',
      'passports ‹AB1234567› and ‹XY9876543›',
    ],
    misses: [
      '533401234',
      'passport expires 20270312',
      'passport renewal fee is 130',
      'passport sent, tracking 533401234',
      'my passport is blue',
    ],
  },
};

export default nationalId(spec);
