/** Seeded chat messages: harmless ones full of numbers, and ones that hold values; the same on every machine. */

/** Chat messages as a widget would post them, of `bytes` bytes each, all different and none with anything to hide. */
export function chatBodies(count: number, bytes: number, fields: Readonly<Record<string, string>>): string[] {
  const room = bytes - JSON.stringify({ ...fields, text: '' }).length;
  return Array.from({ length: count }, (_, index) => {
    const text = cleanMessages(20, 3 + index)
      .join('. ')
      .replace(/[^ -~]|["\\]/g, '');
    // A number that is cut off would be another number.
    const cut = text.slice(0, room).replace(/\S+$/, (word) => '.'.repeat(word.length));
    return JSON.stringify({ ...fields, text: cut });
  });
}

/** Mulberry32: small, seeded, good enough to vary texts. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const sentences = [
  'hi there, thanks for getting back to me so quickly',
  'could you tell me when the parcel will arrive?',
  'the page keeps loading and then shows an empty screen',
  'I would like to change the delivery address for the next one',
  'we tried another browser and it works there',
  'is the blue one still available in size 42?',
  'that would be great, thank you very much',
  'the invoice shows two items but I only ordered one',
  'my colleague wrote to you last week about the same thing',
  'please close the ticket, everything is fine now',
  'do you ship to Norway and how long does it take',
  'the discount code did not work at checkout',
];

/** Hard negatives: every kind of number that is nobody's secret. */
const numbers: readonly ((random: () => number) => string)[] = [
  (r) => `order #${digits(r, 8)}`,
  (r) => `it says ${1 + Math.floor(r() * 900)}.${digits(r, 2)} EUR`,
  (r) => `placed on 2026-0${1 + Math.floor(r() * 9)}-1${digits(r, 1)} at 1${digits(r, 1)}:3${digits(r, 1)}`,
  (r) => `tracking 1Z${digits(r, 6)}${digits(r, 10)}`,
  (r) => `tracking number 94${digits(r, 20)}`,
  (r) => `request ${hex(r, 8)}-${hex(r, 4)}-4${hex(r, 3)}-a${hex(r, 3)}-${hex(r, 12)}`,
  (r) => `timestamp 17${digits(r, 11)}`,
  (r) => `version ${digits(r, 1)}.${digits(r, 2)}.${digits(r, 1)}`,
  (r) => `room ${digits(r, 3)}, floor ${digits(r, 1)}`,
  (r) => `error code ${digits(r, 5)}`,
];
const foreign = [
  'danke schön für die schnelle Hilfe 😊',
  'merci beaucoup, c’est parfait',
  '¿cuándo llega el envío?',
  'ありがとうございます',
];

/** About 158 bytes each on average, 73 % with digits, 8 % not ASCII. */
export function cleanMessages(count: number, seed = 7): string[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => {
    const parts = [pick(sentences, random), pick(sentences, random)];
    if (random() < 0.73) parts.push(pick(numbers, random)(random));
    if (random() < 0.6) parts.push(pick(sentences, random));
    if (random() < 0.08) parts.push(pick(foreign, random));
    return flat(parts.join('. '));
  });
}

/** Each with one or two values in it; `expected` counts them. */
export function matchMessages(count: number, seed = 11): { readonly text: string; readonly expected: number }[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => {
    const parts = [pick(sentences, random), pick(values, random)(random), pick(sentences, random)];
    const two = random() < 0.3;
    if (two) parts.push(pick(values, random)(random), pick(sentences, random));
    return { text: flat(parts.join('. ')), expected: two ? 2 : 1 };
  });
}

const values: readonly ((random: () => number) => string)[] = [
  (r) => `my card is ${card(r).replace(/(\d{4})(?=\d)/g, '$1 ')}`,
  (r) => `card number ${card(r)}`,
  (r) => `my ssn is ${100 + Math.floor(r() * 560)}-${10 + Math.floor(r() * 89)}-${1000 + Math.floor(r() * 8999)}`,
  (r) => `write to user${digits(r, 3)}@example.com`,
  (r) => `call me on +1 415 555 ${1000 + Math.floor(r() * 8999)}`,
  () => 'i was diagnosed with asthma',
];

/** A Visa-shaped number with a right check digit; nobody's. */
function card(random: () => number): string {
  const body = `4${digits(random, 14)}`;
  let sum = 0;
  for (let i = 0; i < 15; i += 1) {
    const digit = Number(body[i]) * (i % 2 === 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return body + String((10 - (sum % 10)) % 10);
}

function pick<T>(from: readonly T[], random: () => number): T {
  return from[Math.floor(random() * from.length)] as T;
}

function digits(random: () => number, count: number): string {
  return Array.from({ length: count }, () => Math.floor(random() * 10)).join('');
}

function hex(random: () => number, count: number): string {
  return Array.from({ length: count }, () => Math.floor(random() * 16).toString(16)).join('');
}

/** Strings built by joining are ropes; timing must not pay for flattening them. */
function flat(text: string): string {
  return Buffer.from(text).toString('utf8');
}
