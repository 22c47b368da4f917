/** Driving licence numbers: every state has its own shape, so the word decides; the British form speaks for itself. */
import { codeRejected } from '../src/detection/identifier-words.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

const spec: NationalIdSpec = {
  id: 'driver-license',
  kind: 'DRIVER_LICENSE',
  title: 'Driving licence number',
  word: 'licence',
  authority: 'AAMVA D20 (formats by state); DVLA driver number; Directive 2006/126/EC (field 5)',
  regulations: ['DPPA 18 U.S.C. 2721', 'HIPAA 164.514(b)(2)(i)(K)', 'CCPA 1798.140(ae)(1)(A)'],
  cased: true,
  shape:
    '[A-Za-z]{0,3}-?\\d{3,6}(?:[- ]\\d{2,6}){1,4}|[A-Z]{1,2}[ -]\\d{2,12}(?:[- ]\\d{2,6}){0,3}|[A-Z]{2}\\d{2} \\d{11}|[A-Z9]{5}[ -]?\\d{3} ?\\d{3}[ -]?[A-Z9]{2}\\w{3}(?: ?\\d{2})?|\\d{2}-\\d{2}-\\d{6}-\\d{2}|[A-Za-z]{1,5}[A-Za-z0-9]*\\d[A-Za-z0-9]*|\\d[A-Za-z0-9]{5,17}',
  check: (value) => value.length >= 6 && value.length <= 18 && value.replace(/\D/g, '').length >= 4,
  reject: codeRejected,
  context: [
    'driver license, drivers license, driver s license, driver licence, drivers licence, driver s licence, driving licence',
    'driving license, driver license number, drivers license number, driver s license number, driving licence number',
    'driving license number, drivers licence number, license number, licence number, license no, licence no, dl, dl no',
    'dl number, dl num, d l, dln, dvla, dmv, drivers lic, driver lic, driver id, my license, my licence, driving licence no',
    'driving license no, driver license no, drivers license no, licencia de conducir, carnet de conducir, licencia de manejo',
    'permiso de conducir, permis de conduire, permis, numero de permis, fuhrerschein, fuhrerscheinnummer, fuhrerschein nr, fahrerlaubnis, fahrerlaubnisnummer',
    'patente, patente di guida, numero patente, carta de conducao, cnh, carteira de habilitacao, carteira de motorista',
    'rijbewijs, rijbewijsnummer, prawo jazdy, numer prawa jazdy, korkort, korkortsnummer, ajokortti, ehliyet, 免許証',
    '運転免許証, 運転免許証番号, 免許証番号, 驾照, 驾驶证, 驾驶证号, 驾照号, ड्राइविंग लाइसेंस, رخصة القيادة, رخصة قيادة, license, licence, driver number, driver s lic',
    '운전면허, 운전면허증, 운전면허번호, 운전면허번호는, 운전면허 번호, 면허번호, dvla no, dvla number, ehliyet no',
    'licence id, license id, driverslicense, driver licence number, drivers licence no, driver licence no, licencia',
  ],
  slippery: ['license, licence, drivers license, driving licence, driver license, license number, licence number'],
  exclude: ['plate, software, key, product, activation, expires, expiry, expired, issued, medical, nursing, business'],
  ahead: 45,
  behind: 24,
  sameSentence: true,
  nearest: true,
  written: [
    {
      groups: [6],
      lead: 5,
      letters: 'both',
      pattern: /[A-Z]{2}[A-Z9]{3}\d[0156]\d[0-3]\d\d[A-Z9]{2}[A-Z0-9]{3}/,
      confidence: 0.85,
    },
    // Short surnames are filled up with nines, which join the digits behind them.
    ...[1, 2, 3].map((nines) => ({
      groups: [6 + nines],
      lead: 5 - nines,
      letters: 'both' as const,
      pattern: new RegExp(`[A-Z]{${5 - nines}}9{${nines}}\\d[0156]\\d[0-3]\\d\\d[A-Z9]{2}[A-Z0-9]{3}`),
      confidence: 0.85,
    })),
  ],
  examples: {
    hits: [
      'driver’s license ‹D1234567›',
      'DL: ‹S514-7785-2100›',
      '‹MORGA657054SM9IJ›',
      '‹FOX99512018AA1AB›',
      'DVLA no ‹MORGA 657 054 SM9IJ 01›',
      'Führerschein ‹B072RRE2I55›',
      'licence number ‹12345678›',
    ],
    misses: [
      'D1234567',
      'license plate 7ABC123',
      'license key 1234-5678-9012',
      'my license expires 2027',
      'license sent, order 12345678',
    ],
  },
};

export default nationalId(spec);
