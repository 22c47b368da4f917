/** Cuts bytes into lines that end with LF, CRLF or CR, as event streams and multipart bodies have them. */

export interface Line {
  readonly start: number;
  /** Where the text of the line ends and its terminator begins. */
  readonly end: number;
  /** Where the next line begins. */
  readonly next: number;
}

/** The line that begins at `start`. */
export function lineAt(raw: Buffer, start: number): Line {
  let end = start;
  while (end < raw.length && raw[end] !== 0x0a && raw[end] !== 0x0d) end++;
  const pair = raw[end] === 0x0d && raw[end + 1] === 0x0a;
  return { start, end, next: Math.min(end + (pair ? 2 : 1), raw.length) };
}
