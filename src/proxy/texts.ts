/** Looks at the texts outside the body: query values, path, Referer and the sender's own header fields. */
import type { FrameHead } from '../domain/frame.ts';
import type { Treatment } from '../redaction/redaction.ts';
import type { Binding } from './binding.ts';
import { headerName } from './header-names.ts';
import type { DataPlaneParts } from './parts.ts';
import { frameHead } from './scope.ts';
import type { RequestHead } from './strict.ts';

/** What has to be written instead of what came; undefined members stay as they are. */
export interface ScannedTexts {
  /** With its `?`. */
  readonly query: string | undefined;
  /** Index into the raw header array of a value, and the value to send. */
  readonly headers: ReadonlyMap<number, string> | undefined;
}

/** Scans what could hold a typed value; undefined when nothing changes. */
export function scanTexts(
  plane: DataPlaneParts,
  rawHeaders: readonly string[],
  head: RequestHead,
  binding: Binding,
  treatment: Treatment,
): ScannedTexts | 'blocked' | undefined {
  const scan = createScan(plane, head, binding, treatment);
  // A path cannot be edited without asking for something else: a value in it blocks the request.
  if (head.path.length > VALUE_MIN && mayHold(head.path) && scan('target', decode(head.path)) !== undefined)
    return 'blocked';
  let query: string | undefined;
  if (head.query.length > 1) query = scanQuery(head.query, (text) => scan('target', text));
  const headers = scanHeaders(rawHeaders, (text) => scan('header', text));
  if (scan.blocked()) return 'blocked';
  return query === undefined && headers === undefined ? undefined : { query, headers };
}

/** Shorter texts hold no value that any detector looks for. */
const VALUE_MIN = 6;
const suspicious = /[0-9@%]/;

function mayHold(text: string): boolean {
  return suspicious.test(text);
}

interface Scan {
  /** The text to send instead, or undefined when it may stay. */
  (channel: 'target' | 'header', text: string): string | undefined;
  blocked(): boolean;
}

function createScan(plane: DataPlaneParts, head: RequestHead, binding: Binding, treatment: Treatment): Scan {
  let blocked = false;
  const heads: { target?: FrameHead; header?: FrameHead } = {};
  const scan = (channel: 'target' | 'header', text: string): string | undefined => {
    const facts = { channel, direction: 'to-upstream', transport: 'http', path: head.path } as const;
    heads[channel] ??= frameHead(binding, facts);
    const frame = heads[channel];
    const result = plane.redactor.redactText(text, frame, treatment);
    if (result.decisions.length > 0) {
      plane.recorder.decisions(frame.site, 'to-upstream', result.decisions, treatment.mode === 'enforce');
    }
    if (result.blocked) blocked = true;
    return result.text === text ? undefined : result.text;
  };
  return Object.assign(scan, { blocked: () => blocked });
}

/** Edits only the values that hold something; every other byte of the query stays. */
function scanQuery(query: string, scan: (text: string) => string | undefined): string | undefined {
  let edited = false;
  const parts = query
    .slice(1)
    .split('&')
    .map((pair) => {
      if (pair.length < VALUE_MIN) return pair;
      const mark = pair.indexOf('=');
      if (isCredential(pair, mark)) return pair;
      const value = scan(decode(pair.slice(mark + 1).replaceAll('+', ' ')));
      const name = mark > VALUE_MIN ? scan(decode(pair.slice(0, mark).replaceAll('+', ' '))) : undefined;
      if (value === undefined && name === undefined) return pair;
      edited = true;
      const before = mark === -1 ? '' : `${name === undefined ? pair.slice(0, mark) : encodeURIComponent(name)}=`;
      return before + (value === undefined ? pair.slice(mark + 1) : encodeURIComponent(value));
    });
  return edited ? `?${parts.join('&')}` : undefined;
}

/** Parameters that sockets and scripts carry their sign-in in, because they cannot set a header. */
const credentialName = /^(?:authorization|access_?token|id_?token|auth_?token|token|auth|jwt)$/i;
/** A JWT (RFC 7519 section 3), also with an empty or improper signature as test environments make them. */
const jwtForm = /^(?:Bearer(?:%20|\+))?eyJ[A-Za-z0-9_-]+(?:=|%3D){0,2}\.[A-Za-z0-9_-]+(?:=|%3D){0,2}\.[A-Za-z0-9_-]*$/i;

/** The vendor's own sign-in of its widget, as the Authorization header would carry it: nobody typed it. */
function isCredential(pair: string, mark: number): boolean {
  return mark > 0 && credentialName.test(pair.slice(0, mark)) && jwtForm.test(pair.slice(mark + 1));
}

function scanHeaders(
  raw: readonly string[],
  scan: (text: string) => string | undefined,
): Map<number, string> | undefined {
  let masked: Map<number, string> | undefined;
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const value = raw[at + 1] ?? '';
    if (value.length < VALUE_MIN) continue;
    const { role } = headerName(raw[at] ?? '');
    if (role === 'referer' || (role === 'custom' && mayHold(value))) {
      const text = scan(decode(value));
      if (text === undefined) continue;
      masked ??= new Map();
      masked.set(at + 1, role === 'referer' ? encodeURI(text) : asHeader(text));
    }
  }
  return masked;
}

/** A header value is bytes: what does not fit is percent-encoded, as in RFC 8187. */
function asHeader(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, (character) => encodeURIComponent(character));
}

function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    // Not UTF-8 behind the escapes: read them as single bytes rather than not at all.
    return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
}
