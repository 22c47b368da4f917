/** Reads a message with the first of several formats that recognises it. */
import type { Format } from '../assembly.ts';

/** A format, and how it is told by the bytes; a choice without a test takes what is left. */
export interface Choice {
  readonly when?: (bytes: Buffer) => boolean;
  readonly format: Format;
}

/**
 * What no choice takes is CV_WIRE_MALFORMED.
 *
 * @example
 * choose('phoenix', [{ when: startsLikeJson, format: jsonCodec }]);
 */
export function choose(id: string, choices: readonly Choice[]): Format {
  return {
    id,
    ...(choices.some(({ format }) => format.binary === true) && { binary: true }),
    open(bytes, head) {
      const choice = choices.find(({ when }) => when === undefined || when(bytes));
      return choice === undefined ? { ok: false, reason: 'CV_WIRE_MALFORMED' } : choice.format.open(bytes, head);
    },
  };
}
