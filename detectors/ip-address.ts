/** IP addresses of the public internet, both versions; of private and documentation ranges only what is said to be somebody's. */

import { defineDetector, type Hit, type View } from '../src/detection/detector.ts';
import { phrases } from '../src/detection/said.ts';
import { hasSigns } from '../src/detection/signs.ts';

const four = /(?<![\w./-])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?![\w-]|\.\d)/g;
const six =
  /(?<![\w:.])(?:[0-9A-Fa-f]{1,4}:){2,7}(?::?[0-9A-Fa-f]{1,4}){0,7}|(?<![\w:.])[0-9A-Fa-f]{1,4}::(?:[0-9A-Fa-f]{1,4}:){0,6}[0-9A-Fa-f]{1,4}/g;

/** Any form of RFC 4291 section 2.2, for `isIPv6` to judge. */
const said =
  /^[\s:=([{"'`*_#]*(?:(?:is|es|ist|est|e|are|address|was)\b[\s:=([{"'`*_]*){0,2}([0-9A-Fa-f:.]{6,45})(?![0-9A-Za-z])/;
/** How far behind its word an address may end. */
const SAID_REACH = 80;
/** An IPv4 address in one of version 6, RFC 4291 section 2.5.5 and RFC 6052. */
const mapped = /(?<![\w:.])(?:::(?:ffff:(?:0{1,4}:)?)?|64:ff9b::)$/i;

/** How much in front of an address tells what it is. */
const BEFORE_FOUR = 16;

const DOT = 46;
const COLON = 58;
/** How far behind a run of digits an address may go on with letters. */
const SIX_REACH = 24;

export default defineDetector({
  id: 'ip-address',
  kinds: [{ kind: 'IP_ADDRESS', title: 'IP address', word: 'ip', visible: 'nothing' }],
  title: 'IP addresses',
  authority: 'RFC 791, RFC 4291, RFC 5952 and the special-purpose registries of RFC 6890',
  regulations: ['GDPR Recital 30', 'HIPAA 164.514(b)(2)(i)(O)', 'CCPA 1798.140(v)(1)(A)'],
  takes: ['digits', 'token', 'term'],
  digitsMin: 6,
  reach: 48,
  terms: {
    said: phrases(
      'ip|ips|ipv4|ipv6|ip address|ip addresses|ip adresse|adresse ip|direccion ip|endereco ip|indirizzo ip',
    ),
  },
  words: {
    version: {
      terms: phrases(
        'version|versions|v|ver|release|build|firmware|driver|update|section|chapter|clause|paragraph|article|app|sdk|chrome|ios|android|windows|patch|upgrade|upgraded|installed|running',
      ),
      before: 20,
      after: 0,
    },
    ip: {
      terms: phrases(
        'ip|ips|ipv4|ipv6|ip address|address|server|host|vpn|dns|adresse ip|direccion ip|ip adresse|endereco ip|indirizzo ip|logged in|login|login from|connect|ping|firewall|IPアドレス|عنوان',
      ),
      before: 60,
      after: 40,
    },
  },
  examples: {
    hits: [
      'my ip is ‹83.12.44.107›',
      'from ‹2a02:8109:9a40:2b3::7›, blocked',
      '[‹198.35.26.96›]:443',
      'my ip: ‹10.1.1.235›',
      'her IP address is ‹fe80::1ff:fe23:4567:890a›',
      'seen ‹::ffff:83.12.44.107› again',
      'login ‹2600:1700:abcd:10:1c2d:3e4f:5a6b:7c8d›',
    ],
    misses: [
      '192.168.1.10',
      '127.0.0.1',
      'version 83.12.44.107',
      '300.1.2.3',
      'at 12:30:45',
      '1.2.3.4.5',
      'fe80::1ff:fe23:4567:890a',
    ],
  },
  confirm(view, { takes, start, end, run }) {
    const text = view.text;
    if (takes === 'term') return saidIn(text, start, end);
    if (takes === 'token') return hasSigns(text, COLON, 2, start, end) ? sixIn(text, start, end) : undefined;
    const stop = Math.min(text.length, end + SIX_REACH);
    const six = hasSigns(text, COLON, 2, start, stop) ? sixIn(text, start, stop) : undefined;
    if (run.groups < 4 || !hasSigns(text, DOT, 3, start, end)) return six;
    return six === undefined ? fourIn(view, start, end) : [...fourIn(view, start, end), ...six];
  },
});

function fourIn(view: View, start: number, end: number): Hit[] {
  const hits: Hit[] = [];
  const from = Math.max(0, start - BEFORE_FOUR);
  for (const match of view.text.slice(from, end + 2).matchAll(four)) {
    const at = from + match.index;
    if (at < start) continue;
    const lead = view.text[at - 1] === ':' ? mapped.exec(view.text.slice(Math.max(0, at - BEFORE_FOUR), at))?.[0] : '';
    if (lead === undefined) continue;
    const stop = at + match[0].length;
    const bytes = match.slice(1, 5).map(Number);
    if (match.slice(1, 5).some((part) => part.length > 1 && part.startsWith('0')) || bytes.some((byte) => byte > 255))
      continue;
    if (!publicFour(bytes) || view.near('version', at, stop) > view.near('ip', at, at)) continue;
    hits.push({
      kind: 'IP_ADDRESS',
      start: at - lead.length,
      end: stop,
      confidence: 0.9,
      evidence: [{ rule: 'ipv4', at }],
    });
  }
  return hits;
}

const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const dotted = new RegExp(`^${octet}(?:\\.${octet}){3}$`);

function isIPv4(value: string): boolean {
  return dotted.test(value);
}

/** Eight groups, or fewer and one `::`; the last two may be written as an IPv4 address (RFC 4291 section 2.2). */
function isIPv6(value: string): boolean {
  const halves = value.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const four = last.includes('.');
  if (four && !isIPv4(last)) return false;
  if (!(four ? groups.slice(0, -1) : groups).every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return false;
  const count = groups.length + (four ? 1 : 0);
  return halves.length === 2 ? count <= 7 : count === 8;
}

/** The address that a match leads up to: with the colons it may begin with, without the full stop behind it. */
function addressAt(text: string, from: number, found: RegExpExecArray | null): { value: string; at: number } {
  const body = found?.[1] ?? '';
  const at = from + (found?.[0].lastIndexOf(body) ?? 0);
  const head = /:{0,2}$/.exec(text.slice(from, at))?.[0] ?? '';
  for (const value of [head + body, body, body.replace(/[:.]+$/, ''), head + body.replace(/[:.]+$/, '')])
    if (isIPv4(value) || isIPv6(value)) return { value, at: at - (value.startsWith(head) ? head.length : 0) };
  return { value: '', at };
}

/** What stands right behind its word is somebody's even in a private range; this host and no host are nobody's. */
function saidIn(text: string, start: number, end: number): Hit | undefined {
  const found = said.exec(text.slice(end, end + SAID_REACH));
  const { value, at } = addressAt(text, end, found);
  if (found === null || !(isIPv4(value) || isIPv6(value)) || /^(?:127\.|0\.|255\.255\.|::1?$)/.test(value))
    return undefined;
  return {
    kind: 'IP_ADDRESS',
    start: at,
    end: at + value.length,
    confidence: 0.85,
    evidence: [
      { rule: isIPv4(value) ? 'ipv4' : 'ipv6', at },
      { rule: 'context', at: start },
    ],
  };
}

function publicFour([a = 0, b = 0, c = 0, d = 0]: readonly number[]): boolean {
  if (a === 0 || a === 10 || a === 127 || a >= 224) return false;
  if ((a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168) || (a === 169 && b === 254)) return false;
  if ((a === 100 && b >= 64 && b < 128) || (a === 198 && (b === 18 || b === 19))) return false;
  if (
    (a === 192 && b === 0 && (c === 0 || c === 2)) ||
    (a === 198 && b === 51 && c === 100) ||
    (a === 203 && b === 0 && c === 113)
  )
    return false;
  // Outlines and versions: 1.2.3.4, 2.1.0.1.
  return !(a < 10 && b < 10 && c < 10 && d < 10);
}

function sixIn(text: string, start: number, end: number): Hit[] {
  const hits: Hit[] = [];
  const from = Math.max(0, start - 16);
  for (const match of text.slice(from, end).matchAll(six)) {
    const value = match[0].replace(/:$/, '');
    const at = from + match.index;
    if (/[\w:]/.test(text[at + value.length] ?? '') || !publicSix(value)) continue;
    hits.push({
      kind: 'IP_ADDRESS',
      start: at,
      end: at + value.length,
      confidence: 0.9,
      evidence: [{ rule: 'ipv6', at }],
    });
  }
  return hits;
}

/** Global unicast (2000::/3) with eight groups, or fewer and one `::`; not the documentation prefix. */
function publicSix(value: string): boolean {
  const short = value.split('::');
  if (short.length > 2 || /:::/.test(value)) return false;
  const groups = value.split(':').filter((group) => group !== '');
  if (short.length === 1 ? groups.length !== 8 : groups.length > 7 || groups.length < 2) return false;
  return /^[23][0-9a-f]{3}$/i.test(groups[0] ?? '') && !/^2001:0?db8\b/i.test(value);
}
