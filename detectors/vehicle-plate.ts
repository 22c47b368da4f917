/** Vehicle registration plates: the shapes of the larger countries, beside a word for them. */
import { defineDetector } from '../src/detection/detector.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

/** Written together in either case; with a blank only in capitals, for lower-case words would fit. */
const shapes = [
  '[A-Z]{3}[- ]?\\d{3}[A-Z]{2}|[A-Z]{3}[- ]?\\d[A-Z]\\d{2}|[A-Z]{3} ?\\d{2}[A-Z]|[A-Z]{2}-\\d{2}-\\d{2}|\\d{2}-\\d{2}-[A-Z]{2}',
  '[A-Za-z]{2}\\d{2}[ -]?[A-Za-z]{3}',
  '[A-Za-z]{2}[-.]?\\d{3}[-.]?[A-Za-z]{2}|[A-Z]{2} \\d{3} [A-Z]{2}',
  '\\d{4}[- ]?[A-Za-z]{3}|\\d{3}[- ]?[A-Za-z]{3}|\\d[A-Za-z]{3}\\d{3}',
  '[A-Za-z]{3}\\d[A-Za-z]\\d{2}|[A-Za-z]{3}-?\\d{3,4}|[A-Z]{3} \\d{3,4}|[A-Za-z]\\d{3}[A-Za-z]{3}|[A-Z]\\d{1,3} [A-Z]{3}',
  '[A-Za-z]{2}[- ]?\\d{2}[- ]?[A-Za-z]{1,2}[- ]?\\d{4}',
  '[A-Z]{1,3}[- ][A-Z]{1,2}[- ]?\\d{2,4}[EH]?|[A-Za-z]{1,3}-[A-Za-z]{1,2}[ -]?\\d{2,4}',
  '\\d{2}-[A-Za-z]{2,3}-\\d{1,2}|[A-Za-z]{1,2}-\\d{2,3}-[A-Za-z]{1,3}|\\d-[A-Za-z]{3}-\\d{2,3}',
  '[A-Z]{2,3} ?\\d{4,5}[A-Z]?|[a-z]{2,3}\\d{4,5}|[A-Z]{2} \\d{2,3}[A-Z]{2}|\\d{1,3}[- ]?[A-Z]{1,3}[- ]?\\d{2,4}',
  '[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][.\u00b7 ]?[A-Z0-9]{5,6}',
];

const spec: NationalIdSpec = {
  id: 'vehicle-plate',
  kind: 'VEHICLE_PLATE',
  title: 'Vehicle registration plate',
  word: 'plate',
  authority: 'National registration rules (DVLA INF104, FZV, BOE RD 2822/1998, SIV, AAMVA licence plate standard)',
  regulations: ['DPPA 18 U.S.C. 2721', 'HIPAA 164.514(b)(2)(i)(L)', 'GDPR Art. 4(1)'],
  cased: true,
  shape: shapes.join('|'),
  check: (value) => value.length >= 5 && value.length <= 10,
  context: [
    'plate, plates, license plate, licence plate, number plate, numberplate, reg plate, plate number, plate no, car reg, reg',
    'reg no, reg number, registration, registration number, registration no, registration plate, car registration',
    'vehicle registration, tag number, license plate number, licence plate number, number plates, car plate, my car reg',
    'kennzeichen, kfz kennzeichen, autokennzeichen, nummernschild, plaque, plaque d immatriculation, immatriculation',
    'matricula, placa, placas, targa, numero di targa, kenteken, kentekenplaat, tablica rejestracyjna, tablice, rejestracja',
    'numer rejestracyjny, registreringsnummer, regnummer, reg nr, rekisterinumero, plaka, plakası, plakam, plaka no, nummerplade, nummerplate, skylt',
    'ナンバープレート, 车牌, 车牌号, 車牌, 車牌號碼, 车牌号码, नंबर प्लेट, गाड़ी नंबर, رقم اللوحة, لوحة السيارة, license plates, vehicle plate, vehicle number, rego',
    'numero de plaque, placa do carro, placa del coche, nummernschild ist, plate is, vehicle reg, vrm, car number, my plates, plate num',
  ],
  slippery: ['license plate, number plate, registration, kennzeichen, matricula'],
  exclude: [
    'user, course, student, company, event, product, domain, device, webinar, conference, warranty, voter, exam, trade',
    'code, class, vat, sendung, paket',
  ],
  ahead: 36,
  behind: 22,
  sameSentence: true,
  nearest: true,
  examples: {
    hits: [
      'license plate ‹7ABC123›',
      'my reg is ‹AB12 CDE›',
      'Kennzeichen ‹M-AB 1234›',
      'plaque ‹AB-123-CD›',
      'matrícula ‹1234 BCD›',
      '车牌号‹京A12345›',
    ],
    misses: [
      '7ABC123',
      'AB12 CDE',
      'plate size 26 cm',
      'order registration no 12345',
      'registration ends in 2024',
      'the plate is in 5 pieces',
      'device registration ABC1234',
    ],
  },
};

/** Registrations of anything but a vehicle. */
const other =
  /\b(?:code|course|event|conference|webinar|workshop|class|school|user|account|product|device|warranty|student|member|company|vat|tax|software|app|site|website|email|domain|university|placa base|motherboard|tarjeta madre|license key)\b/i;
/** A word that leaves no doubt all the same. */
const sure = /\b(?:plates?|licen[cs]e plate|number plate|kennzeichen|nummernschild|vehicle|car|van|truck|motorbike)\b/i;

const base = nationalId(spec);

export default defineDetector({
  ...base,
  confirm(view, word) {
    const around = view.text.slice(Math.max(0, word.start - 40), word.end + 40);
    return other.test(around) && !sure.test(around) ? undefined : base.confirm(view, word);
  },
});
