/** Open engines measured beside ours: no dependencies of the project, installed into a temporary folder when asked. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PredictedSpan } from '../../test/support/corpus/rows.ts';

export interface Engine {
  readonly name: string;
  find(text: string): Promise<readonly PredictedSpan[]>;
}

export interface Peers {
  readonly engines: readonly Engine[];
  remove(): void;
}

const packages = { 'redact-pii': '3.4.0', '@redactpii/node': '1.0.17', openredaction: '1.1.5' } as const;
const INSTALL_MS_MAX = 180_000;
/** Stands for every redacted value; no message holds it. */
const MARK = '\u0001';

interface Replacing {
  redact(text: string): string;
}
type ReplacingClass = new (options: { globalReplaceWith: string }) => Replacing;
interface Detecting {
  detect(text: string): Promise<{ readonly detections: readonly { readonly position: readonly [number, number] }[] }>;
}

/** Throws when npm cannot install them; the caller says so. */
export function installPeers(): Peers {
  const folder = mkdtempSync(join(tmpdir(), 'chatveil-peers-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    const exact = Object.entries(packages).map(([name, version]) => `${name}@${version}`);
    execFileSync('npm', ['install', '--ignore-scripts', '--no-save', '--no-audit', '--no-fund', ...exact], {
      cwd: folder,
      stdio: 'ignore',
      timeout: INSTALL_MS_MAX,
    });
    return { engines: enginesIn(createRequire(join(folder, 'package.json'))), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function enginesIn(load: NodeJS.Require): Engine[] {
  const { SyncRedactor } = load('redact-pii') as { SyncRedactor: ReplacingClass };
  const { Redactor } = load('@redactpii/node') as { Redactor: ReplacingClass };
  const { OpenRedaction } = load('openredaction') as { OpenRedaction: new () => Detecting };
  const open = new OpenRedaction();
  return [
    replacing('redact-pii', new SyncRedactor({ globalReplaceWith: MARK })),
    replacing('@redactpii/node', new Redactor({ globalReplaceWith: MARK })),
    {
      name: `openredaction ${packages.openredaction}`,
      find: async (text) =>
        (await open.detect(text)).detections.map(({ position: [start, end] }) => ({ type: '*', start, end })),
    },
  ];
}

function replacing(name: keyof typeof packages, engine: Replacing): Engine {
  return {
    name: `${name} ${packages[name]}`,
    find: (text) => Promise.resolve(replacedIn(text, engine.redact(text), MARK)),
  };
}

/** Where marks stand for text: what lies between the parts that were kept, each looked up behind the one before. */
export function replacedIn(text: string, redacted: string, mark: string): PredictedSpan[] {
  const kept = redacted.split(mark);
  const spans: PredictedSpan[] = [];
  let at = 0;
  kept.forEach((part, index) => {
    const last = index === kept.length - 1;
    const found = index === 0 ? 0 : last && part === '' ? text.length : text.indexOf(part, at + 1);
    // A part that cannot be found again was changed otherwise: what is left counts as redacted.
    const start = last && index > 0 && part !== '' ? text.length - part.length : found < 0 ? text.length : found;
    if (index > 0 && start > at) spans.push({ type: '*', start: at, end: start });
    at = start + part.length;
  });
  return spans;
}
