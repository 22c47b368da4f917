/** The house rules that a machine can check: import direction, owners of libraries, sizes, tests beside sources, documented codes. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** Layers of ARCHITECTURE.md: a file may import from its own folder and from layers with a smaller number. */
const layerOf: Readonly<Record<string, number>> = {
  domain: 1,
  detection: 2,
  policy: 2,
  vault: 2,
  codecs: 2,
  redaction: 3,
  storage: 4,
  settings: 6,
  observe: 6,
  proxy: 7,
  api: 8,
  console: 9,
  demo: 10,
  cli: 10,
};

/** Which files may import a library (prefix of the path under src/), or `*` for everyone. */
const ownersOf: Readonly<Record<string, readonly string[]>> = {
  re2: ['detection/', 'codecs/linear-pattern'],
  luhn: ['detection/'],
  'libphonenumber-js': ['detection/phone-number'],
  ibantools: ['detection/checks-bank'],
  'better-sqlite3': ['storage/sqlite/'],
  zod: ['settings/', 'api/'],
  yaml: ['settings/'],
  pino: ['observe/'],
  'prom-client': ['observe/', 'api/'],
  ws: ['proxy/', 'demo/'],
  undici: ['proxy/', 'cli/doctor', 'demo/'],
  hono: ['proxy/', 'api/', 'demo/', 'compose'],
  '@hono/node-server': ['proxy/', 'api/', 'demo/', 'compose'],
  parse5: ['codecs/'],
  commander: ['cli', 'cli/'],
  preact: ['console/', 'demo/web/'],
  uplot: ['console/'],
};

/** Cores take no socket, file, clock or framework; sources of them are passed in. */
const coreFolders = ['domain', 'detection', 'policy', 'codecs', 'redaction'];
const coreBuiltins = new Set(['node:util', 'node:buffer', 'node:string_decoder']);
/** Functions of bytes alone, for the two steps that protocols ask them of. */
const pureBuiltins: Readonly<Record<string, string>> = {
  'src/codecs/steps/inflate.ts': 'node:zlib',
  'src/codecs/steps/digest.ts': 'node:crypto',
};

const linesMax = 300;

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

interface Import {
  readonly from: string;
  readonly to: string;
}

function importsOf(file: string, text: string): Import[] {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)import\s*['"]([^'"]+)['"]/g;
  return [...text.matchAll(pattern)].map((match) => ({ from: file, to: match[1] ?? match[2] ?? match[3] ?? '' }));
}

/** Why an import breaks the rules, or undefined when it does not. */
function violation({ from, to }: Import): string | undefined {
  if (!from.startsWith('src/') && !from.startsWith('detectors/')) return undefined;
  if (!to.startsWith('.')) return libraryViolation(from, to);
  const target = relative(root, resolve(root, dirname(from), to));
  if (from.startsWith('detectors/')) {
    return target.startsWith('src/detection/') || target.startsWith('src/domain/') || target.startsWith('detectors/')
      ? undefined
      : `${from} imports ${target}: a detector sees the authoring interface only`;
  }
  const own = from.split('/')[1] ?? '';
  const other = target.split('/')[1] ?? '';
  if (own === other || target === '') return undefined;
  if (target.startsWith('test/') || target.startsWith('bench/')) return `${from} imports ${target}`;
  const ownLayer = layerOf[own] ?? 10;
  const otherLayer = layerOf[other] ?? 10;
  if (own === 'console' && target !== 'src/api/contract.ts')
    return `${from} imports ${target}: the console sees api/contract only`;
  if (ownLayer === 10 && other !== 'console') return undefined;
  return otherLayer < ownLayer ? undefined : `${from} (layer ${ownLayer}) imports ${target} (layer ${otherLayer})`;
}

