/** Builds an operator's own detectors from a policy file and the files it names, or says all that is wrong with them. */
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { Detector, KindInfo } from '../detection/detector.ts';
import { compileExact } from '../detection/exact.ts';
import { compilePatterns, joinPatterns, type PatternDef, type Patterns } from '../detection/pattern.ts';
import { compileVocabulary } from '../detection/vocabulary.ts';
import { systemEntropy } from '../vault/entropy.ts';
import { ephemeralHash, type KeyedHash } from '../vault/keyed-hash.ts';
import { readColumn } from './csv.ts';
import type { PolicyFile } from './policy-schema.ts';
import { suggestion } from './problems.ts';
import { digest, type Path } from './source.ts';
import { decodeUtf8 } from './utf8.ts';

export interface CustomProblem {
  readonly path: Path;
  readonly message: string;
}

/** A file that took part, so that a change of it counts as a change of the settings. */
export interface InputFile {
  readonly file: string;
  /** Of the content; never the content itself. */
  readonly digest: string;
}

export interface Custom {
  /** Word lists, which join the fused dictionary. */
  readonly detectors: readonly Detector[];
  /** Patterns and exact lists, which look at the text themselves. */
  readonly patterns: Patterns | undefined;
  readonly kinds: readonly KindInfo[];
  readonly inputs: readonly InputFile[];
  readonly problems: readonly CustomProblem[];
}

const MIB = 1024 * 1024;
const dictionaryBytesMax = 16 * MIB;
/** A list of so many is built in about two seconds; more belongs into an exact list. */
const TERMS_MAX = 250_000;
const exactBytesMax = 64 * MIB;

/** One key a process: values are read again with each reload, so nothing needs to outlive it. */
let hash: KeyedHash | undefined;

/** Never throws for what an operator wrote; relative files stand beside `policyFile`. */
export async function buildCustom(file: PolicyFile, policyFile: string): Promise<Custom> {
  const inputs: InputFile[] = [];
  const read: ReadText = async (name, path, bytesMax) => {
    const content = await readText(resolve(dirname(policyFile), name), bytesMax);
    if (!content.ok) return { problem: { path, message: `${name} ${content.message}` } };
    inputs.push({ file: content.file, digest: await digest(content.text) });
    return { text: content.text };
  };
  const parts = [
    buildPatterns(file.patterns),
    ...(await inTurn(file.dictionaries, async (entry, index) => buildDictionary(entry, index, read))),
    ...(await inTurn(file.exact, async (entry, index) => buildExact(entry, index, read))),
  ];
  const finders = parts.flatMap(({ patterns }) => patterns ?? []);
  const detectors = parts.flatMap(({ detector }) => detector ?? []);
  return {
    detectors,
    patterns: finders.length === 0 ? undefined : joinPatterns(finders),
    kinds: [...detectors, ...finders].flatMap(({ kinds }) => kinds),
    inputs,
    problems: [...repeatedNames(file), ...parts.flatMap(({ problems = [] }) => problems)],
  };
}

interface Part {
  readonly detector?: Detector;
  readonly patterns?: Patterns;
  readonly problems?: readonly CustomProblem[];
}
type ReadText = (
  name: string,
  path: Path,
  bytesMax: number,
) => Promise<{ readonly text: string; readonly problem?: undefined } | { readonly problem: CustomProblem }>;

/** One file after the other, so that large ones are not in memory together. */
async function inTurn<Entry>(
  entries: readonly Entry[],
  build: (entry: Entry, index: number) => Promise<Part>,
): Promise<Part[]> {
  const parts: Part[] = [];
  for (const [index, entry] of entries.entries()) parts.push(await build(entry, index));
  return parts;
}

function buildPatterns(entries: PolicyFile['patterns']): Part {
  if (entries.length === 0) return {};
  const defs = entries.map(({ allow_wide: allowWide, ...rest }): PatternDef => {
    return allowWide === undefined ? rest : { ...rest, allowWide };
  });
  const made = compilePatterns(defs);
  if (made.ok) return { patterns: made.patterns };
  return {
    problems: made.problems.map(({ name, at, message }) => {
      const index = entries.findLastIndex((entry) => entry.name === name);
      return { path: index < 0 ? ['patterns'] : ['patterns', index, ...below(at)], message };
    }),
  };
}

