/** The ways in which a number that has begun may go on: to a card, a Social Security number, an IBAN. */
import { ibanLength } from '../checks-bank.ts';

export interface Ending {
  /** What is typed behind what is there. */
  readonly rest: string;
  /** Whether what is there is grouped the way such numbers are printed, or not at all. */
  readonly printed: boolean;
}

/** ISO/IEC 7812-1: 12 to 19 digits; the usual lengths first. */
const cardLengths = [16, 15, 19, 14, 13, 17, 18, 12];
const printedCards: readonly (readonly number[])[] = [
  [4, 4, 4, 4, 3],
  [4, 6, 5],
  [6, 13],
  [8, 8],
];

/** Digits with which a number is filled up. */
const filler = '7391846205739184620';

/** The first six digits of every number that `finishCard` makes of this one. */
export function cardPrefix(digits: string): string {
  return (digits + filler).slice(0, 6);
}

/** Endings that make a number with a right check digit of each length; the detectors judge the issuer. */
export function finishCard(typed: string): Ending[] {
  const digits = typed.replace(/\D/g, '');
  const sizes = sizesOf(typed);
  const gap = /\d([^\d]+)\d/.exec(typed)?.[1] ?? '';
  const layout = sizes.length > 1 ? printedCards.find((one) => fits(sizes, one)) : undefined;
  const printed = layout !== undefined || sizes.length === 1;
  const endings: Ending[] = [];
  for (const length of cardLengths) {
    if (length <= digits.length) continue;
    const filled = digits + filler.slice(0, length - digits.length - 1);
    const full = filled + checkDigit(filled);
    endings.push({ rest: layOut(full.slice(digits.length), digits.length, layout, gap), printed });
  }
  return endings;
}

/** Area, group and serial (3, 2, 4 digits); nothing is left of a number that has nine. */
export function finishSsn(typed: string): Ending[] {
  const digits = typed.replace(/\D/g, '');
  if (digits.length >= 9) return [];
  const sizes = sizesOf(typed);
  const gap = /\d([^\d]+)\d/.exec(typed)?.[1] ?? '';
  const layout = sizes.length > 1 ? [3, 2, 4] : undefined;
  const printed = layout !== undefined && fits(sizes, layout);
  const rest = '123456789'.slice(digits.length);
  return [{ rest: layOut(rest, digits.length, printed ? layout : undefined, gap), printed }];
}

/** Whether an IBAN may go on behind this much of its body, or end there with check digits yet to be mended. */
export function finishIban(country: string, check: number, body: string): boolean {
  const length = ibanLength(country.toUpperCase());
  return check >= 2 && check <= 98 && body.length + 4 <= length && /\d/.test(body);
}

function checkDigit(digits: string): string {
  let sum = 0;
  for (let i = digits.length - 1, double = true; i >= 0; i -= 1, double = !double) {
    const digit = digits.charCodeAt(i) - 48;
    sum += double ? (digit * 2 > 9 ? digit * 2 - 9 : digit * 2) : digit;
  }
  return String((10 - (sum % 10)) % 10);
}

function sizesOf(typed: string): number[] {
  return [...typed.matchAll(/\d+/g)].map(([group]) => group.length);
}

/** All groups but the last are full, and the last is not too long. */
function fits(sizes: readonly number[], layout: readonly number[]): boolean {
  return sizes.every((size, index) => {
    const full = layout[index] ?? 0;
    return index === sizes.length - 1 ? size <= full : size === full;
  });
}

/** Puts the sign between the groups that are still to come. */
function layOut(rest: string, done: number, layout: readonly number[] | undefined, gap: string): string {
  if (layout === undefined) return rest;
  let border = 0;
  const borders = new Set(layout.map((size) => (border += size)));
  let out = '';
  for (const [index, digit] of [...rest].entries()) {
    if (borders.has(done + index)) out += gap;
    out += digit;
  }
  return out;
}
