/** Reads one YAML file into a plain value, keeping where each part stands so that problems can be pointed at. */
import { readFile, stat } from 'node:fs/promises';
import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Problem } from './settings.ts';
import { decodeUtf8 } from './utf8.ts';

/** Bytes of one settings file. The largest honest policy is a few dozen KiB; more is a mistake or an attack. */
export const settingsFileBytesMax = 1024 * 1024;

export type Path = readonly (string | number)[];

export interface Source {
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
  /** Syntax problems; `value` is undefined when there are any. */
  readonly problems: readonly Problem[];
  /** Where the setting stands; its nearest parent when it is absent. `key` points at the key instead of the value. */
  locate(path: Path, part?: 'key' | 'value'): { readonly line: number; readonly column: number };
}

/** SHA-256 of the text, short form: tells two versions of a file apart, nothing more. */
export async function digest(text: string): Promise<string> {
  const bytes = await globalThis.crypto.subtle.digest('SHA-256', Buffer.from(text));
  return Buffer.from(bytes).toString('hex').slice(0, 16);
}

/** Reads and parses `file`; a file that cannot be read is a problem at its first line, never an exception. */
export async function readSource(file: string): Promise<Source> {
  try {
    const { size } = await stat(file);
    if (size > settingsFileBytesMax) return unreadable(file, `is larger than ${settingsFileBytesMax} bytes`);
    const decoded = decodeUtf8(await readFile(file));
    if (!decoded.ok) return unreadable(file, 'is not valid UTF-8 in this line', decoded.line);
    return parseSource(file, decoded.text.replace(/^\ufeff/, ''));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return unreadable(file, code === 'ENOENT' ? 'the file does not exist' : `cannot be read (${code ?? 'unknown'})`);
  }
}

/**
 * Parses YAML 1.2 with the core schema: no aliases, no custom tags, no duplicate keys.
 *
 * @example
 * parseSource('a.yaml', 'port: 80').value; // { port: 80 }
 */
export function parseSource(file: string, text: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    version: '1.2',
    schema: 'core',
    uniqueKeys: true,
    prettyErrors: false,
  });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problems: Problem[] = [...document.errors, ...document.warnings].map((fault) => ({
    file,
    ...at(fault.pos[0]),
    at: '',
    message: syntaxMessage(fault.code, fault.message),
  }));
  for (const { offset, message } of forbidden(document)) problems.push({ file, ...at(offset), at: '', message });
  return {
    file,
    text,
    value: problems.length > 0 ? undefined : document.toJS({ maxAliasCount: 0 }),
    problems,
    locate: (path, part = 'value') => at(offsetOf(document, path, part)),
  };
}

function unreadable(file: string, message: string, line = 1): Source {
  const problem: Problem = { file, line, column: 1, at: '', message };
  return { file, text: '', value: undefined, problems: [problem], locate: () => ({ line: 1, column: 1 }) };
}

/** The library quotes the source in some messages; a configuration may hold a secret, so only its codes pass. */
function syntaxMessage(code: string, message: string): string {
  if (code === 'DUPLICATE_KEY') return 'this key appears twice';
  if (code === 'TAG_RESOLVE_FAILED') return 'tags are not allowed here';
  if (code === 'MULTIPLE_DOCS') return 'only one document is allowed in a file';
  if (code === 'TAB_AS_INDENT') return 'tabs cannot indent YAML; use spaces';
  return /["'`]/.test(message) ? `YAML syntax (${code})` : message;
}

function forbidden(document: Document): { offset: number; message: string }[] {
  const found: { offset: number; message: string }[] = [];
  visit(document, {
    Alias: (_key, node) => {
      found.push({ offset: node.range?.[0] ?? 0, message: 'aliases are not allowed here' });
    },
    Value: (_key, node) => {
      if (node.anchor) found.push({ offset: node.range?.[0] ?? 0, message: 'anchors are not allowed here' });
    },
  });
  return found;
}

function offsetOf(document: Document, path: Path, part: 'key' | 'value'): number {
  let node: unknown = document.contents;
  let offset = rangeStart(node) ?? 0;
  for (const [depth, segment] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => (isScalar(key) ? String(key.value) : '') === String(segment));
      if (!pair) return offset;
      const keyOffset = rangeStart(pair.key) ?? offset;
      const last = depth === path.length - 1;
      node = pair.value;
      // A missing child of a section is best shown at the section's own key.
      offset = last && part === 'value' && !isMap(node) && !isSeq(node) ? (rangeStart(node) ?? keyOffset) : keyOffset;
    } else if (isSeq(node)) {
      node = node.items[Number(segment)];
      offset = rangeStart(node) ?? offset;
    } else return offset;
  }
  return offset;
}

function rangeStart(node: unknown): number | undefined {
  const range = (node as { range?: [number, number, number] | null } | null)?.range;
  return range?.[0];
}
