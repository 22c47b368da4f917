/** Private keys: whole PEM, OpenSSH, PGP and PuTTY blocks, and as much as there is of one that is cut short. */
import { defineDetector } from '../src/detection/detector.ts';
import { phrases } from '../src/detection/said.ts';

const BLOCK_MAX = 16_384;
const opening = /-{4,5} ?BEGIN (?:[A-Z0-9]+ ){0,3}$/;
/** Lines of base64 and headers, however their ends are written. */
const body = /^(?:[\s"'\\>|+]|\\n|[A-Za-z0-9/+=]{4,}|[A-Z][A-Za-z-]{2,24}: [^\n]{1,100})*/;
const putty = /^-User-Key-File-[23]:/;

export default defineDetector({
  id: 'private-key',
  kinds: [{ kind: 'PRIVATE_KEY', title: 'Private key', word: 'private-key', visible: 'nothing' }],
  title: 'Private keys (PEM, OpenSSH, PGP, PuTTY)',
  authority: 'RFC 7468 textual encodings, RFC 4880 section 6.2, OpenSSH PROTOCOL.key',
  regulations: ['PCI DSS 4.0.1 req. 3.6', 'ISO/IEC 27001:2022 A.8.24', 'GDPR Art. 32'],
  takes: ['term'],
  reach: BLOCK_MAX,
  terms: { label: phrases('private key|private key block|secret key block'), putty: ['putty'] },
  examples: {
    hits: [
      'key: ‹-----BEGIN PRIVATE KEY-----\nMIIBVgIBADANBgkq\n-----END PRIVATE KEY-----› thanks',
      '‹-----BEGIN RSA PRIVATE KEY-----\\nMIIBVgIBADANBgkq\\n-----END RSA PRIVATE KEY-----›',
      '‹-----BEGIN EC PRIVATE KEY----- MHcCAQEEIIabcdef0123456789abcdef012345›',
    ],
    misses: [
      'where do I paste the private key?',
      '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYI\n-----END PUBLIC KEY-----',
      'it must start with -----BEGIN PRIVATE KEY-----',
    ],
  },
  confirm({ text }, { list, start, end }) {
    if (list === 'putty') return puttyKey(text, start, end);
    const lead = opening.exec(text.slice(Math.max(0, start - 48), start));
    const tail = /^ ?-{4,5}/.exec(text.slice(end, end + 6));
    if (lead === null || tail === null) return undefined;
    const from = start - lead[0].length;
    const inside = end + tail[0].length;
    // The next block is not this one's; it also keeps a heap of opening lines from being read over and over.
    const next = text.indexOf('BEGIN ', inside);
    const limit = Math.min(from + BLOCK_MAX, next < 0 ? text.length : next);
    const closing = /-{4,5} ?END (?:[A-Z0-9]+ ){0,4}(?:PRIVATE|SECRET) KEY(?: BLOCK)? ?-{4,5}/.exec(
      text.slice(inside, limit),
    );
    const lines = body.exec(text.slice(inside, limit))?.[0].trimEnd() ?? '';
    const stop = closing === null ? inside + lines.length : inside + closing.index + closing[0].length;
    const content = closing === null ? lines : text.slice(inside, inside + closing.index);
    if (!/[A-Za-z0-9/+=]{12,}/.test(content) || /^[\s.*x…]*$/i.test(content)) return undefined;
    return {
      kind: 'PRIVATE_KEY',
      start: from,
      end: stop,
      confidence: 0.99,
      evidence: [{ rule: 'pem-block', at: from }],
    };
  },
});

function puttyKey(
  text: string,
  start: number,
  end: number,
): ReturnType<Parameters<typeof defineDetector>[0]['confirm']> {
  if (!putty.test(text.slice(end, end + 24))) return undefined;
  const key = /Private-Lines: ?\d+(?:\s+[A-Za-z0-9/+=]{20,})+(?:\s+Private-MAC: ?[0-9a-f]{40,64})?/.exec(
    text.slice(end, end + BLOCK_MAX - 40),
  );
  if (key === null) return undefined;
  const stop = end + key.index + key[0].length;
  return { kind: 'PRIVATE_KEY', start, end: stop, confidence: 0.99, evidence: [{ rule: 'putty-key', at: start }] };
}
