/** Looks at the texts outside the body: query values, path, Referer, cookies and the sender's own header fields. */
import type { FrameHead } from '../domain/frame.ts';
import type { Profile } from '../domain/profile.ts';
import { coversKind } from '../policy/kinds.ts';
import type { Treatment } from '../redaction/redaction.ts';
import type { Binding } from './binding.ts';
import { CODED_MIN, isCodedText } from './coded-text.ts';
import { type CookieScan, isWordy, ownCookies, scanCookies } from './cookie-texts.ts';
import { decode, hasCard, type LookAt, mayHold, scanRequestHeaders, VALUE_MIN } from './header-texts.ts';
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

export interface TextsOf {
  readonly rawHeaders: readonly string[];
  readonly head: RequestHead;
  readonly binding: Binding;
  readonly treatment: Treatment;
  readonly profile: Pick<Profile, 'conversation' | 'credential'>;
  /** Subprotocols that a handshake offers. */
  readonly protocols?: readonly string[];
}

/** Scans what could hold a typed value; undefined when nothing changes. */
export function scanTexts(plane: DataPlaneParts, facts: TextsOf): ScannedTexts | 'blocked' | undefined {
  const { rawHeaders, head } = facts;
  const scan = createScan(plane, facts);
  // A path cannot be edited without asking for something else: a value in it blocks the request.
  if (head.path.length > VALUE_MIN && mayHold(head.path) && scan(decode(head.path)) !== undefined) return 'blocked';
  if (codedSegments(head.path).some((segment) => scan.header(segment, true) !== undefined)) return 'blocked';
  let query: string | undefined;
  if (head.query.length > 1) query = scanQuery(head.query, scan);
  if (head.query.length > FIELDS_MIN) query = scanFields(query ?? head.query, scan) ?? query;
  const headers = scanRequestHeaders(rawHeaders, scan.header, (value) =>
    scanCookies(value, ownCookies(facts.profile), scan.cookie),
  );
  // A name that both sides must agree on cannot be edited; keys and sign-ins that stand in one are the vendor's own.
  if (facts.protocols?.some((name) => isWordy(name) && scan.cookie(name)?.secrets === false)) return 'blocked';
  if (facts.protocols?.some((name) => isCodedText(name) && scan.header(name, true) !== undefined)) return 'blocked';
  if (scan.blocked() || headers === 'blocked') return 'blocked';
  return query === undefined && headers === undefined ? undefined : { query, headers };
}

/**
 * Segments that are text in base64: to the alphabet of base64 a slash is no border. They are searched for card numbers
 * alone, because services spell ids like that which look like much else.
 */
function codedSegments(path: string): string[] {
  if (path.length < CODED_MIN) return [];
  return path.split('/').map(decode).filter(isCodedText);
}

interface Scan {
  /** The text to send instead, or undefined when it may stay. */
  (text: string): string | undefined;
  readonly header: LookAt;
  /** The same for a cookie, with whether there is nothing but secrets in it: then nothing is decided about it. */
  cookie: CookieScan;
  blocked(): boolean;
  /** What to write instead of values that stand in several fields, or under a name that says what they are. */
  fields(pairs: readonly (readonly [string, string])[]): ReadonlyMap<number, string>;
  /** Counts bytes that stay as they are without having been looked into. */
  leave(bytes: number): void;
}

/** Longer ones only: `?cvv=123` is the shortest query with such a value. */
const FIELDS_MIN = 7;

function createScan(plane: DataPlaneParts, { head, binding, treatment }: TextsOf): Scan {
  let blocked = false;
  const heads: { target?: FrameHead; header?: FrameHead } = {};
  const headOf = (channel: 'target' | 'header') => {
    const facts = { channel, direction: 'to-upstream', transport: 'http', path: head.path } as const;
    heads[channel] ??= frameHead(binding, facts);
    return heads[channel];
  };
  const look = (channel: 'target' | 'header', text: string) =>
    plane.redactor.redactText(text, headOf(channel), treatment);
  const count = (result: Pick<ReturnType<typeof look>, 'decisions' | 'blocked'>) => {
    if (result.decisions.length > 0) {
      plane.recorder.decisions(binding.site, 'to-upstream', result.decisions, treatment.mode === 'enforce');
    }
    if (result.blocked) blocked = true;
  };
  const decided = (text: string, result: ReturnType<typeof look>) => {
    count(result);
    return result.text === text ? undefined : result.text;
  };
  const fields: Scan['fields'] = (pairs) => {
    const result = plane.redactor.redactFields(pairs, headOf('target'), treatment);
    count(result);
    return result.texts;
  };
  const leaveAs = (reason: string) => (bytes: number) =>
    plane.recorder.uninspected(binding.site, 'to-upstream', reason, bytes);
  const cookie = (text: string) => {
    const result = look('header', text);
    const secrets =
      result.decisions.length > 0 && result.decisions.every(({ finding }) => coversKind('@secrets', finding.kind));
    if (secrets) return result.text === text ? undefined : { text, secrets };
    const masked = decided(text, result);
    return masked === undefined ? undefined : { text: masked, secrets };
  };
  const header: LookAt = (text, cardsOnly) => {
    const result = look('header', text);
    return cardsOnly && !hasCard(result.decisions) ? undefined : decided(text, result);
  };
  const scan = (text: string) => decided(text, look('target', text));
  return Object.assign(scan, {
    header,
    cookie: Object.assign(cookie, { leave: leaveAs('cookie') }),
    blocked: () => blocked,
    fields,
    leave: leaveAs('credential'),
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

/** The same for values that the parameters make together, or that the name of one makes plain. */
function scanFields(query: string, scan: Scan): string | undefined {
  const parts = query.slice(1).split('&');
  const pairs = parts.map((pair): readonly [string, string] => {
    const mark = pair.indexOf('=');
    return mark < 0 ? ['', pair] : [plainOf(pair.slice(0, mark)), plainOf(pair.slice(mark + 1))];
  });
  const texts = scan.fields(pairs);
  if (texts.size === 0) return undefined;
  const written = parts.map((pair, index) => {
    const text = texts.get(index);
    return text === undefined ? pair : pair.slice(0, pair.indexOf('=') + 1) + encodeURIComponent(text);
  });
  return `?${written.join('&')}`;
}

/** Most names and values are written as they are. */
function plainOf(text: string): string {
  return text.includes('%') || text.includes('+') ? decode(text.replaceAll('+', ' ')) : text;
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
