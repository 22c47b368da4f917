/** Lengths, digests and keyed digests as protocols carry them; MD5 is here because protocols still ask for it. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { RecomputeRule } from '../../domain/codec-step.ts';

/** What a rule says about `content`; undefined when it needs a key and has none. */
export function describe(content: Buffer, rule: RecomputeRule, key: Buffer | undefined): string | undefined {
  if (rule.as === 'bytes') return String(content.length);
  if (rule.as === 'utf16') return String(content.toString('utf8').length);
  if (rule.as === 'hmac-sha256') {
    if (key === undefined) return undefined;
    const hmac = createHmac('sha256', key).update(content);
    return (rule.prefix ?? '') + hmac.digest(rule.spelled ?? 'hex');
  }
  const hash = createHash(rule.as).update(content);
  return (rule.prefix ?? '') + hash.digest(rule.spelled ?? 'hex');
}

/** Compares without telling by the time it takes where two digests differ. */
export function sameDigest(one: string, other: string): boolean {
  const left = Buffer.from(one);
  const right = Buffer.from(other);
  return left.length === right.length && timingSafeEqual(left, right);
}
