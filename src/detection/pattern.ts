/** Operator patterns; the only file that knows RE2. */
import type { Finding } from '../domain/finding.ts';
import type { TextSpan } from '../domain/text.ts';

export interface Patterns {
  find(span: Pick<TextSpan, 'bytes' | 'text'>): readonly Finding[];
  mayMatch(bytes: Buffer): boolean;
}
