/** Bytes that arrive at one end and are taken at the other; a million pieces of one byte cost no more than one piece. */
const FIRST_BYTES = 16 * 1024;

export class ByteQueue {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  #start = 0;
  #end = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  append(piece: Buffer): void {
    const needed = this.length + piece.length;
    if (this.#end + piece.length > this.#bytes.length) {
      const target = needed > this.#bytes.length ? Buffer.allocUnsafe(needed * 2) : this.#bytes;
      this.#bytes.copy(target, 0, this.#start, this.#end);
      this.#bytes = target;
      this.#end -= this.#start;
      this.#start = 0;
    }
    piece.copy(this.#bytes, this.#end);
    this.#end += piece.length;
  }

  /** All of it, valid until the next call of `append`. */
  view(): Buffer {
    return this.#bytes.subarray(this.#start, this.#end);
  }

  /** Takes the first `count` bytes out, as a copy of their own. */
  take(count: number): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(this.#start, this.#start + count));
    this.#start += taken.length;
    if (this.#start === this.#end) this.#reset();
    return taken;
  }

  /** One large value must not hold its room for the rest of the stream. */
  #reset(): void {
    this.#start = 0;
    this.#end = 0;
    if (this.#bytes.length > 64 * FIRST_BYTES) this.#bytes = Buffer.allocUnsafe(FIRST_BYTES);
  }
}
