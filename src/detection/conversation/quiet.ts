/** What one field said last, when nothing came of it: an id or type that is the same in each message is looked at once. */
import type { Detection } from '../detection.ts';
import { type Fragment, fragmentOf } from './fragment.ts';
import type { Part } from './join.ts';
import { KeptText } from './kept.ts';

/**
 * Remembers one question to the detectors and that its answer was empty. Detection is a pure function of texts, so
 * the same question needs not be asked again. Wiped together with the pieces whose text it repeats.
 */
export class Quiet {
  #key: KeptText | undefined;
  #detection: Detection | undefined;
  #text: KeptText | undefined;
  #letters = false;
  #fragment: Fragment | undefined;

  /** The same as `fragmentOf`, without reading the same text twice. */
  fragmentOf(text: string, letters: boolean): Fragment | undefined {
    if (this.#text?.is(text) === true && this.#letters === letters) return this.#fragment;
    const fragment = fragmentOf(text, letters);
    // Words are read in no time; only what is a piece of a number is worth remembering.
    if (fragment === undefined) return undefined;
    this.#text?.wipe();
    this.#text = new KeptText(text);
    this.#letters = letters;
    this.#fragment = fragment;
    return fragment;
  }

  knows(detection: Detection, key: string): boolean {
    return this.#detection === detection && this.#key?.is(key) === true;
  }

  note(detection: Detection, key: string): void {
    this.#key?.wipe();
    this.#key = new KeptText(key);
    this.#detection = detection;
  }

  wipe(): void {
    this.#key?.wipe();
    this.#key = undefined;
    this.#detection = undefined;
    this.#text?.wipe();
    this.#text = undefined;
    this.#fragment = undefined;
  }
}

/** Everything that an answer hangs on as one string; lengths in front keep apart what stands in different places. */
export function keyOf(texts: readonly string[], chain: readonly Pick<Part<unknown>, 'text' | 'pure'>[]): string {
  let lengths = '';
  let joined = '';
  for (const text of texts) {
    lengths += `${text.length},`;
    joined += text;
  }
  lengths += ';';
  for (const { text, pure } of chain) {
    lengths += pure ? `${text.length}p,` : `${text.length},`;
    joined += text;
  }
  return `${lengths}|${joined}`;
}
