/** One column of RFC 4180 files as spreadsheets write them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readColumn } from '../../src/settings/csv.ts';

const values = (text: string, column = 'id', separator = ',') => {
  const read = readColumn(text, column, separator);
  return read.ok ? read.values : read.message;
};

describe('readColumn', () => {
  it.each([
    ['lines', 'id,name\n1,a\n2,b\n', ['1', '2']],
    ['no last line end', 'name,id\na,1\nb,2', ['1', '2']],
    ['CRLF and a byte order mark', '\ufeffid,name\r\n1,a\r\n2,b\r\n', ['1', '2']],
    ['quotes, with line ends and separators inside', 'name,id\n"a, ""b""\nc","1"\nd,2\n', ['1', '2']],
    ['blanks and empty cells', 'id\n 1 \n\n""\n2\n', ['1', '2']],
    ['short rows', 'name,id\na\nb,2\n', ['2']],
    ['an empty last cell', 'name,id\na,\nb,2\n', ['2']],
    ['nothing', '', 'the file is empty'],
    ['an open quote', 'id\n"1\n', 'a quoted cell is not closed, or something follows its closing quote'],
    ['something behind a quote', 'id\n"1"2\n', 'a quoted cell is not closed, or something follows its closing quote'],
  ])('reads %s', (_what, text, expected) => expect(values(text)).toEqual(expected));

  it('reads other separators, and names the columns there are', () => {
    expect(values('id;name\n1;a\n', 'name', ';')).toEqual(['a']);
    expect(readColumn('id;name\n', 'nmae', ';')).toMatchObject({ ok: false, known: ['id', 'name'] });
  });

  it('tells the line of a fault, and of each value', () => {
    expect(readColumn('id,name\n1,"a\nb"\n\n2,c\n', 'id', ',')).toMatchObject({ values: ['1', '2'], lines: [2, 5] });
    expect(readColumn('id\r\n1\r\n"2"x\r\n', 'id', ',')).toMatchObject({ ok: false, line: 3 });
  });

  it('gives back what was written, whatever it holds', () => {
    const cell = fc.string().filter((text) => text.trim() === text && text !== '');
    fc.assert(
      fc.property(fc.array(cell), (cells) => {
        const text = `x,id\n${cells.map((value) => `0,"${value.replaceAll('"', '""')}"\n`).join('')}`;
        expect(values(text)).toEqual(cells);
      }),
      { numRuns: 300 },
    );
  });
});
