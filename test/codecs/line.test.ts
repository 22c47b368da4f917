/** Lines end with LF, CRLF, CR or the end. */
import { expect, it } from 'vitest';
import { lineAt } from '../../src/codecs/line.ts';

it('finds the text and the terminator', () => {
  const raw = Buffer.from('a\nb\r\nc\r\rd');
  const lines: string[] = [];
  for (let at = 0; at < raw.length; at = lineAt(raw, at).next) {
    const line = lineAt(raw, at);
    lines.push(raw.toString('latin1', line.start, line.end));
  }
  expect(lines).toEqual(['a', 'b', 'c', '', 'd']);
});
