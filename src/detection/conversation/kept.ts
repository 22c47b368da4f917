/** Text in a buffer rather than a string, because a buffer can be wiped the moment it is no longer needed. */

const empty = Buffer.alloc(0);
/** Of how many units one is compared first. */
const STEP = 31;

export class KeptText {
  #buffer: Buffer;
  /** The memory that `buffer` is the beginning of. */
  #whole: Buffer;

  constructor(text: string) {
    // UTF-16 keeps lone surrogates and makes the offsets those of the original.
    this.#whole = Buffer.from(text, 'utf16le');
    this.#buffer = this.#whole;
  }

  /** Takes another text in the place of this one, without a new buffer where the old one is large enough. */
  refill(text: string): void {
    const size = text.length * 2;
    const whole = this.#whole;
    if (size > whole.length) {
      this.wipe();
      this.#whole = Buffer.from(text, 'utf16le');
      this.#buffer = this.#whole;
      return;
    }
    whole.write(text, 0, 'utf16le');
    if (size < this.#buffer.length) whole.fill(0, size, this.#buffer.length);
    this.#buffer = size === whole.length ? whole : whole.subarray(0, size);
  }

  get length(): number {
    return this.#buffer.length / 2;
  }

  read(): string {
    return this.#buffer.toString('utf16le');
  }

  /** Whether it is this text. */
  is(text: string): boolean {
    const buffer = this.#buffer;
    if (buffer.length !== text.length * 2) return false;
    // Texts that are cut to one length differ in a few places already, and need not be read for it.
    for (let i = 0; i < text.length; i += STEP) {
      const code = text.charCodeAt(i);
      if (buffer[i * 2] !== (code & 0xff) || buffer[i * 2 + 1] !== code >> 8) return false;
    }
    return this.read() === text;
  }

  wipe(): void {
    this.#buffer.fill(0);
    this.#buffer = empty;
    this.#whole = empty;
  }
}

/** Drops what does not pass `keep` from `list`, wiping it. */
export function dropKept<Item extends { readonly text: KeptText }>(list: Item[], keep: (item: Item) => boolean): void {
  let used = 0;
  for (const item of list) {
    if (keep(item)) list[used++] = item;
    else item.text.wipe();
  }
  list.length = used;
}
