/** Looks at the texts outside the body: query values, path, Referer and the sender's own header fields. */
import type { Treatment } from '../redaction/redaction.ts';
import type { Binding } from './binding.ts';
import { decode, type LookAt, lookWith, mayHold, scanRequestHeaders, VALUE_MIN } from './header-texts.ts';
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
  if (head.path.length > VALUE_MIN && mayHold(head.path) && scan(decode(head.path)) !== undefined) return 'blocked';
  let query: string | undefined;
  if (head.query.length > 1) query = scanQuery(head.query, scan);
  const headers = scanRequestHeaders(rawHeaders, scan.header);
  if (scan.blocked() || headers === 'blocked') return 'blocked';
  return query === undefined && headers === undefined ? undefined : { query, headers };
}

interface Scan {
  /** The text to send instead, or undefined when it may stay. */
  (text: string): string | undefined;
  readonly header: LookAt;
  blocked(): boolean;
  /** Counts bytes that stay as they are without having been looked into. */
  leave(bytes: number): void;
}

function createScan(plane: DataPlaneParts, head: RequestHead, binding: Binding, treatment: Treatment): Scan {
  let blocked = false;
  const looks: { target?: LookAt; header?: LookAt } = {};
  const lookAt = (channel: 'target' | 'header', text: string) => {
    const facts = { channel, direction: 'to-upstream', transport: 'http', path: head.path } as const;
    looks[channel] ??= lookWith(plane, frameHead(binding, facts), treatment, () => {
      blocked = true;
    });
    return looks[channel](text);
  };
  const leave = (bytes: number) => plane.recorder.uninspected(binding.site, 'to-upstream', 'credential', bytes);
  return Object.assign((text: string) => lookAt('target', text)?.text, {
    header: (text: string) => lookAt('header', text),
    blocked: () => blocked,
    leave,
  });
}

/** Edits only the values that hold something; every other byte of the query stays. */
function scanQuery(query: string, scan: Scan): string | undefined {
  let edited = false;
  const parts = query
    .slice(1)
    .split('&')
    .map((pair) => {
      if (pair.length < VALUE_MIN) return pair;
      const mark = pair.indexOf('=');
      if (isCredential(pair, mark, scan)) return pair;
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
/** Header, claims and signature (RFC 7515 section 7.1); test environments pad the parts or put a word for the signature. */
const jwtForm = /^(?:Bearer )?([A-Za-z0-9_-]+)={0,2}\.([A-Za-z0-9_-]+)={0,2}\.([A-Za-z0-9_-]*)$/i;

/**
 * The vendor's own sign-in of its widget, which the Authorization header would carry otherwise: nobody typed it, and
 * edited it would not be one any more. It stays, and is counted, only when it really is a JWT with a harmless signature.
 */
function isCredential(pair: string, mark: number, scan: Scan): boolean {
  if (mark < 1 || !credentialName.test(pair.slice(0, mark))) return false;
  const value = decode(pair.slice(mark + 1).replaceAll('+', ' '));
  const [, head = '', claims = '', signature = ''] = jwtForm.exec(value) ?? [];
  if (!isJsonObject(head) || !isJsonObject(claims) || scan(signature) !== undefined) return false;
  scan.leave(pair.length - mark - 1);
  return true;
}

function isJsonObject(base64url: string): boolean {
  try {
    const value: unknown = JSON.parse(Buffer.from(base64url, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
