/** Looks at header values of both directions: fields that people's words get into, and card numbers in all others. */
import type { FrameHead } from '../domain/frame.ts';
import type { Redactor, Treatment } from '../redaction/redaction.ts';
import { CODED_MIN, rewriteCoded } from './coded-text.ts';
import { type HeaderRole, headerName } from './header-names.ts';
import type { DataPlaneParts } from './parts.ts';

/** The text with what the policy hides written as its mask; undefined when nothing is hidden, or no card was asked for. */
export type LookAt = (text: string, cardsOnly: boolean) => string | undefined;

/** Shorter texts hold no value that any detector looks for. */
export const VALUE_MIN = 6;

const suspicious = /[0-9@%]|[A-Za-z]{16}/;

/** Digits, an address, an escape, or letters enough to be a coding of something. */
export function mayHold(text: string): boolean {
  return suspicious.test(text);
}

/** Thirteen digits with nothing but a few separators between them: the shortest card number there is. */
const longNumber = /[0-9](?:[^A-Za-z0-9]{0,3}(?:%3)?[0-9]){12}/;

/** Whether a card number is among what was found. */
export function hasCard(decisions: ReturnType<Redactor['redactText']>['decisions']): boolean {
  return decisions.some(({ finding }) => finding.kind === 'PAYMENT_CARD');
}

/** Looks at an answer's texts by the policy in force, and counts what is hidden. */
export function lookWith(plane: DataPlaneParts, head: FrameHead, treatment: Treatment): LookAt {
  return (text, cardsOnly) => {
    const result = plane.redactor.redactText(text, head, treatment);
    if (result.text === text || (cardsOnly && !hasCard(result.decisions))) return undefined;
    plane.recorder.decisions(head.site, head.direction, result.decisions, treatment.mode === 'enforce');
    return result.text;
  };
}

/** Framing, routing and the handshake: checked elsewhere, or written by ourselves. */
const ours = new Set<HeaderRole>([
  'hop',
  'own',
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
  'expect',
  'upgrade',
  'trailer',
  'max-forwards',
  'forwarded',
  'range',
  'websocket',
]);

/**
 * The values of a request that have to be written otherwise, by their index in `raw`; `'blocked'` when a value stands
 * where nothing may be changed. Fields with a grammar of their own are searched for card numbers only: whatever else
 * looks like something in a token, a version or a date is not.
 */
export function scanRequestHeaders(
  raw: readonly string[],
  look: LookAt,
  cookies: (header: string) => string | undefined,
): Map<number, string> | 'blocked' | undefined {
  let masked: Map<number, string> | undefined;
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const value = raw[at + 1] ?? '';
    if (value.length < VALUE_MIN) continue;
    const { role } = headerName(raw[at] ?? '');
    const worded = role === 'custom' || role === 'referer';
    const own = () => (role === 'cookie' ? cookies(value) : cardIn(role, value, look));
    const written = worded ? wordsIn(role, value, look) : own();
    if (written === undefined) continue;
    if (role === 'content-type') return 'blocked';
    masked ??= new Map();
    masked.set(at + 1, written);
  }
  return masked;
}

function wordsIn(role: HeaderRole, value: string, look: LookAt): string | undefined {
  if (role === 'custom' && !mayHold(value)) return undefined;
  const masked = look(decode(value), false);
  return masked === undefined ? undefined : writtenAs(role, masked);
}

/** A vendor's answer: its raw pairs, card numbers masked. The same array when there are none. */
export function scanAnswerHeaders(raw: readonly string[], look: LookAt): readonly string[] {
  let masked: string[] | undefined;
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const value = raw[at + 1] ?? '';
    const written = cardIn(headerName(raw[at] ?? '').role, value, look);
    if (written === undefined) continue;
    masked ??= [...raw];
    masked[at + 1] = written;
  }
  return masked ?? raw;
}

function cardIn(role: HeaderRole, value: string, look: LookAt): string | undefined {
  if (value.length < 13 || ours.has(role)) return undefined;
  if (role === 'set-cookie') return longNumber.test(value) ? cardInCookie(value, look) : undefined;
  const plain = longNumber.test(value) ? look(decode(value), true) : undefined;
  const masked = plain ?? (value.length < CODED_MIN ? undefined : rewriteCoded(value, (word) => look(word, true)));
  return masked === undefined ? undefined : writtenAs(role, masked);
}

/** Only the part with the number changes: its attributes say where the cookie lives. */
function cardInCookie(value: string, look: LookAt): string | undefined {
  let edited = false;
  const parts = value.split(';').map((part) => {
    const masked = longNumber.test(part) ? look(decode(part.slice(part.indexOf('=') + 1)), true) : undefined;
    if (masked === undefined) return part;
    edited = true;
    return part.slice(0, part.indexOf('=') + 1) + encodeURIComponent(masked);
  });
  return edited ? parts.join(';') : undefined;
}

const urls = new Set<HeaderRole>(['referer', 'location', 'link', 'origin']);

/** A header value is bytes: what does not fit is percent-encoded, as in RFC 8187. */
function writtenAs(role: HeaderRole, text: string): string {
  if (urls.has(role)) return encodeURI(text);
  return text.replace(/[^\x20-\x7e]/g, (character) => encodeURIComponent(character));
}

export function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    // Not UTF-8 behind the escapes: read them as single bytes rather than not at all.
    return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
}
