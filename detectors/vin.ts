/** Vehicle identification numbers: seventeen places without I, O and Q; the ninth checks the rest in North America. */
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

const values = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ';
const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/** 49 CFR 565.15: transliterated letters, modulus 11, X for ten. */
function checkDigit(value: string): boolean {
  let sum = 0;
  for (const [index, weight] of weights.entries()) sum += (values.indexOf(value.charAt(index)) % 10) * weight;
  return '0123456789X'[sum % 11] === value.charAt(8);
}

/** The tenth place is a model year, which has fewer letters; the last four of a passenger car are digits. */
const modern = (value: string): boolean => checkDigit(value) && /^.{9}[1-9A-HJ-NPR-TV-Y].{3}\d{4}$/.test(value);

const pattern = /[A-HJ-NPR-Z0-9]{17}/;

const spec: NationalIdSpec = {
  id: 'vin',
  kind: 'VIN',
  title: 'Vehicle identification number',
  word: 'vin',
  authority: 'ISO 3779 and ISO 3780; 49 CFR 565.15 (check digit)',
  regulations: ['DPPA 18 U.S.C. 2721', 'HIPAA 164.514(b)(2)(i)(L)', 'GDPR Art. 4(1)'],
  shape: '[A-HJ-NPR-Z0-9]{17}|[A-HJ-NPR-Z0-9]{3}[ -][A-HJ-NPR-Z0-9]{6}[ -][A-HJ-NPR-Z0-9]{8}',
  check: (value) => /\d.*\d.*\d/.test(value) && /[A-Z].*[A-Z]/.test(value),
  context: [
    'vin, v i n, vins, vin no, vin number, vin nr, vehicle identification, vehicle identification number, chassis',
    'chassis number, chassis no, frame number, fahrgestellnummer, fahrzeug identifikationsnummer, fin, fahrgestell nr',
    'numero de chassis, numero de bastidor, bastidor, numero di telaio, telaio, chassi, numero do chassi, vin numer',
    'fahrzeugidentifikationsnummer, chassisnummer, numer vin, chassinummer, 車台番号, 车架号, vin code, numero vin, vehicle id',
    'numero de serie, alustanumero, understellsnummer, stelnummer, vehicle, car, registration document, carte grise',
  ],
  written: [
    { groups: [-4], lead: 13, letters: 'before', tight: true, width: 17, pattern, confidence: 0.75, check: modern },
  ],
  examples: {
    hits: [
      'VIN ‹1HGCM82633A004352›',
      '‹1M8GDM9AXKP042788›',
      'vin: ‹1hgcm82633a004352›',
      'Fahrgestellnummer ‹WVWZZZ1JZ3W386752›',
    ],
    misses: ['WVWZZZ1JZ3W386752', 'vin 1HGCM82633A00435', 'VIN 1HGCM82633A00435O', 'tracking 1HGCM82633A004352'],
  },
};

export default nationalId(spec);
