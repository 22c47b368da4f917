/** Checks a request target before anyone routes by it, so that what is routed, scanned and forwarded is one and the same. */
import type { ErrorCode } from '../domain/errors.ts';

export interface Target {
  /** Path as it came, starting with one `/`. */
  readonly path: string;
  /** Query with its `?`, or empty. */
  readonly query: string;
}

/** `.` and `..` in any spelling, between separators in any spelling. */
const dotSegment = /(?:^|[/;]|%2f)(?:\.|%2e){1,2}(?:$|[/;]|%2f)/i;
/** Broken escapes, NUL, `\`, line ends, and the overlong UTF-8 forms of `.`, `/` and `\` that some servers still fold. */
const badEscape = /%(?![0-9a-f]{2})|%(?:00|5c|0a|0d|c0%(?:ae|af|2e|2f|5c)|c1%9c)/i;
const absolute = /^https?:\/\/([^/?#@]*)((?:[/?].*)?)$/is;

/** The target of a request, or why it is not acceptable. `host` is the Host header in lower case. */
export function readTarget(raw: string, host: string, bytesMax: number): Target | ErrorCode {
  if (raw.length > bytesMax) return 'CV_TARGET_TOO_LONG';
  let target = raw;
  if (target.charCodeAt(0) !== 0x2f) {
    // RFC 9112 section 3.2.2: an absolute target overrides Host; we accept it only where the two agree.
    const match = absolute.exec(target);
    if (match?.[1] === undefined || match[1].toLowerCase() !== host) return 'CV_BAD_TARGET';
    target = match[2] === undefined || match[2] === '' ? '/' : match[2];
    if (target.charCodeAt(0) === 0x3f) target = `/${target}`;
  }
  const mark = scan(target);
  if (mark === -2) return 'CV_BAD_TARGET';
  const path = mark === -1 ? target : target.slice(0, mark);
  if (path.startsWith('//')) return 'CV_BAD_TARGET';
  if (path.includes('.') || path.includes('%')) {
    if (dotSegment.test(path) || badEscape.test(path)) return 'CV_BAD_TARGET';
  }
  return { path, query: mark === -1 ? '' : target.slice(mark) };
}

/** Index of the first `?`, -1 without one, -2 when a character may not stand in a target. */
function scan(target: string): number {
  let mark = -1;
  for (let at = 0; at < target.length; at += 1) {
    const code = target.charCodeAt(at);
    // Controls, space, DEL, bytes over ASCII; then `#` (a fragment never travels) and `\` (a slash to some servers).
    if (code <= 0x20 || code >= 0x7f || code === 0x23 || code === 0x5c) return -2;
    if (code === 0x3f && mark === -1) mark = at;
  }
  return mark;
}
