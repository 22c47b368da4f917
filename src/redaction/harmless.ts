/** The last few texts of one conversation in which nothing was found: vendors send a visitor's own words back. */
import type { Detection } from '../detection/detection.ts';

/** Bytes of bubbles that are kept of one conversation, and the longest that is worth it. */
const KEPT_MAX = 1024;
const TEXT_MAX = 768;
const TEXTS_MAX = 8;
/** Shorter texts are ids, dates and types: they stay the same over many messages, and have places of their own. */
const SHORT_MAX = 48;

/**
 * Detection is a pure function of a text, so the same bytes need not be looked at again. Texts are compared byte by
 * byte; they are kept as long as the conversation is remembered, and wiped with it.
 */
export class HarmlessTexts {
  #short: ShortTexts | undefined;
  #bubbles: Bubbles | undefined;
  #detection: Detection | undefined;

  knows(detection: Detection, text: Buffer): boolean {
    if (this.#detection !== detection) return false;
    return (text.length <= SHORT_MAX ? this.#short?.knows(text) : this.#bubbles?.knows(text)) === true;
  }

  note(detection: Detection, text: Buffer): void {
    const { length } = text;
    if (length === 0 || length > TEXT_MAX) return;
    if (this.#detection !== detection) this.wipe();
    this.#detection = detection;
    if (length <= SHORT_MAX) {
      this.#short ??= new ShortTexts();
      this.#short.note(text);
    } else {
      this.#bubbles ??= new Bubbles();
      this.#bubbles.note(text);
    }
  }

  wipe(): void {
    this.#short?.wipe();
    this.#bubbles?.wipe();
    this.#short = undefined;
    this.#bubbles = undefined;
    this.#detection = undefined;
  }
}

/** Texts in places of one size; the one that was not met for longest goes first. */
class ShortTexts {
  // Of its own: a slice of the common pool would keep 8 KiB alive.
  readonly #bytes = Buffer.allocUnsafeSlow(SHORT_MAX * TEXTS_MAX);
  readonly #lengths = new Uint8Array(TEXTS_MAX);
  readonly #met: number[] = [];
  #now = 0;

  knows(text: Buffer): boolean {
    for (let place = 0; place < this.#met.length; place += 1) {
      if (this.#lengths[place] !== text.length || !isAt(this.#bytes, place * SHORT_MAX, text)) continue;
      this.#met[place] = this.#now++;
      return true;
    }
    return false;
  }

  note(text: Buffer): void {
    let place = this.#met.length;
    if (place === TEXTS_MAX) {
      place = 0;
      for (let other = 1; other < TEXTS_MAX; other += 1)
        if ((this.#met[other] as number) < (this.#met[place] as number)) place = other;
    }
    text.copy(this.#bytes, place * SHORT_MAX);
    this.#lengths[place] = text.length;
    this.#met[place] = this.#now++;
  }

  wipe(): void {
    this.#bytes.fill(0);
  }
}

function isAt(bytes: Buffer, start: number, text: Buffer): boolean {
  // Texts of one length differ at their ends first: counters count there.
  for (let i = text.length - 1; i >= 0; i -= 1) if (bytes[start + i] !== text[i]) return false;
  return true;
}

/** Texts one behind the other, the latest last. */
class Bubbles {
  readonly #bytes = Buffer.allocUnsafeSlow(KEPT_MAX);
  /** Where each text ends; the first begins at 0, the oldest is the first. */
  #ends: number[] = [];

  knows(text: Buffer): boolean {
    const bytes = this.#bytes;
    const { length } = text;
    for (let at = this.#ends.length - 1; at >= 0; at -= 1) {
      const end = this.#ends[at] as number;
      const start = at === 0 ? 0 : (this.#ends[at - 1] as number);
      if (end - start !== length || bytes[start] !== text[0] || bytes[end - 1] !== text[length - 1]) continue;
      if (text.compare(bytes, start, end) === 0) return true;
    }
    return false;
  }

  note(text: Buffer): void {
    const used = this.#makeRoom(text.length);
    text.copy(this.#bytes, used);
    this.#ends.push(used + text.length);
  }

  wipe(): void {
    this.#bytes.fill(0);
  }

  /** Drops the oldest texts until there is room for one of `length`; answers where it may stand. */
  #makeRoom(length: number): number {
    const used = this.#ends.at(-1) ?? 0;
    let drop = 0;
    let from = 0;
    while (this.#ends.length - drop >= TEXTS_MAX || used - from + length > KEPT_MAX) {
      from = this.#ends[drop] ?? used;
      drop += 1;
    }
    if (drop === 0) return used;
    this.#bytes.copyWithin(0, from, used);
    this.#ends = this.#ends.slice(drop).map((end) => end - from);
    return used - from;
  }
}
