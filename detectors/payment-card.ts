/** Payment card numbers of all issuers, in any grouping, found even inside a longer run of digits. */
import { luhn, luhnSum, numberAt, sameDigit } from '../src/detection/checks.ts';
import { type DigitRun, defineDetector, type Hit, type View } from '../src/detection/detector.ts';
import { isNamedIdentifier } from '../src/detection/number-form.ts';
import { type Issued, issuedBy, mayBeginCard } from './data/card-issuers.ts';
import { cardWords, notCardWords } from './data/number-words.ts';

const SHORTEST = 12;
const LONGEST = 19;

/** One way to read a card number out of a run: digits [from, to), groups [group, groupEnd). */
interface Reading {
  readonly from: number;
  readonly to: number;
  readonly issued: Issued;
  /** 2: written the way cards are printed, 1: evenly, 0: oddly. */
  readonly shape: number;
}

export default defineDetector({
  id: 'payment-card',
  kinds: [{ kind: 'PAYMENT_CARD', title: 'Payment card number', word: 'card', visible: 'last-four' }],
  title: 'Payment card numbers (PAN)',
  authority: 'ISO/IEC 7812-1 (structure, Luhn check digit); issuer ranges as published by the card brands',
  regulations: [
    'PCI DSS 4.0.1 req. 3.4, 3.5',
    'GDPR Art. 4(1)',
    'CCPA 1798.140(ae)(1)(B)',
    'HIPAA 164.514(b)(2)(i)(J)',
  ],
  takes: ['digits'],
  digitsMin: SHORTEST,
  reach: 19 * 6,
  words: {
    card: {
      terms: cardWords,
      before: 60,
      after: 40,
    },
    other: {
      terms: notCardWords,
      before: 28,
      after: 0,
    },
  },
  examples: {
    hits: [
      'my card is ‹4111 1111 1111 1111›',
      'in 2026 ‹4111-1111-1111-1111› 12/27 123',
      '‹4111111111111111› 12/27',
      'amex ‹3782 822463 10005›',
      'mc ‹2223003122003222›',
      'unionpay ‹6240008631401148›',
      '‹4.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1›',
      '{"number":"‹4111111111111111›"}',
      'payment-card-‹4111111111111111›',
    ],
    misses: [
      'my card is 4111 1111 1111 1112',
      'order id 4929 1234 5678',
      'since 1700000000000 ms',
      'card ending 4242, **** **** **** 4242',
      'a 550e8400-e29b-41d4-a716-446655440000 request',
      'ratio 0.4111111111111111',
      'call +1 415 555 2671 or 415 555 2672',
      '{"orderId":"4111111111111111"}',
      'https://shop.example/orders/4111111111111111/items',
      'ORD-4111111111111111 is late',
    ],
  },
  mayBegin: mayBeginCard,
  confirm(view, { run }) {
    const hits: Hit[] = [];
    let group = 0;
    while (group < run.groups) {
      const reading = bestFrom(run, group);
      const hit = reading === undefined ? undefined : judge(view, run, reading);
      if (reading === undefined || hit === undefined) {
        group += 1;
        continue;
      }
      hits.push(hit);
      while (group < run.groups && (run.groupAt[group] as number) < reading.to) group += 1;
    }
    return hits;
  },
});

/** The likeliest number that starts with a group: printed shapes before even ones before odd ones, then the longest. */
function bestFrom(run: DigitRun, group: number): Reading | undefined {
  const from = run.groupAt[group] as number;
  let prefix = -1;
  let best: Reading | undefined;
  for (let last = group; last < run.groups; last += 1) {
    const to = run.groupAt[last + 1] as number;
    const length = to - from;
    if (length > LONGEST) break;
    if (length < SHORTEST) continue;
    if (prefix < 0) prefix = numberAt(run, from, from + 6);
    if (!luhnSum(run, from, to)) continue;
    const issued = issuedBy(prefix, length);
    if (issued === undefined || !luhn(run, from, to) || sameDigit(run, from, to)) continue;
    const shape = shapeOf(run, group, last);
    if (best === undefined || shape >= best.shape) best = { from, to, issued, shape };
  }
  return best;
}

/** How the groups [first, last] are cut and what stands between them. */
function shapeOf(run: DigitRun, first: number, last: number): number {
  if (first === last) return 2;
  const sizes: number[] = [];
  let even = true;
  const gap = run.gap(first).trim();
  for (let group = first; group <= last; group += 1) {
    sizes.push((run.groupAt[group + 1] as number) - (run.groupAt[group] as number));
    if (group < last && run.gap(group).trim() !== gap) even = false;
  }
  const cut = sizes.join('-');
  if (even && (/^4-4-4-(4|4-[1-3]|[1-3])$/.test(cut) || /^4-(6-[45]|3-3-3)$/.test(cut) || /^[68]-(8|10|13)$/.test(cut)))
    return 2;
  // Two groups around one point or comma are a decimal, whatever its digits add up to.
  if (sizes.length === 2 && (gap === '.' || gap === ',')) return 0;
  return even && new Set(sizes.slice(0, -1)).size === 1 ? 1 : 0;
}

function judge(view: View, run: DigitRun, reading: Reading): Hit | undefined {
  const start = run.at[reading.from] as number;
  const end = (run.at[reading.to - 1] as number) + 1;
  if (insideIdentifier(view.text, start, end)) return undefined;
  const card = view.near('card', start, end);
  const other = view.near('other', start, end);
  const spoken = card >= 0 && (other < 0 || card > other || other > start);
  if (!spoken && (reading.shape === 0 || (reading.issued.rare && (reading.shape < 2 || run.groups === 1))))
    return undefined;
  const bare = end - start === reading.to - reading.from;
  if (!spoken && bare && isNamedIdentifier(view.text.slice(Math.max(0, start - 48), start))) return undefined;
  if (!spoken && other >= 0 && (run.groups === 1 || reading.shape < 2)) return undefined;
  const evidence = [
    { rule: 'luhn', at: start },
    { rule: `issuer:${reading.issued.brand}`, at: start },
  ];
  if (card >= 0) evidence.push({ rule: 'context', at: card });
  return { kind: 'PAYMENT_CARD', start, end, confidence: spoken ? 0.99 : other >= 0 ? 0.7 : 0.95, evidence };
}

/** Part of a UUID, a hash, a serial number, a decimal or a longer number. */
function insideIdentifier(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 40), start);
  const after = text.slice(end, end + 40);
  if (/\d[.,]$/.test(before) && /^\d+$/.test(text.slice(start, end))) return true;
  if (/[0-9a-f]{4}-$/i.test(before) && /[0-9a-f]*[a-f][0-9a-f-]*$/i.test(before)) return true;
  const glued = /[A-Za-z0-9]+$/.exec(before)?.[0] ?? '';
  if (glued !== '') return !label.test(glued);
  return /^[A-Za-z]+\d/.test(after) && !trailer.test(after);
}

/** What people type straight in front of a number, and straight behind it. */
const label =
  /^(?:my|the|credit|debit|cards?|no|nr|num|numero|number|cc|ccn|visa|mastercard|master|mc|amex|maestro|discover|jcb|diners|rupay|pan|tarjeta|carte|karte|cartao|carta|is|it)+$/i;
const trailer = /^(?:exp|expiry|expires|cvv|cvc|cv|csc|cid|valid|val|x|till?|mm|and|zip|pin)\d/i;
