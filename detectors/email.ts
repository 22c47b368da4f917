/** E-mail addresses: an `@` with a plausible local part before and a domain with a top level after. */
import { defineDetector } from '../src/detection/detector.ts';

/** RFC 5322 atext without what chat uses as punctuation around an address. */
const local = /[A-Za-z0-9](?:[A-Za-z0-9._%+'-]{0,62}[A-Za-z0-9_%+-])?$|[A-Za-z0-9_]$/;
/** RFC 1035 labels; the last one is letters (or an A-label) as every top-level domain is. */
const domain = /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}(?:xn--[A-Za-z0-9-]{2,59}|[A-Za-z]{2,24})/;
/** What may touch the `@` on either side; turns away most of them at once. */
const edge = /[A-Za-z0-9_%+-]/;
/** Names that are files of a page at two sizes, not hosts: `logo@2x.png`. */
const asset = /^\d(?:\.\d)?x\./;

export default defineDetector({
  id: 'email',
  kinds: [{ kind: 'EMAIL', title: 'E-mail address', word: 'email', visible: 'nothing' }],
  title: 'E-mail addresses',
  authority: 'RFC 5321 and RFC 5322 addr-spec, RFC 1035 domain names',
  regulations: ['GDPR Art. 4(1)', 'CCPA 1798.140(v)', 'HIPAA 164.514(b)(2)(i)(F)'],
  takes: ['at'],
  reach: 320,
  examples: {
    hits: ['write to ‹jane.doe@example.com› please', '‹a+b@sub.example.co.uk›.', "mail:‹o'neil_1@example.org›,"],
    misses: ['meet @ noon', '@jane look', 'user@localhost', 'img/logo@2x.png', 'npm i left@1.2.3', 'ssh git@: denied'],
  },
  confirm(view, { start }) {
    if (!edge.test(view.text.charAt(start - 1)) || !edge.test(view.text.charAt(start + 1))) return undefined;
    const before = local.exec(view.text.slice(Math.max(0, start - 64), start));
    if (before === null) return undefined;
    const rest = view.text.slice(start + 1, start + 1 + 255);
    const after = domain.exec(rest);
    if (after === null || asset.test(rest)) return undefined;
    const from = start - before[0].length;
    return {
      kind: 'EMAIL',
      start: from,
      end: start + 1 + after[0].length,
      confidence: 0.95,
      evidence: [{ rule: 'addr-spec', at: from }],
    };
  },
});
