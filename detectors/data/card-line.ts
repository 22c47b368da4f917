/** What people type straight behind a card number, in one line with it: expiry date and security code. */
import { luhnSum, numberAt, sameDigit } from '../../src/detection/checks.ts';
import type { DigitRun } from '../../src/detection/detector.ts';
import { phrases } from '../../src/detection/said.ts';
import { issuedBy } from './card-issuers.ts';

/** A place in the canonical text, `end` exclusive. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

export interface CardLine {
  readonly expiry: Place | undefined;
  readonly code: Place | undefined;
}

/** Words of cards in several languages; that one of them is near tells a card's date from a coupon's. */
export const cardWords: readonly string[] = phrases(
  'card|cards|credit|debit|credit card|debit card|visa|mastercard|master card|amex|american express|maestro|discover|diners|jcb|unionpay|rupay|mc|pan|cc|ccn|cvv|cvv2|cvc|cvc2|csc|cid|security code|card number|card no|card details|billing|tarjeta|carte|carte bancaire|cb|karte|kreditkarte|bankkarte|cartao|carta|kaart|kort|karta|カード|クレジットカード|卡|卡号|信用卡|银行卡|بطاقة|بطاقتي|البطاقة|कार्ड|kart|kartim|kartimin|kartin|kortet|kortnummer|kaartnummer|kartennummer|numero de tarjeta|numero de carte|la carte|tarjetas|numero da carta|carta di credito|cartao de credito|kredi karti|karte gueltig|카드|카드번호|카드 번호|카드는|البطاقة الجديدة|رقم البطاقة|بطاقة الائتمان|कार्ड नंबर|信用卡号|银行卡号|カード番号|クレカ|crad|cardnumber|ccnum',
);

const month = '(?:0[1-9]|1[0-2])';
/** MM/YY and MM/YYYY with any sign between, or four digits in one. */
const expiry = new RegExp(
  `^(?:[\\s,;|/:()-]|ex\\w{1,9}\\b\\.?|date\\b|the\\b|is\\b|its\\b|it\\b|valid\\b|good\\b|thru\\b|date\\b|until\\b|till\\b|and\\b|y\\b|et\\b|und\\b|e\\b|cad\\b|venc\\b|vto\\b|scad\\b|bis\\b){1,16}?((?:${month}|[1-9])\\s?[/|.-]\\s?(?:20)?[2-4]\\d|${month} (?:20)?[2-4]\\d|${month}[2-4]\\d)(?!\\d|[/.-]\\d)`,
  'i',
);
const code =
  /^(?:[\s,;|/:()-]|cvv2?\b|cvc2?\b|csc\b|cid\b|cvn\b|code\b|security\b|sec\b|and\b|y\b|et\b|und\b|e\b|is\b){1,12}?(\d{3,4})(?!\d|[/.:,-]\d|\s?[/|-]\s?\d|\s*(?:[$€£%]|usd|eur|gbp))/i;

/** Reads what follows the first card number of a run; undefined when the run holds none. */
export function readCardLine(text: string, run: DigitRun): CardLine | undefined {
  const card = cardEnd(run);
  if (card === undefined) return undefined;
  const first = place(expiry, text, card.end);
  if (first !== undefined) return { expiry: first, code: codeAt(text, first.end, card.amex) };
  const alone = codeAt(text, card.end, card.amex);
  return { code: alone, expiry: alone === undefined ? undefined : place(expiry, text, alone.end) };
}

function codeAt(text: string, from: number, amex: boolean): Place | undefined {
  const found = place(code, text, from);
  return found !== undefined && found.end - found.start === (amex ? 4 : 3) ? found : undefined;
}

function place(pattern: RegExp, text: string, from: number): Place | undefined {
  const match = pattern.exec(text.slice(from, from + 48));
  const value = match?.[1];
  if (match === null || value === undefined) return undefined;
  const start = from + match[0].length - value.length;
  return { start, end: start + value.length };
}

function cardEnd(run: DigitRun): { readonly end: number; readonly amex: boolean } | undefined {
  for (let group = 0; group < run.groups && group < 24; group += 1) {
    const from = run.groupAt[group] as number;
    for (let last = group; last < run.groups; last += 1) {
      const to = run.groupAt[last + 1] as number;
      const length = to - from;
      if (length > 19) break;
      if (length < 13) continue;
      // The number itself is judged by its own detector; this is only about what stands behind it.
      if (sameDigit(run, from, to) || !luhnSum(run, from, to)) continue;
      const issued = issuedBy(numberAt(run, from, from + 6), length);
      if (issued === undefined || issued.rare) continue;
      return { end: (run.at[to - 1] as number) + 1, amex: issued.brand === 'amex' };
    }
  }
  return undefined;
}
