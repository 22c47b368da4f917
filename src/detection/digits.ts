/** The digits of a candidate with their places and groups, in buffers that are reused from message to message. */
import { codeAt } from './code-units.ts';
import { type DigitRun, GROUP_SIZE_MAX } from './detector.ts';

/** Digits for which the buffers are kept between messages. */
const KEEP_MAX = 65_536;

export class DigitBuffer implements DigitRun {
  count = 0;
  groups = 0;
  /** Bit n: there is a group of n digits (of `GROUP_SIZE_MAX` or more for that bit). */
  sizes = 0;
  digits: Uint8Array = new Uint8Array(256);
  at: Int32Array = new Int32Array(256);
  groupAt: Int32Array = new Int32Array(257);
  #text = '';

  /** Reads the run [start, end) of a canonical text. */
  load(text: string, start: number, end: number): this {
    this.#reserve(end - start);
    this.#text = text;
    let count = 0;
    let groups = 0;
    let last = -2;
    for (let i = start; i < end; i += 1) {
      const digit = codeAt(text, i) - 48;
      if (digit < 0 || digit > 9) continue;
      if (i !== last + 1) {
        this.groupAt[groups] = count;
        groups += 1;
      }
      this.digits[count] = digit;
      this.at[count] = i;
      count += 1;
      last = i;
    }
    this.groupAt[groups] = count;
    this.count = count;
    this.groups = groups;
    this.sizes = sizesOf(this.groupAt, groups);
    return this;
  }

  slice(from: number, to: number): string {
    if (from >= to) return '';
    const start = this.at[from] as number;
    const last = this.at[to - 1] as number;
    // Most numbers have nothing between their digits, and are cut out whole.
    if (last - start === to - from - 1) return this.#text.slice(start, last + 1);
    let text = '';
    for (let i = from; i < to; i += 1) text += this.#text[this.at[i] as number];
    return text;
  }

  gap(group: number): string {
    const next = this.groupAt[group + 1] as number;
    return this.#text.slice((this.at[next - 1] as number) + 1, this.at[next] as number);
  }

  #reserve(size: number): void {
    if (size <= this.digits.length && this.digits.length <= KEEP_MAX) return;
    const room = Math.max(size, 256);
    this.digits = new Uint8Array(room);
    this.at = new Int32Array(room);
    this.groupAt = new Int32Array(room + 1);
  }
}

/** The sizes of groups as bits. */
function sizesOf(groupAt: Int32Array, groups: number): number {
  let bits = 0;
  for (let group = 0; group < groups; group += 1)
    bits |= sizeBit((groupAt[group + 1] as number) - (groupAt[group] as number));
  return bits;
}

/** The bit of a size in `DigitBuffer.sizes`. */
export function sizeBit(size: number): number {
  return 1 << Math.min(size, GROUP_SIZE_MAX);
}
