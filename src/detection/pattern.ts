/** Operator patterns; the only file that knows RE2. They run on the span's own bytes, in linear time. */
import RE2 from 're2';
import { ChatveilError } from '../domain/errors.ts';
import type { DataKind, Finding } from '../domain/finding.ts';
import type { TextSpan } from '../domain/text.ts';
import { type ChecksumName, passesChecksum } from './checksum.ts';
import type { Examples, KindInfo, Visible } from './detector.ts';
import { exampleProblems, type Find, harmlessTexts, widthProblem } from './probe.ts';

/** What an operator writes in a policy file. */
export interface PatternDef {
  /** Names it: findings carry `custom:<name>`. */
  readonly name: string;
  readonly kind: DataKind;
  /** RE2 syntax; no look-around, no back-references. */
  readonly pattern: string;
  /** `i`, `s`, `m`. Unicode is always on. */
  readonly flags?: string;
  /** The capturing group that is the value; 0, the whole match, by default. */
  readonly group?: number;
  /** Check digits that the value must have. */
  readonly checksum?: ChecksumName;
  /** At least one of the words must stand within `distance` UTF-16 units (60) of the value. */
  readonly context?: { readonly words: readonly string[]; readonly distance?: number };
  /** 0 to 1; 0.8 by default. */
  readonly confidence?: number;
  readonly mask?: { readonly word: string; readonly visible?: Visible };
  /** Must pass when the pattern is loaded; a pattern without them is refused. */
  readonly examples: Examples;
  /** Takes the pattern although it hits harmless texts. */
  readonly allowWide?: boolean;
}

/**
 * What finds beside the detectors, on the span itself; also describes its kinds, so that
 * `describeKinds([...detectors, patterns])` knows them.
 */
export interface Patterns {
  readonly kinds: readonly KindInfo[];
  /** May overlap; the engine settles that. */
  find(span: Pick<TextSpan, 'bytes' | 'text'>): readonly Finding[];
  /** False when no pattern matches anywhere in the bytes. */
  mayMatch(bytes: Buffer): boolean;
}

export interface PatternProblem {
  readonly name: string;
  /** The setting at fault, below the pattern: `pattern`, `examples.hits.2`. */
  readonly at: string;
  readonly message: string;
}

export type CompiledPatterns =
  | { readonly ok: true; readonly patterns: Patterns }
  | { readonly ok: false; readonly problems: readonly PatternProblem[] };

/** Matches of one pattern in one text. Over it: CV_TOO_MANY_FINDINGS. */
const MATCHES_MAX = 10_000;
const CONTEXT_DISTANCE = 60;

/** Compiles operator patterns, or says everything that is wrong with them. */
export function compilePatterns(defs: readonly PatternDef[]): CompiledPatterns {
  const problems: PatternProblem[] = [];
  const compiled: Compiled[] = [];
  const names = new Set<string>();
  for (const def of defs) {
    if (names.has(def.name))
      problems.push({ name: def.name, at: 'name', message: 'another pattern has the same name' });
    names.add(def.name);
    const one = compileOne(def, problems);
    if (one === undefined) continue;
    compiled.push(one);
    problems.push(...proofProblems(one));
  }
  if (problems.length > 0) return { ok: false, problems };
  try {
    return { ok: true, patterns: new PatternSet(compiled) };
  } catch {
    return { ok: false, problems: [{ name: '', at: '', message: 'together the patterns are too large for RE2' }] };
  }
}

interface Compiled {
  readonly def: PatternDef;
  readonly source: string;
  readonly regexp: RE2;
  readonly words: readonly string[];
}

class PatternSet implements Patterns {
  readonly kinds: readonly KindInfo[];
  readonly #compiled: readonly Compiled[];
  readonly #gate: InstanceType<typeof RE2.Set> | undefined;

  constructor(compiled: readonly Compiled[]) {
    this.#compiled = compiled;
    this.#gate =
      compiled.length === 0
        ? undefined
        : new RE2.Set(
            compiled.map(({ source }) => source),
            'u',
          );
    this.kinds = compiled.map(({ def }) => ({
      kind: def.kind,
      title: def.name,
      word: def.mask?.word ?? def.kind.toLowerCase().replaceAll('_', '-'),
      visible: def.mask?.visible ?? 'nothing',
    }));
  }

  mayMatch(bytes: Buffer): boolean {
    return this.#gate !== undefined && guarded(() => this.#gate?.test(bytes) === true);
  }

