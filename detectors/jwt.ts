/** JSON Web Tokens: three parts in base64url, the first of which is a header with an algorithm. */

import { defineDetector, type Hit } from '../src/detection/detector.ts';
import { hasSigns } from '../src/detection/signs.ts';

const compact = /(?<![A-Za-z0-9_-])ey[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){1,4}/g;

export default defineDetector({
  id: 'jwt',
  kinds: [{ kind: 'JWT', title: 'JSON Web Token', word: 'jwt', visible: 'nothing' }],
  title: 'JSON Web Tokens',
  authority: 'RFC 7519, RFC 7515 section 3.1 and RFC 7516 section 3.1 (compact serialization)',
  regulations: ['PCI DSS 4.0.1 req. 8.6', 'ISO/IEC 27001:2022 A.5.17', 'GDPR Art. 32'],
  takes: ['token'],
  reach: 16_384,
  examples: {
    hits: [
      'Bearer ‹eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlLWJ5dGVz›',
      'token=‹eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.›',
    ],
    misses: ['eyJ0eXAiOiJ4In0.aa.bb', 'eyJhbGciOiJIUzI1NiJ9', 'hey.you.there1234567', 'eyes.wide.shut.1234'],
  },
  confirm({ text }, { start, end }) {
    // Its parts are joined by full stops.
    if (!hasSigns(text, 46, 1, start, end)) return undefined;
    const hits: Hit[] = [];
    for (const match of text.slice(start, end).matchAll(compact)) {
      const parts = match[0].split('.');
      if (
        !hasAlgorithm(parts[0] ?? '') ||
        (parts[1] ?? '').length < 4 ||
        (parts.length === 2 && !isObject(parts[1] ?? ''))
      )
        continue;
      const size = parts.length === 5 ? match[0].length : parts.slice(0, 3).join('.').length;
      const at = start + match.index;
      hits.push({ kind: 'JWT', start: at, end: at + size, confidence: 0.99, evidence: [{ rule: 'jose-header', at }] });
    }
    return hits;
  },
});

/** Claims without their signature say as much of a person as with it. */
function isObject(part: string): boolean {
  return part.length <= 2048 && /^\s*\{\s*"/.test(Buffer.from(part, 'base64url').toString('latin1'));
}

/** A JOSE header names its algorithm; longer than 2 KiB is none. */
function hasAlgorithm(part: string): boolean {
  if (part.length > 2048) return false;
  return /^\s*\{[\s\S]*"(?:alg|enc)"\s*:/.test(Buffer.from(part, 'base64url').toString('latin1'));
}
