/** Pure checks of wallet addresses: base58check, bech32 and the mixed-case check of Ethereum. */

const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const bech32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

/** Bytes of a base58 text, or undefined when a sign is none of the alphabet; at most 128 signs. */
export function base58Bytes(text: string, alphabet: string = base58): Uint8Array | undefined {
  if (text.length > 128) return undefined;
  const bytes: number[] = [];
  for (const sign of text) {
    let carry = alphabet.indexOf(sign);
    if (carry < 0) return undefined;
    for (let i = 0; i < bytes.length; i += 1) {
      carry += (bytes[i] as number) * 58;
      bytes[i] = carry & 255;
      carry >>= 8;
    }
    for (; carry > 0; carry >>= 8) bytes.push(carry & 255);
  }
  for (const sign of text) {
    if (sign !== alphabet[0]) break;
    bytes.push(0);
  }
  return Uint8Array.from(bytes.reverse());
}

/** The payload of a base58check text ends in the first four bytes of its double SHA-256. */
export function base58Checked(text: string, alphabet: string = base58): boolean {
  const bytes = base58Bytes(text, alphabet);
  if (bytes === undefined || bytes.length < 6) return false;
  const sum = sha256(sha256(bytes.subarray(0, -4)));
  return bytes.subarray(-4).every((byte, i) => byte === sum[i]);
}

/** BIP-173 (remainder 1) and BIP-350 (bech32m) over the human-readable part and the data. */
export function bech32Checked(text: string): boolean {
  const lower = text.toLowerCase();
  if (text !== lower && text !== text.toUpperCase()) return false;
  const split = lower.lastIndexOf('1');
  if (split < 1 || lower.length - split < 7 || lower.length > 120) return false;
  const head = [...lower.slice(0, split)].map((sign) => sign.charCodeAt(0));
  const data = [...lower.slice(split + 1)].map((sign) => bech32.indexOf(sign));
  if (data.some((value) => value < 0)) return false;
  let sum = 1;
  for (const value of [...head.map((code) => code >> 5), 0, ...head.map((code) => code & 31), ...data]) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (const [i, factor] of [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3].entries())
      if ((top >>> i) & 1) sum ^= factor;
  }
  return sum === 1 || sum === 0x2bc830a3;
}

/** EIP-55: the case of each letter follows from the hash of the lower-case address; one case throughout has no check. */
export function eip55(address: string): boolean {
  const body = address.slice(2);
  if (body === body.toLowerCase() || body === body.toUpperCase()) return true;
  const hash = keccak256(Uint8Array.from(body.toLowerCase(), (sign) => sign.charCodeAt(0)));
  return [...body].every((sign, i) => {
    if (!/[a-f]/i.test(sign)) return true;
    const nibble = ((hash[i >> 1] as number) >> (i % 2 === 0 ? 4 : 0)) & 15;
    return nibble >= 8 === sign < 'a';
  });
}

const primes: readonly number[] = (() => {
  const found: number[] = [];
  for (let n = 2; found.length < 64; n += 1) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
})();
const fraction = (root: number): number => ((root - Math.floor(root)) * 0x1_0000_0000) | 0;
const rounds = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));
const startState = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));

/** FIPS 180-4, for the few dozen bytes of an address. */
export function sha256(input: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil((input.length + 9) / 64) * 64);
  padded.set(input);
  padded[input.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 4, input.length * 8);
  const state = Int32Array.from(startState);
  const w = new Int32Array(64);
  for (let at = 0; at < padded.length; at += 64) {
    for (let i = 0; i < 16; i += 1) w[i] = view.getInt32(at + i * 4);
    for (let i = 16; i < 64; i += 1) {
      const x = w[i - 15] as number;
      const y = w[i - 2] as number;
      const small = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
      const large = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
      w[i] = (w[i - 16] as number) + small + (w[i - 7] as number) + large;
    }
    compress(state, w);
  }
  const out = new DataView(new ArrayBuffer(32));
  for (const [i, value] of state.entries()) out.setInt32(i * 4, value);
  return new Uint8Array(out.buffer);
}

function rotate(value: number, by: number): number {
  return (value >>> by) | (value << (32 - by));
}

function compress(state: Int32Array, w: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let i = 0; i < 64; i += 1) {
    const big = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const first = (h + big + ((e & f) ^ (~e & g)) + (rounds[i] as number) + (w[i] as number)) | 0;
    const other = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const second = (other + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  for (const [i, value] of [a, b, c, d, e, f, g, h].entries()) state[i] = ((state[i] as number) + value) | 0;
}

const lanes = (1n << 64n) - 1n;
const turn = (value: bigint, by: number): bigint =>
  by === 0 ? value : ((value << BigInt(by)) | (value >> BigInt(64 - by))) & lanes;

/** Round constants by the linear feedback register of FIPS 202, algorithm 5. */
const iota: readonly bigint[] = (() => {
  let register = 1;
  return Array.from({ length: 24 }, () => {
    let constant = 0n;
    for (let j = 0; j < 7; j += 1) {
      if (register & 1) constant |= 1n << ((1n << BigInt(j)) - 1n);
      register = register & 0x80 ? ((register << 1) ^ 0x171) & 0xff : register << 1;
    }
    return constant;
  });
})();

/** Keccak-256 as Ethereum uses it (padding 0x01, not the 0x06 of SHA-3), for at most 135 bytes. */
export function keccak256(input: Uint8Array): Uint8Array {
  const block = new Uint8Array(136);
  block.set(input);
  block[input.length] = 1;
  block[135] = (block[135] as number) | 0x80;
  const view = new DataView(block.buffer);
  let s: bigint[] = Array.from({ length: 25 }, (_, i) => (i < 17 ? view.getBigUint64(i * 8, true) : 0n));
  for (const constant of iota) s = keccakRound(s, constant);
  const out = new DataView(new ArrayBuffer(32));
  for (let i = 0; i < 4; i += 1) out.setBigUint64(i * 8, s[i] as bigint, true);
  return new Uint8Array(out.buffer);
}

function keccakRound(s: readonly bigint[], constant: bigint): bigint[] {
  const at = (x: number, y: number): bigint => s[(x % 5) + 5 * (y % 5)] as bigint;
  const columns = [0, 1, 2, 3, 4].map((x) => at(x, 0) ^ at(x, 1) ^ at(x, 2) ^ at(x, 3) ^ at(x, 4));
  const mixed = s.map(
    (lane, i) => lane ^ (columns[((i % 5) + 4) % 5] as bigint) ^ turn(columns[((i % 5) + 1) % 5] as bigint, 1),
  );
  const moved = [...mixed];
  let [x, y] = [1, 0];
  let current = mixed[1] as bigint;
  for (let t = 0; t < 24; t += 1) {
    [x, y] = [y, (2 * x + 3 * y) % 5];
    const place = x + 5 * y;
    const next = mixed[place] as bigint;
    moved[place] = turn(current, (((t + 1) * (t + 2)) / 2) % 64);
    current = next;
  }
  return moved.map((lane, i) => {
    const row = i - (i % 5);
    const chi = lane ^ (~(moved[row + ((i + 1) % 5)] as bigint) & lanes & (moved[row + ((i + 2) % 5)] as bigint));
    return i === 0 ? chi ^ constant : chi;
  });
}