  find(span: Pick<TextSpan, 'bytes' | 'text'>): readonly Finding[] {
    const gate = this.#gate;
    if (gate === undefined) return [];
    return guarded(() => gate.match(span.bytes).flatMap((index) => findOne(this.#compiled[index], span)));
  }
}

/** RE2 throws when its automaton outgrows its memory: the message then counts as unreadable. */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof ChatveilError ? error : new ChatveilError('CV_DETECTION_FAILED');
  }
}

function compileOne(def: PatternDef, problems: PatternProblem[]): Compiled | undefined {
  const problem = (at: string, message: string): undefined => {
    problems.push({ name: def.name, at, message });
    return undefined;
  };
  const flags = def.flags ?? '';
  if (!/^[ism]*$/.test(flags)) return problem('flags', 'only the flags i, s and m are known');
  const source = flags === '' ? def.pattern : `(?${flags}:${def.pattern})`;
  try {
    const regexp = new RE2(source, 'gud');
    const hollow = [...harmlessTexts, ''].find((text) => new RE2(source, 'u').exec(text)?.[0] === '');
    if (hollow !== undefined)
      return problem('pattern', `the pattern matches without taking a character, that is everywhere: see "${hollow}"`);
    const groups = new RE2(`${source}|`, 'u').exec('')?.length ?? 1;
    if ((def.group ?? 0) >= groups) return problem('group', `the pattern has ${groups - 1} groups`);
    return { def, source, regexp, words: (def.context?.words ?? []).map((word) => word.toLowerCase()) };
  } catch (error) {
    return problem('pattern', explain(error instanceof Error ? error.message : ''));
  }
}

/** RE2's own words, and what to do about the two things people miss. */
function explain(reason: string): string {
  if (/perl operator: \(\?(<?[=!])/.test(reason))
    return `look-around is not available (${reason}); use a group for the value and context words instead`;
  if (/invalid escape sequence: \\([1-9k])/.test(reason))
    return `back-references are not available (${reason}): they cannot be matched in linear time`;
  return `not a valid RE2 pattern: ${reason}`;
}

/** Its examples first; only a pattern that does what it says is tried on what it must leave alone. */
function proofProblems(compiled: Compiled): PatternProblem[] {
  const { name, examples, allowWide } = compiled.def;
  const find: Find = (text) => findOne(compiled, { text, bytes: Buffer.from(text) });
  const wrong = exampleProblems(find, examples);
  if (wrong.length > 0 || allowWide === true)
    return wrong.map(({ at, message }) => ({ name, at, message: `the pattern ${message}` }));
  const wide = widthProblem(find, examples);
  return wide === undefined ? [] : [{ name, at: wide.at || 'pattern', message: wide.message }];
}

function findOne(compiled: Compiled | undefined, span: Pick<TextSpan, 'bytes' | 'text'>): Finding[] {
  if (compiled === undefined) return [];
  const { def, regexp, words } = compiled;
  const findings: Finding[] = [];
  const toIndex = indexer(span);
  regexp.lastIndex = 0;
  for (let match = regexp.exec(span.bytes); match !== null; match = regexp.exec(span.bytes)) {
    if (findings.length >= MATCHES_MAX) throw new ChatveilError('CV_TOO_MANY_FINDINGS', { limit: MATCHES_MAX });
    // With `g`, RE2 does not step over a match of nothing.
    if (match[0].length === 0) {
      regexp.lastIndex += 1;
      continue;
    }
    const place = match.indices?.[def.group ?? 0];
    if (place === undefined || place[0] === place[1]) continue;
    const [start, end] = [toIndex(place[0]), toIndex(place[1])];
    if (def.checksum !== undefined && !passesChecksum(def.checksum, span.text.slice(start, end))) continue;
    if (words.length > 0 && !wordNear(span.text, start, end, words, def.context?.distance ?? CONTEXT_DISTANCE))
      continue;
    const evidence = [{ rule: `pattern:${def.name}`, at: start }];
    findings.push({
      detector: `custom:${def.name}`,
      kind: def.kind,
      start,
      end,
      confidence: def.confidence ?? 0.8,
      evidence,
    });
  }
  return findings;
}

/** Byte offsets that never go back → UTF-16 indices, each byte decoded once. */
function indexer(span: Pick<TextSpan, 'bytes' | 'text'>): (byte: number) => number {
  if (span.bytes.length === span.text.length) return (byte) => byte;
  let lastByte = 0;
  let lastIndex = 0;
  return (byte) => {
    if (byte < lastByte) {
      lastByte = 0;
      lastIndex = 0;
    }
    lastIndex += span.bytes.toString('utf8', lastByte, byte).length;
    lastByte = byte;
    return lastIndex;
  };
}

/** Several finders as one, so that the engine asks once. */
export function joinPatterns(parts: readonly Patterns[]): Patterns {
  return {
    kinds: parts.flatMap(({ kinds }) => kinds),
    find: (span) => parts.flatMap((part) => part.find(span)),
    mayMatch: (bytes) => parts.some((part) => part.mayMatch(bytes)),
  };
}

function wordNear(text: string, start: number, end: number, words: readonly string[], distance: number): boolean {
  const around =
    `${text.slice(Math.max(0, start - distance), start)}\u0000${text.slice(end, end + distance)}`.toLowerCase();
  return words.some((word) => {
    for (let at = around.indexOf(word); at >= 0; at = around.indexOf(word, at + 1)) {
      if (!/[\p{L}\p{N}]/u.test(around[at - 1] ?? ' ') && !/[\p{L}\p{N}]/u.test(around[at + word.length] ?? ' '))
        return true;
    }
    return false;
  });
}
