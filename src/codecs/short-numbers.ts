/** JSON numbers too short to be looked at by themselves: they become texts where they may be a number that was cut, or a named secret. */
import { secretNamed } from '../domain/named-fields.ts';
import type { Assembly, NestHead } from './assembly.ts';
import { JsonPlace } from './json-place.ts';
import type { JsonNode } from './json-reader.ts';

/** More numbers in a row are a list of numbers. */
const ROW_MAX = 24;
/** A card number, digit by digit. */
const SINGLES_MIN = 13;

/** Numbers without a text between them; keys do not part them. */
export class ShortNumbers {
  /** Whether there is a number that may be the first of a row. */
  some = false;
  readonly #raw: Buffer;
  readonly #head: Pick<NestHead, 'base'>;
  readonly #assembly: Assembly;
  /** From the second number on; most rows have one. */
  #row: JsonPlace[] | undefined;
  #sizes: number[] | undefined;
  #long = false;
  #start = 0;
  #end = 0;
  #node: JsonNode | undefined;
  #keyStart = -1;
  #keyEnd = 0;

  constructor(raw: Buffer, head: Pick<NestHead, 'base'>, assembly: Assembly) {
    this.#raw = raw;
    this.#head = head;
    this.#assembly = assembly;
  }

  /** Takes the next number, of eight bytes at most. */
  take(start: number, end: number, node: JsonNode | undefined): void {
    const keyStart = node === undefined ? -1 : node.keyStart;
    const keyEnd = node === undefined ? 0 : node.keyEnd;
    if (keyStart >= 0 && secretNamed(this.#raw, keyStart, keyEnd) !== undefined) {
      this.end();
      this.#assembly.add(this.#place(start, end, node, keyStart, keyEnd));
      return;
    }
    if (!isDigits(this.#raw, start, end)) {
      if (this.some) this.end();
      return;
    }
    if (!this.some) {
      this.some = true;
      this.#start = start;
      this.#end = end;
      this.#node = node;
      this.#keyStart = keyStart;
      this.#keyEnd = keyEnd;
      return;
    }
    if (!this.#long) this.#add(this.#place(start, end, node, keyStart, keyEnd), end - start);
  }

  /** Ends the row; it becomes texts when its numbers have the sizes of a number's groups. */
  end(): void {
    const row = this.#row;
    if (row !== undefined && this.#sizes !== undefined && haveGroups(this.#sizes))
      for (const place of row) this.#assembly.add(place);
    this.some = false;
    this.#long = false;
    this.#row = undefined;
    this.#sizes = undefined;
  }

  #add(place: JsonPlace, size: number): void {
    if (this.#row === undefined || this.#sizes === undefined) {
      this.#row = [this.#place(this.#start, this.#end, this.#node, this.#keyStart, this.#keyEnd)];
      this.#sizes = [this.#end - this.#start];
    }
    this.#row.push(place);
    this.#sizes.push(size);
    if (this.#row.length <= ROW_MAX) return;
    this.#long = true;
    this.#row = undefined;
    this.#sizes = undefined;
  }

  #place(start: number, end: number, node: JsonNode | undefined, keyStart: number, keyEnd: number): JsonPlace {
    const place = new JsonPlace(this.#raw, this.#head, node, start, end, keyStart, keyEnd);
    place.role = 'number';
    place.digits = this.#raw.toString('latin1', start, end);
    return place;
  }
}

/** Whether somewhere in the row stand the groups of a card (4-4-4-4, 4-6-5, 8-8, single digits) or of an SSN (3-2-4). */
function haveGroups(sizes: readonly number[]): boolean {
  let singles = 0;
  for (const [at, size] of sizes.entries()) {
    singles = size === 1 ? singles + 1 : 0;
    if (singles >= SINGLES_MIN) return true;
    const second = sizes[at + 1];
    const third = sizes[at + 2];
    if (size === 4 && second === 4 && third === 4 && sizes[at + 3] === 4) return true;
    if ((size === 4 && second === 6 && (third === 5 || third === 4)) || (size === 8 && second === 8)) return true;
    if (size === 3 && second === 2 && third === 4) return true;
  }
  return false;
}

function isDigits(raw: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const byte = raw[at] as number;
    if (byte < 0x30 || byte > 0x39) return false;
  }
  return true;
}
