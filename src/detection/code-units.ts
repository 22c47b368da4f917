/** Reads the units of strings at a steady price: a server sees strings of many kinds, and plain indexing then costs ten times as much. */

/**
 * UTF-16 unit at an index, NaN past the end. The method is bound once, so that no call looks it up on a
 * string: such a look-up is quick only as long as all strings are of a few internal kinds.
 */
export const codeAt: (text: string, index: number) => number = Function.prototype.call.bind(
  String.prototype.charCodeAt,
);

/** Units kept between calls; a longer text gets a buffer of its own. */
const KEEP_MAX = 65_536;
let shared = new Uint16Array(4096);
let sharedBytes = Buffer.from(shared.buffer);
const isLittle = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The UTF-16 units of a text, copied in one go; the next call uses the buffer again. */
export function unitsOf(text: string): Uint16Array {
  const { length } = text;
  let units = shared;
  let bytes = sharedBytes;
  if (length > units.length) {
    units = new Uint16Array(length);
    bytes = Buffer.from(units.buffer);
    if (length <= KEEP_MAX) {
      shared = units;
      sharedBytes = bytes;
    }
  }
  if (isLittle) bytes.write(text, 'utf16le');
  else for (let i = 0; i < length; i += 1) units[i] = codeAt(text, i);
  return units;
}
