/** The reference inside a token: 128 random bits, a keyed MAC and a checksum, spelled in letters that nothing else means. */
import { hash } from 'node:crypto';

/**
 * Twenty consonants. No digit, so no detector and no Luhn check can fire; no vowel, so no words arise;
 * one case, so folding is harmless; nothing that HTML, Markdown or a linkifier gives a meaning to.
 */
export const alphabet = 'bcdfghjklmnpqrstvwxz';

/** Bytes of a token id. */
export const idBytes = 16;
/** Bytes of the keyed MAC: 40 bits, checked by the vault only. */
export const macBytes = 5;

const HALF_LETTERS = 15; // 20^15 = 2^64.8, room for 8 bytes
const MAC_LETTERS = 10; // 20^10 = 2^43.2, room for 5 bytes
const CHECK_LETTERS = 5; // 20^5 = 2^21.6
/** Letters of a whole reference: two halves of the id, the MAC, the checksum. */
export const referenceLetters = 2 * HALF_LETTERS + MAC_LETTERS + CHECK_LETTERS;

const BASE = 20;
const BASE_8 = BASE ** 8;
const BASE_8_BIG = BigInt(BASE_8);
const CHECK_SPACE = BASE ** CHECK_LETTERS;
/** Names the spelling, so that a later one with the same length is told apart by its checksum. */
const CHECK_DOMAIN = 'chatveil/token/1:';
const UINT64_MAX = (1n << 64n) - 1n;
const UINT40_MAX = 2 ** (8 * macBytes) - 1;

export interface Reference {
  /** 45 lower-case letters. */
  readonly letters: string;
  readonly id: Buffer;
  readonly mac: Buffer;
}

/** Spells id and MAC and appends the checksum that anybody can verify without a key. */
export function printReference(id: Buffer, mac: Buffer): string {
  const body =
    printHalf(id.readBigUInt64BE(0)) +
    printHalf(id.readBigUInt64BE(8)) +
    printNumber(mac.readUIntBE(0, macBytes), MAC_LETTERS);
  return body + printNumber(checksum(body), CHECK_LETTERS);
}

/** The parts of 45 letters of the alphabet, or undefined when the checksum or a range does not fit. */
export function readReference(letters: string): Reference | undefined {
  if (letters.length !== referenceLetters) return undefined;
  const body = letters.slice(0, -CHECK_LETTERS);
  if (readNumber(letters.slice(-CHECK_LETTERS)) !== checksum(body)) return undefined;
  const high = readHalf(body.slice(0, HALF_LETTERS));
  const low = readHalf(body.slice(HALF_LETTERS, 2 * HALF_LETTERS));
  const mac = readNumber(body.slice(2 * HALF_LETTERS));
  if (high > UINT64_MAX || low > UINT64_MAX || !(mac <= UINT40_MAX)) return undefined;
  const id = Buffer.alloc(idBytes);
  id.writeBigUInt64BE(high, 0);
  id.writeBigUInt64BE(low, 8);
  const macPart = Buffer.alloc(macBytes);
  macPart.writeUIntBE(mac, 0, macBytes);
  return { letters, id, mac: macPart };
}

function printHalf(value: bigint): string {
  return printNumber(Number(value / BASE_8_BIG), HALF_LETTERS - 8) + printNumber(Number(value % BASE_8_BIG), 8);
}

function readHalf(letters: string): bigint {
  return BigInt(readNumber(letters.slice(0, -8))) * BASE_8_BIG + BigInt(readNumber(letters.slice(-8)));
}

function printNumber(value: number, width: number): string {
  let rest = value;
  let letters = '';
  for (let place = 0; place < width; place++) {
    letters = alphabet.charAt(rest % BASE) + letters;
    rest = Math.floor(rest / BASE);
  }
  return letters;
}

/** At most ten letters, so the result is exact. */
function readNumber(letters: string): number {
  let value = 0;
  for (const letter of letters) value = value * BASE + alphabet.indexOf(letter);
  return value;
}

function checksum(body: string): number {
  return Number.parseInt(hash('sha256', CHECK_DOMAIN + body, 'hex').slice(0, 8), 16) % CHECK_SPACE;
}
