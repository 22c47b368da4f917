/** German tax identification numbers: eleven digits, one of the first ten repeated, ISO 7064 check. */
import { mod1110 } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

/** Among the first ten digits exactly one stands two or three times; all others at most once. */
function check(value: string): boolean {
  const counts = [...'0123456789'].map((digit) => value.slice(0, 10).split(digit).length - 1);
  const repeated = counts.filter((count) => count > 1);
  return repeated.length === 1 && (repeated[0] ?? 0) <= 3 && mod1110(value);
}

const spec: NationalIdSpec = {
  id: 'de-steuerid',
  kind: 'DE_STEUERID',
  title: 'German tax identification number (IdNr)',
  word: 'steuerid',
  authority: 'Abgabenordnung § 139b; BZSt, Steuerliche Identifikationsnummer (ISO/IEC 7064 MOD 11,10)',
  regulations: ['GDPR Art. 87', 'AO § 30'],
  shape: '[1-9]~##########',
  check,
  context: [
    'steuer id, steuerid, steueridentifikationsnummer, steuerliche identifikationsnummer, steuer idnr, idnr, steuer id nr',
    'steuer identifikationsnummer, identifikationsnummer, steuernummer, steuer nummer, steuer nr, steueridnr, tin, id nr',
    'german tax id, tax id, tax id number, tax identification number, steuer identnummer, steueridentnummer, steuer ident',
    'identnummer, meine steuer, finanzamt, german tax number, tax number',
  ],
  slippery: ['steuerid, identifikationsnummer, steueridentifikationsnummer, steuernummer'],
  written: [{ groups: [2, 3, 3, 3], pattern: /[1-9]\d \d{3} \d{3} \d{3}/, confidence: 0.6 }],
  examples: {
    hits: [
      'Steuer-ID: ‹86 095 742 719›',
      'meine IdNr ist ‹36574261809›',
      '‹47036892816› ist meine Steuer-ID',
      'tax ID ‹65929970489›',
    ],
    misses: [
      'Steuer-ID 86 095 742 718',
      '36574261809',
      'Steuer-ID fehlt, Bestellnummer 36574261809',
      'Steuer-ID 12345678901',
    ],
  },
};

export default nationalId(spec);
