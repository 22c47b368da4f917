/** Tokens that are nobody's secret by their form alone; the scanner passes them over before any detector is asked. */

/** Shorter than any key or wallet that begins with a digit; numbers of parcels and orders are within it. */
const PLAIN_MAX = 19;
/** Digits and hyphens of a UUID (RFC 9562 section 4). */
const UUID_UNITS = 36;
const HYPHEN = 45;

/** Whether [start, end) is a UUID, or letters and digits that begin with a digit as a tracking number does. */
export function isPlainToken(units: Uint8Array, start: number, end: number): boolean {
  const last = units[end - 1] as number;
  // A full stop or a colon behind it belongs to the sentence.
  const stop = last === 46 || last === 58 ? end - 1 : end;
  return stop - start === UUID_UNITS ? isUuid(units, start) : isPlainNumber(units, start, stop);
}

function isUuid(units: Uint8Array, start: number): boolean {
  for (let i = 0; i < UUID_UNITS; i += 1) {
    const unit = units[start + i] as number;
    if (i === 8 || i === 13 || i === 18 || i === 23) {
      if (unit !== HYPHEN) return false;
    } else if (!isDigit(unit) && ((unit | 32) < 97 || (unit | 32) > 102)) return false;
  }
  return true;
}

function isPlainNumber(units: Uint8Array, start: number, end: number): boolean {
  if (end - start > PLAIN_MAX || !isDigit(units[start] as number)) return false;
  for (let i = start; i < end; i += 1) {
    const unit = units[i] as number;
    if (!isDigit(unit) && ((unit | 32) < 97 || (unit | 32) > 122)) return false;
  }
  return true;
}

function isDigit(unit = 0): boolean {
  return unit >= 48 && unit <= 57;
}

/** Two letters and two digits before `end`: `DE89` of an IBAN in groups, `IBAN:DE89`. */
export function endsIbanHead(units: Uint8Array, end: number): boolean {
  return isDigit(units[end - 1]) && isDigit(units[end - 2]) && isLetter(units[end - 3]) && isLetter(units[end - 4]);
}

function isLetter(unit = 0): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90);
}
