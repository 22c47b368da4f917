/** Decodes a file that has to be UTF-8, and says in which line it is not: nobody finds one wrong byte otherwise. */

export type Decoded = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly line: number };

const LINE_FEED = 10;

/** A byte order mark stays in the text. */
export function decodeUtf8(bytes: Uint8Array): Decoded {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    return { ok: true, text: decoder.decode(bytes) };
  } catch {
    return { ok: false, line: faultyLine(bytes, decoder) };
  }
}

/** 1-based. No UTF-8 sequence holds a line feed, so each line can be judged alone. */
function faultyLine(bytes: Uint8Array, decoder: InstanceType<typeof TextDecoder>): number {
  let line = 1;
  for (let start = 0; start <= bytes.length; line += 1) {
    const end = bytes.indexOf(LINE_FEED, start);
    const stop = end < 0 ? bytes.length : end;
    try {
      decoder.decode(bytes.subarray(start, stop));
    } catch {
      return line;
    }
    start = stop + 1;
  }
  return line;
}
