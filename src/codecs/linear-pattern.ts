/** Patterns of vendor profiles over the bytes at the borders of a record; they run in linear time. */
import RE2 from 're2';

/** Bytes at the beginning or end of a record that a pattern sees; heads of real protocols are far shorter. */
export const BORDER_BYTES_MAX = 4096;

export interface BorderPattern {
  /** How many bytes it takes at the beginning of `bytes` (or the end), or -1 when it does not fit. */
  take(bytes: Buffer): number;
}

/** Throws SyntaxError for what RE2 cannot read: look-around, back-references. */
export function headPattern(source: string): BorderPattern {
  const regexp = new RE2(`^(?:${source})`, 's');
  return {
    take(bytes) {
      const match = regexp.exec(bytes.toString('latin1', 0, BORDER_BYTES_MAX));
      return match === null ? -1 : (match[0]?.length ?? 0);
    },
  };
}

export function tailPattern(source: string): BorderPattern {
  const regexp = new RE2(`(?:${source})$`, 's');
  return {
    take(bytes) {
      const match = regexp.exec(bytes.toString('latin1', Math.max(0, bytes.length - BORDER_BYTES_MAX)));
      return match === null ? -1 : (match[0]?.length ?? 0);
    },
  };
}
