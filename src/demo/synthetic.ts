/** Made-up visitors and values, built when needed, so that no number lies in the code or in a page. */

/** The check digit that makes `digits` pass the Luhn formula (ISO/IEC 7812-1, annex B). */
export function checkDigit(digits: string): string {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const doubled = place % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return String((10 - (sum % 10)) % 10);
}

/** The test numbers that card networks publish are of this shape: a prefix, a filler, a check digit. */
export function testCard(prefix: string, filler: string, length: number): string {
  const body = prefix + filler.repeat(length).slice(0, length - prefix.length - 1);
  return body + checkDigit(body);
}

/** Groups `digits` by the lengths in `sizes`: 4-4-4-4 for most issuers, 4-6-5 for American Express. */
export function grouped(digits: string, separator: string, sizes: readonly number[] = [4, 4, 4, 4]): string {
  const groups: string[] = [];
  let start = 0;
  for (const size of sizes) {
    groups.push(digits.slice(start, start + size));
    start += size;
  }
  return groups.join(separator);
}

/** Structurally possible, taken by nobody known to us: made from the chance that is passed in. */
export function madeUpSsn(chance: () => number): string {
  const between = (low: number, high: number): number => low + Math.floor(chance() * (high - low + 1));
  const area = String(between(501, 649));
  const group = String(between(12, 88));
  return `${area}-${group}-${String(between(1200, 8900))}`;
}

export interface Example {
  /** What the button says. */
  readonly label: string;
  readonly text: string;
}

/** One-click messages of the widget, each a spelling that people really use. */
export function examples(chance: () => number): readonly Example[] {
  const visa = testCard('4', '1', 16);
  const mastercard = testCard('5'.repeat(12), '4', 16);
  const amex = testCard('37', '8282246310005', 15);
  const wide = Array.from(visa, (digit) => String.fromCharCode(0xff10 + Number(digit))).join('');
  return [
    { label: 'Card', text: `My card is ${grouped(visa, ' ')}` },
    { label: 'Card, dashes', text: `Please charge ${grouped(mastercard, '-')}, thank you` },
    { label: 'Card, no spaces', text: `card:${visa} exp 11/29` },
    { label: 'Amex', text: `Use my Amex ${grouped(amex, ' ', [4, 6, 5])}` },
    { label: 'Card, full width', text: `カード番号 ${wide}` },
    { label: 'SSN', text: `My social security number is ${madeUpSsn(chance)}` },
    { label: 'Diagnosis', text: 'I was diagnosed with type 2 diabetes, can I still take the herbal tea?' },
    { label: 'E-mail', text: 'Write to me at maya.lindqvist@example.com please' },
    { label: 'Order number (stays)', text: 'Where is order SH-20481? It should arrive on Friday.' },
  ];
}

/** What the scripted visitor says, in turn and for ever. */
export function script(chance: () => number): readonly string[] {
  const visa = testCard('4', '1', 16);
  const mastercard = testCard('5'.repeat(12), '4', 16);
  return [
    'Hi! Is the oak tea box still in stock?',
    `Great. Please put it on my card ${grouped(visa, ' ')}`,
    'The order number is SH-20481, by the way.',
    `Sorry, use this one instead: ${grouped(mastercard, '-')}`,
    'Send the receipt to maya.lindqvist@example.com',
    'I was diagnosed with asthma, is the beeswax candle safe for me?',
    `My insurer needs my SSN, it is ${madeUpSsn(chance)}`,
    'Thank you, that was all. Have a nice day!',
  ];
}