function libraryViolation(from: string, to: string): string | undefined {
  const inSource = from.replace(/^src\//, '');
  const folder = inSource.split('/')[0] ?? '';
  if (to.startsWith('node:')) {
    const isCore = coreFolders.includes(folder) || from.startsWith('detectors/');
    return isCore && !coreBuiltins.has(to) && pureBuiltins[from] !== to
      ? `${from} imports ${to}: a core does no I/O`
      : undefined;
  }
  const name = to.startsWith('@') ? to.split('/').slice(0, 2).join('/') : (to.split('/')[0] ?? to);
  const owners = ownersOf[name];
  if (!owners) return undefined;
  return owners.some((owner) => inSource.startsWith(owner))
    ? undefined
    : `${from} imports ${name}, which belongs to ${owners}`;
}

const files = [...sources('src'), ...sources('detectors'), ...sources('test'), ...sources('bench')];
const texts = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
const imports = files.flatMap((file) => importsOf(file, texts.get(file) ?? ''));

describe('imports', () => {
  it('point one way, and each library has its owner', () => {
    expect(imports.map(violation).filter((found) => found !== undefined)).toEqual([]);
    expect(files.length).toBeGreaterThan(60);
    expect(imports.length).toBeGreaterThan(200);
  });

  it('open databases in one place, which keeps them from the collector', () => {
    const opening = files.filter((file) => /import (?!type\b)[^;]*from 'better-sqlite3'/.test(texts.get(file) ?? ''));
    expect(opening.filter((file) => file.startsWith('src/'))).toEqual(['src/storage/sqlite/native.ts']);
  });

  it('are refused when they point the wrong way', () => {
    const planted = [
      { from: 'src/domain/text.ts', to: '../proxy/http.ts' },
      { from: 'src/codecs/select.ts', to: '../vault/token.ts' },
      { from: 'src/proxy/http.ts', to: 'better-sqlite3' },
      { from: 'src/detection/engine.ts', to: 'node:fs' },
      { from: 'detectors/email.ts', to: '../src/proxy/http.ts' },
      { from: 'src/console/main.tsx', to: '../api/app.ts' },
      { from: 'detectors/phone.ts', to: 'libphonenumber-js/max' },
      { from: 'detectors/iban.ts', to: 'ibantools' },
    ];
    expect(planted.map(violation).filter((found) => found === undefined)).toEqual([]);
  });
});

describe('files', () => {
  it('stay short enough to be read', () => {
    const long = files
      .map((file) => ({ file, lines: (texts.get(file) ?? '').split('\n').length - 1 }))
      .filter(({ lines }) => lines > linesMax);
    expect(long).toEqual([]);
  });

  it('say in their first line what they are for', () => {
    const silent = files.filter(
      (file) => !/^(#!.*\n)?\/\*\*?/.test(texts.get(file) ?? '') && !file.startsWith('test/'),
    );
    expect(silent).toEqual([]);
  });

  it('carry no leftovers and no grab-bag names', () => {
    const words = new RegExp(`\\b(${['TO', 'DO'].join('')}|FIX${'ME'}|XX${'X'})\\b`);
    expect(files.filter((file) => words.test(texts.get(file) ?? ''))).toEqual([]);
    expect(files.filter((file) => /(^|\/)(utils?|common|helpers?|misc|types|index)\.tsx?$/.test(file))).toEqual([]);
    expect(
      files.filter((file) => file.startsWith('src/') && /\bconsole\.(log|error|warn)\(/.test(texts.get(file) ?? '')),
    ).toEqual([]);
  });

  it('have a test where they have behaviour, their own or that of the part they belong to', () => {
    const behaving = files.filter((file) => file.startsWith('src/') && hasBehaviour(texts.get(file) ?? ''));
    const tested = testedFiles();
    expect(behaving.filter((file) => !tested.has(file))).toEqual([]);
    expect(behaving.length).toBeGreaterThan(100);
  });
});

/** Sources that a test imports, or that stand in the same folder and serve one that is. */
function testedFiles(): ReadonlySet<string> {
  const edges = imports
    .filter(({ to }) => to.startsWith('.'))
    .map(({ from, to }) => ({ from, to: relative(root, resolve(root, dirname(from), to)) }));
  const tested = new Set(edges.filter(({ from }) => from.startsWith('test/')).map(({ to }) => to));
  // What runs in a browser is driven there; what runs as a process is named by the test that starts it.
  const browserTest = texts.get('test/e2e/browser.test.ts');
  const named = files.filter((file) => file.startsWith('test/')).map((file) => texts.get(file) ?? '');
  for (const file of files) {
    if (browserTest !== undefined && /^src\/(console|demo\/web)\//.test(file)) tested.add(file);
    if (named.some((text) => text.includes(`'${file}'`))) tested.add(file);
  }
  for (const file of tested) {
    for (const edge of edges) if (edge.from === file && dirname(edge.to) === dirname(file)) tested.add(edge.to);
  }
  return tested;
}

/** Type-only files have nothing to test. */
function hasBehaviour(text: string): boolean {
  return /\b(function|class)\b|=>\s*[{(]/.test(
    text
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/\/\/.*/g, '')
      .replace(/^\s*(readonly )?\w+\??\(.*$/gm, ''),
  );
}
