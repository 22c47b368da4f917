/** Country calling codes (ITU-T E.164 list of assigned codes) with the lengths of their national numbers. */

/** `code: [fewest, most]` digits after the code, trunk prefix not counted; from national numbering plans filed with the ITU. */
const lengths: Readonly<Record<string, readonly [number, number]>> = {
  '1': [10, 10],
  '7': [10, 10],
  '20': [8, 10],
  '27': [9, 9],
  '30': [10, 10],
  '31': [9, 9],
  '32': [8, 9],
  '33': [9, 9],
  '34': [9, 9],
  '36': [8, 9],
  '39': [8, 11],
  '40': [9, 9],
  '41': [9, 9],
  '43': [7, 13],
  '44': [9, 10],
  '45': [8, 8],
  '46': [7, 10],
  '47': [8, 8],
  '48': [9, 9],
  '49': [7, 12],
  '51': [8, 9],
  '52': [10, 10],
  '53': [8, 8],
  '54': [10, 11],
  '55': [10, 11],
  '56': [9, 9],
  '57': [10, 10],
  '58': [10, 10],
  '60': [8, 10],
  '61': [9, 9],
  '62': [8, 12],
  '63': [8, 10],
  '64': [8, 10],
  '65': [8, 8],
  '66': [8, 9],
  '81': [9, 10],
  '82': [8, 10],
  '84': [9, 10],
  '86': [10, 11],
  '90': [10, 10],
  '91': [10, 10],
  '92': [9, 10],
  '93': [9, 9],
  '94': [9, 9],
  '95': [7, 10],
  '98': [10, 10],
};

/** Three-digit codes share one plausible range; these are their first two digits. */
const threeDigit = new Set([
  '21',
  '22',
  '23',
  '24',
  '25',
  '26',
  '29',
  '35',
  '37',
  '38',
  '42',
  '50',
  '59',
  '67',
  '68',
  '69',
  '80',
  '85',
  '87',
  '88',
  '96',
  '97',
  '99',
]);

export interface CallingCode {
  readonly code: string;
  readonly fewest: number;
  readonly most: number;
}

/** The calling code that the digits of an international number start with. */
export function callingCodeOf(digits: string): CallingCode | undefined {
  if (threeDigit.has(digits.slice(0, 2))) return { code: digits.slice(0, 3), fewest: 6, most: 11 };
  for (const size of [1, 2]) {
    const code = digits.slice(0, size);
    const range = lengths[code];
    if (range !== undefined) return { code, fewest: range[0], most: range[1] };
  }
  return undefined;
}
