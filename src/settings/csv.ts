/** One column of a CSV file (RFC 4180), without building the rest of the table. */

export type Column =
  | {
      readonly ok: true;
      readonly values: readonly string[];
      /** The line of the file in which the row of each value begins. */
      readonly lines: readonly number[];
    }
  | { readonly ok: false; readonly message: string; readonly line?: number; readonly known?: readonly string[] };

/** Rows of one file. */
const ROWS_MAX = 1_000_000;

/**
 * The values below a header; empty cells are left out.
 *
 * @example
 * readColumn('id,name\n7,Ana\n', 'id', ','); // { ok: true, values: ['7'], lines: [2] }
 */
export function readColumn(text: string, column: string, separator: string): Column {
  const values: string[] = [];
  const lines: number[] = [];
  let header: string[] | undefined;
  let wanted = -1;
  for (const { row, line } of rows(text.replace(/^\ufeff/, ''), separator)) {
    if (row === undefined)
      return { ok: false, message: 'a quoted cell is not closed, or something follows its closing quote', line };
    if (header === undefined) {
      header = row.map((cell) => cell.trim());
      wanted = header.indexOf(column);
      if (wanted < 0) return { ok: false, message: `there is no column ${column}`, known: header };
      continue;
    }
    const value = row[wanted]?.trim() ?? '';
    if (value === '') continue;
    values.push(value);
    lines.push(line);
    if (values.length > ROWS_MAX) return { ok: false, message: `more than ${ROWS_MAX} rows` };
  }
  return header === undefined ? { ok: false, message: 'the file is empty' } : { ok: true, values, lines };
}

/** Row after row, with the line it begins in; undefined when a quoted cell is malformed. */
function* rows(
  text: string,
  separator: string,
): Generator<{ readonly row: string[] | undefined; readonly line: number }> {
  let row: string[] = [];
  let at = 0;
  let line = 1;
  let counted = 0;
  const bad = () => ({ row: undefined, line });
  while (at < text.length) {
    const cell = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at, separator);
    if (cell === undefined) return yield bad();
    row.push(cell.value);
    at = cell.end;
    const next = text[at];
    if (next !== undefined && next !== separator && next !== '\n' && next !== '\r') return yield bad();
    if (next === separator) {
      at += 1;
      if (at < text.length) continue;
      row.push('');
    }
    yield { row, line };
    row = [];
    at += text.startsWith('\r\n', at) ? 2 : 1;
    for (let feed = text.indexOf('\n', counted); feed >= 0 && feed < at; feed = text.indexOf('\n', feed + 1)) line += 1;
    counted = at;
  }
}

interface Cell {
  readonly value: string;
  readonly end: number;
}

function plainCell(text: string, start: number, separator: string): Cell {
  let end = start;
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return { value: text.slice(start, end), end };
}

/** Doubled quotes stand for one. */
function quotedCell(text: string, start: number): Cell | undefined {
  let value = '';
  for (let at = start + 1; ; ) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return undefined;
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    at = quote + 2;
  }
}
