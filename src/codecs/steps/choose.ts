/** Reads a message with the first of several formats that recognises it. */
import type { Format } from '../assembly.ts';
import { openInSteps } from '../in-steps.ts';

/** A format, and how it is told by the bytes; a choice without a test takes what is left. */
export interface Choice {
  readonly when?: (bytes: Buffer) => boolean;
  readonly format: Format;
}

const MALFORMED = { ok: false, reason: 'CV_WIRE_MALFORMED' } as const;

/**
 * What no choice takes is CV_WIRE_MALFORMED.
 *
 * @example
 * choose('phoenix', [{ when: startsLikeJson, format: jsonCodec }]);
 */
export function choose(id: string, choices: readonly Choice[]): Format {
  const chosen = (bytes: Buffer) => choices.find(({ when }) => when === undefined || when(bytes))?.format;
  return {
    id,
    ...(choices.some(({ format }) => format.binary === true) && { binary: true }),
    open(bytes, head) {
      return chosen(bytes)?.open(bytes, head) ?? MALFORMED;
    },
    *steps(bytes, head) {
      const format = chosen(bytes);
      return format === undefined ? MALFORMED : yield* openInSteps(format, bytes, head);
    },
  };
}
