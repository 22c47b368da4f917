/** Runs a detection over a plain string. */
import type { Finding } from '../../domain/finding.ts';
import type { Detection } from '../detection.ts';

export function findIn(detection: Detection, text: string): readonly Finding[] {
  return detection.find({ text, bytes: Buffer.from(text) });
}
