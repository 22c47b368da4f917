/** Opens what is large with rests in between, where its format can rest. */
import type { Work } from '../domain/work.ts';
import type { Format, NestHead, NestOpened } from './assembly.ts';

/** Smaller ones are opened in one go. */
export const STEPS_BYTES = 16 * 1024;

export function* openInSteps(format: Format, bytes: Buffer, head: NestHead): Work<NestOpened> {
  if (bytes.length < STEPS_BYTES || format.steps === undefined) return format.open(bytes, head);
  return yield* format.steps(bytes, head);
}
