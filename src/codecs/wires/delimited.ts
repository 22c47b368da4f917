/** Header lines and JSON lines in one message (Zopim): each line by itself. */
import type { Format } from '../assembly.ts';
import { plainCodec } from '../formats/plain.ts';
import { jsonOr } from '../sniff.ts';
import { split } from '../steps/split.ts';

/**
 * `line` reads every line.
 *
 * @example
 * delimited().open(Buffer.from('1700000000000\n\n4\n3\nd\n{"path":["root"],"value":{"msg$string":"hi"}}'), head);
 */
export function delimited(line: Format = jsonOr(plainCodec)): Format {
  const format = split({ delimiter: Buffer.from('\n') }, line);
  return { ...format, id: 'delimited' };
}
