/** The last few texts of one conversation in which nothing was found: vendors send a visitor's own words back. */
import type { Detection } from '../detection/detection.ts';

/** Bytes that are kept of one conversation, and the longest text that is worth it. */
const KEPT_MAX = 1024;
const TEXT_MAX = 768;
const TEXTS_MAX = 8;

/**
 * Detection is a pure function of a text, so the same bytes need not be looked at again. Texts are compared byte by
 * byte; they are kept as long as the conversation is remembered, and wiped with it.
 */
export class HarmlessTexts {
  #bytes: Buffer | undefined;
  /** Where each text ends; the first begins at 0, the oldest is the first. */
  #ends: number[] = [];
  #detection: Detection | undefined;

  knows(detection: Detection, text: Buffer): boolean {
    const bytes = this.#bytes;
    if (bytes === undefined || this.#detection !== detection) return false;
    const { length } = text;
    for (let at = this.#ends.length - 1; at >= 0; at -= 1) {
      const end = this.#ends[at] as number;
      const start = at === 0 ? 0 : (this.#ends[at - 1] as number);
      if (end - start !== length || bytes[start] !== text[0] || bytes[end - 1] !== text[length - 1]) continue;
      if (text.compare(bytes, start, end) === 0) return true;
    }
    return false;
  }

  note(detection: Detection, text: Buffer): void {
    const { length } = text;
    if (length === 0 || length > TEXT_MAX) return;
    if (this.#detection !== detection) this.wipe();
    this.#detection = detection;
    // Of its own: a slice of the common pool would keep 8 KiB alive.
    this.#bytes ??= Buffer.allocUnsafeSlow(KEPT_MAX);
    const used = this.#makeRoom(this.#bytes, length);
    text.copy(this.#bytes, used);
    this.#ends.push(used + length);
  }

  wipe(): void {
    this.#bytes?.fill(0);
    this.#bytes = undefined;
    this.#ends = [];
    this.#detection = undefined;
  }

  /** Drops the oldest texts until there is room for one of `length`; answers where it may stand. */
  #makeRoom(bytes: Buffer, length: number): number {
    const used = this.#ends.at(-1) ?? 0;
    let drop = 0;
    let from = 0;
    while (this.#ends.length - drop >= TEXTS_MAX || used - from + length > KEPT_MAX) {
      from = this.#ends[drop] ?? used;
      drop += 1;
    }
    if (drop === 0) return used;
    bytes.copyWithin(0, from, used);
    this.#ends = this.#ends.slice(drop).map((end) => end - from);
    return used - from;
  }
}
