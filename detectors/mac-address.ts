/** Hardware addresses of network cards. */

import { defineDetector, type Hit } from '../src/detection/detector.ts';
import { phrases } from '../src/detection/said.ts';
import { hasSigns } from '../src/detection/signs.ts';

/** Beside its name an address may have blanks for colons, eight bytes (EUI-64), and no digit. */
const saidForm =
  /(?<![0-9A-Za-z:.-])(?:[0-9A-F]{2}(?:([: -])[0-9A-F]{2})(?:\1[0-9A-F]{2}){4}(?:\1[0-9A-F]{2}){0,2}|[0-9A-F]{4}(?:\.[0-9A-F]{4}){2,3})(?![0-9A-Za-z]|[:.-][0-9A-F])/i;
/** How far behind its name an address may begin. */
const SAID_REACH = 40;
const written =
  /(?<![0-9A-Fa-f:.-])(?:[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{2}(?:-[0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4})(?![0-9A-Za-z]|[:.-][0-9A-Fa-f])/g;

export default defineDetector({
  id: 'mac-address',
  kinds: [{ kind: 'MAC_ADDRESS', title: 'MAC address', word: 'mac', visible: 'nothing' }],
  title: 'Hardware (MAC) addresses',
  authority: 'IEEE 802-2014 clause 8 (48-bit universal addresses, hexadecimal representation)',
  regulations: ['GDPR Recital 30', 'HIPAA 164.514(b)(2)(i)(M)', 'CCPA 1798.140(v)(1)(A)'],
  takes: ['token', 'digits', 'term'],
  digitsMin: 12,
  // Without letters an address is six groups of two digits, or three of four.
  digitGroups: [[2], [4]],
  reach: 80,
  terms: {
    said: phrases(
      'mac|macs|mac address|mac addresses|mac adresse|adresse mac|direccion mac|hardware address|physical address',
    ),
  },
  words: {
    mac: {
      terms: phrases(
        'mac|mac address|hardware address|wifi|wi fi|router|device|network card|ethernet|bluetooth|adresse mac|direccion mac|mac adresse|endereco mac|indirizzo mac|macアドレス|macadres',
      ),
      before: 60,
      after: 40,
    },
  },
  examples: {
    hits: [
      'my mac is ‹a4:5e:60:e8:12:3f›',
      'physical address ‹a4 5e 60 e8 12 3f›',
      'MAC: ‹BA:DC:FE:ED:FA:CE›',
      '‹A4-5E-60-E8-12-3F› router',
      'cisco says ‹a45e.60e8.123f›',
    ],
    misses: [
      'ff:ff:ff:ff:ff:ff',
      'a4:5e:60:e8:12',
      '12:30:45:10:20:30',
      '00:00:00:00:00:00',
      '2a:4f:11:90:aa:bb:cc:dd',
    ],
  },
  confirm(view, { takes, start, end }) {
    const { text } = view;
    if (takes === 'term') return saidMac(text, start, end);
    if (!hasSigns(text, 58, 5, start, end) && !hasSigns(text, 45, 5, start, end) && !hasSigns(text, 46, 2, start, end))
      return undefined;
    const hits: Hit[] = [];
    for (const match of view.text.slice(start, end).matchAll(written)) {
      const at = start + match.index;
      const stop = at + match[0].length;
      const said = view.near('mac', at, stop) >= 0;
      const bare = match[0].replace(/[^0-9A-Fa-f]/g, '');
      // Digits alone are as well a date with a time.
      if (
        /^(.)\1+$/.test(bare) ||
        (!said && (!/[A-Fa-f]/.test(bare) || match[0].includes('.')) && !/[a-f]/i.test(bare))
      )
        continue;
      hits.push({
        kind: 'MAC_ADDRESS',
        start: at,
        end: stop,
        confidence: said ? 0.97 : 0.85,
        evidence: [{ rule: 'eui-48', at }],
      });
    }
    return hits;
  },
});

function saidMac(text: string, start: number, end: number): Hit | undefined {
  const found = saidForm.exec(text.slice(end, end + SAID_REACH + 24));
  if (found === null || found.index > SAID_REACH) return undefined;
  const bare = found[0].replace(/[^0-9A-F]/gi, '');
  // Nobody's address: none, and everybody's.
  if ((bare.length !== 12 && bare.length !== 16) || /^(?:0+|f+)$/i.test(bare)) return undefined;
  const at = end + found.index;
  return {
    kind: 'MAC_ADDRESS',
    start: at,
    end: at + found[0].length,
    confidence: 0.97,
    evidence: [
      { rule: bare.length === 12 ? 'eui-48' : 'eui-64', at },
      { rule: 'context', at: start },
    ],
  };
}