async function buildDictionary(
  { file, terms: inline = [], allow_wide: allowWide, ...rest }: PolicyFile['dictionaries'][number],
  index: number,
  read: ReadText,
): Promise<Part> {
  const path = ['dictionaries', index];
  const content = file === undefined ? undefined : await read(file, [...path, 'file'], dictionaryBytesMax);
  if (content?.problem !== undefined) return { problems: [content.problem] };
  const lines = content === undefined ? inline.map((term, line) => ({ term, line })) : termLines(content.text);
  if (lines.length > TERMS_MAX)
    return {
      problems: [
        { path: [...path, 'file'], message: `${file}: ${lines.length} terms; a list holds at most ${TERMS_MAX}` },
      ],
    };
  const terms = lines.map(({ term }) => term);
  const made = compileVocabulary({ ...rest, terms, ...(allowWide === undefined ? {} : { allowWide }) });
  if (made.ok) return { detector: made.detector };
  return {
    problems: made.problems.map(({ at, message }) => {
      const place = /^terms(?:\.(\d+))?$/.exec(at);
      if (place === null || file === undefined) return { path: [...path, ...below(at)], message };
      const line = lines[Number(place[1] ?? -1)]?.line;
      return {
        path: [...path, 'file'],
        message: `${basename(file)}${line === undefined ? '' : ` line ${line}`}: ${message}`,
      };
    }),
  };
}

function termLines(text: string): { readonly term: string; readonly line: number }[] {
  return text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map((raw, index) => ({ term: raw.trim(), line: index + 1 }))
    .filter(({ term }) => term !== '' && !term.startsWith('#'));
}

async function buildExact(
  { file, column, separator, ...def }: PolicyFile['exact'][number],
  index: number,
  read: ReadText,
): Promise<Part> {
  const path = ['exact', index];
  const content = await read(file, [...path, 'file'], exactBytesMax);
  if (content.problem !== undefined) return { problems: [content.problem] };
  const cells = readColumn(content.text, column, separator);
  if (!cells.ok) {
    const key = cells.known === undefined ? 'file' : 'column';
    const hint = cells.known === undefined ? '' : suggestion(column, cells.known);
    const line = cells.line === undefined ? '' : ` line ${cells.line}`;
    return { problems: [{ path: [...path, key], message: `${basename(file)}${line}: ${cells.message}${hint}` }] };
  }
  hash ??= ephemeralHash(systemEntropy());
  const made = compileExact(def, cells.values, hash);
  if (made.ok) return { patterns: made.patterns };
  return {
    problems: made.problems.map(({ row, message }) => ({
      path: [...path, 'file'],
      message: `${basename(file)}${row < 0 ? '' : ` line ${cells.lines[row] ?? '?'}, column ${column}`}: ${message}`,
    })),
  };
}

/** `examples.hits.2` below its entry. */
function below(at: string): Path {
  return at === '' ? [] : at.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** A finding says `custom:<name>`, so a name must not stand for two. */
function repeatedNames(file: PolicyFile): CustomProblem[] {
  const problems: CustomProblem[] = [];
  const seen = new Set(file.patterns.map(({ name }) => name));
  for (const list of ['dictionaries', 'exact'] as const) {
    for (const [index, { name }] of file[list].entries()) {
      if (seen.has(name)) problems.push({ path: [list, index, 'name'], message: 'another one has the same name' });
      seen.add(name);
    }
  }
  return problems;
}

type Content =
  | { readonly ok: true; readonly file: string; readonly text: string }
  | { readonly ok: false; readonly message: string };

async function readText(file: string, bytesMax: number): Promise<Content> {
  try {
    const { size } = await stat(file);
    if (size > bytesMax) return { ok: false, message: `is larger than ${bytesMax} bytes` };
    const bytes = await readFile(file);
    const decoded = decodeUtf8(bytes);
    bytes.fill(0);
    if (!decoded.ok) return { ok: false, message: `line ${decoded.line}: is not valid UTF-8` };
    return { ok: true, file, text: decoded.text };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return { ok: false, message: code === 'ENOENT' ? 'does not exist' : `cannot be read (${code ?? 'unknown'})` };
  }
}
