import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Line, readLines } from '../../src/cli/lines.ts';

async function read(pieces: readonly Buffer[], bytesMax = 1000): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const line of readLines(Readable.from(pieces), bytesMax)) lines.push(line);
  return lines;
}

describe('readLines', () => {
  it('reads the same lines however the bytes arrive', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.stringMatching(/^[a-zé😀 ]{0,12}$/u), { minLength: 1, maxLength: 6 }),
        fc.nat(60),
        async (texts, cut) => {
          const bytes = Buffer.from(`${texts.join('\n')}\n`);
          const lines = await read([bytes.subarray(0, cut), bytes.subarray(cut)].filter((piece) => piece.length > 0));
          expect(lines.map(({ text }) => text)).toEqual(texts);
          expect(lines.map(({ number }) => number)).toEqual(texts.map((_, i) => i + 1));
        },
      ),
    );
  });

  it('drops carriage returns, takes a last line without a break, and numbers empty lines', async () => {
    expect((await read([Buffer.from('a\r\n\nb')])).map(({ number, text }) => [number, text])).toEqual([
      [1, 'a'],
      [2, ''],
      [3, 'b'],
    ]);
  });

  it('passes over lines that are too long or no UTF-8, and goes on', async () => {
    const lines = await read(
      [Buffer.from('x'.repeat(30)), Buffer.from('x\nok\n'), Buffer.of(0xff, 10), Buffer.from('end')],
      20,
    );
    expect(lines.map(({ text, fault }) => text ?? fault)).toEqual(['too-long', 'ok', 'not-utf8', 'end']);
  });
});
