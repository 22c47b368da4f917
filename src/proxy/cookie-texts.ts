/** Cookies that hold what somebody typed: drafts, forms and profiles that scripts of the page keep for themselves. */
import type { Profile } from '../domain/profile.ts';

/** What a look at a text answers: nothing when it may stay. */
export interface CookieScan {
  (text: string): { readonly text: string; readonly secrets: boolean } | undefined;
  /** Counts bytes of values that stay as they are, unread or for being sign-ins. */
  leave(bytes: number): void;
}

/** Characters that words have and identifiers have not; sessions, signatures and their encodings stay unread, and are counted. */
const WORDS = /[\s@{"[,]|[^\x20-\x7e]/;
/** As long as a card number is (ISO/IEC 7812-1), or a national number with its dashes. */
const NUMBER = /^\d[\d -]{7,22}\d$/;

/**
 * The Cookie header with the values masked that hold something; undefined when nothing changes. `own` are names of the
 * vendor's sign-in and conversation cookies, which may end in `*`. A value with nothing but secrets in it is somebody's
 * session and stays, too.
 */
export function scanCookies(header: string, own: readonly string[], scan: CookieScan): string | undefined {
  let edited = false;
  let left = 0;
  const pairs = header.split(';').map((pair) => {
    const mark = pair.indexOf('=');
    const value = pair.slice(mark + 1).trim();
    const text = decode(value);
    const unread = isOwn(pair.slice(0, Math.max(mark, 0)).trim(), own) || !isWordy(unquoted(text));
    const found = unread ? undefined : scan(text);
    if (unread || found?.secrets === true) left += value.length;
    const name = mark < 0 ? undefined : numberMasked(pair.slice(0, mark), scan);
    if (name !== undefined) edited = true;
    if (found === undefined || found.secrets) return name === undefined ? pair : `${name}${pair.slice(mark)}`;
    edited = true;
    if (name !== undefined) return `${name}=${encodeURIComponent(found.text)}`;
    // A cookie may have no name (RFC 6265bis section 5.6): then all of it is value.
    return `${pair.slice(0, mark + 1) || (pair.startsWith(' ') ? ' ' : '')}${encodeURIComponent(found.text)}`;
  });
  if (left > 0) scan.leave(left);
  return edited ? pairs.join(';') : undefined;
}

/** A name that is a number, with the blank before it; undefined where it may stay. */
function numberMasked(name: string, scan: CookieScan): string | undefined {
  const text = decode(name.trim());
  const found = NUMBER.test(text) ? scan(text) : undefined;
  if (found === undefined || found.secrets) return undefined;
  return `${name.startsWith(' ') ? ' ' : ''}${encodeURIComponent(found.text)}`;
}

/** Whether a text is words or a number, not an identifier. */
export function isWordy(text: string): boolean {
  return WORDS.test(text) || NUMBER.test(text);
}

const known = new WeakMap<object, readonly string[]>();

/** Names of the cookies by which the vendor knows its visitor and the conversation. */
export function ownCookies(profile: Pick<Profile, 'conversation' | 'credential'>): readonly string[] {
  let names = known.get(profile);
  if (names === undefined) {
    const sources = [...profile.conversation, ...profile.credential];
    names = sources.flatMap((source) => (source.from === 'cookie' ? [source.name] : []));
    known.set(profile, names);
  }
  return names;
}

function unquoted(text: string): string {
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}

/** Cookies of further hosts stand under a name of ours, with their own behind the last tilde. */
function isOwn(name: string, own: readonly string[]): boolean {
  const plain = name.slice(name.lastIndexOf('~') + 1);
  return own.some((each) => (each.endsWith('*') ? plain.startsWith(each.slice(0, -1)) : plain === each));
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
