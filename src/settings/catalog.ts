/** Finds the packaged detectors, checks what they say about themselves and runs their examples. */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Detection } from '../detection/detection.ts';
import type { Detector } from '../detection/detector.ts';
import { createDetection } from '../detection/engine.ts';

/** Beside `src/` in the checkout and beside `dist/src/` in a build. */
const detectorsFolder = new URL('../../detectors/', import.meta.url);
/** A folder with fewer means a broken package, which must not start as if all were well. */
const DETECTORS_MIN = 75;
/** Loaded once a process: running every example of every detector is most of a start. */
let packaged: Promise<readonly Detector[]> | undefined;

/**
 * Every detector of the packaged folder, in order of id. Rejects when one is misnamed, breaks its own
 * examples or when the folder holds fewer than the product ships with.
 */
export function loadDetectors(folder?: URL, countMin = DETECTORS_MIN): Promise<readonly Detector[]> {
  if (folder !== undefined) return loadFolder(folder, countMin);
  packaged ??= loadFolder(detectorsFolder, countMin);
  return packaged;
}

async function loadFolder(folder: URL, countMin: number): Promise<readonly Detector[]> {
  const files = (await readdir(fileURLToPath(folder))).filter((file) => /^[a-z0-9-]+\.(ts|js)$/.test(file)).sort();
  const detectors = await Promise.all(files.map(async (file) => loadDetector(folder, file)));
  if (detectors.length < countMin)
    throw new Error(`only ${detectors.length} of at least ${countMin} detectors are there`);
  const problems = detectors.flatMap((detector) => exampleProblems(detector));
  if (problems.length > 0) throw new Error(`detectors break their own examples:\n${problems.join('\n')}`);
  return detectors;
}

/** Which of its own examples a detector gets wrong; examples are quoted, they are no one's data. */
export function exampleProblems(
  detector: Detector,
  detection: Detection = createDetection({ detectors: [detector] }),
): string[] {
  const { hits, misses } = detector.examples;
  if (hits.length === 0 || misses.length === 0) return [`${detector.id}: has no examples`];
  const problems: string[] = [];
  for (const marked of hits) {
    const text = marked.replace(/[‹›]/g, '');
    const start = marked.indexOf('‹');
    const end = marked.indexOf('›') - 1;
    const found = findIn(detection, text);
    if (!found.some((finding) => finding.start === start && finding.end === end))
      problems.push(`${detector.id}: missed ${marked}`);
  }
  for (const text of misses)
    if (findIn(detection, text).length > 0) problems.push(`${detector.id}: must not find ${text}`);
  return problems;
}

function findIn(detection: Detection, text: string): ReturnType<Detection['find']> {
  return detection.find({ text, bytes: Buffer.from(text) });
}

async function loadDetector(folder: URL, file: string): Promise<Detector> {
  const module: unknown = await import(new URL(file, folder).href);
  const detector = (module as { default?: unknown }).default;
  if (!isDetector(detector)) throw new Error(`detectors/${file} has no detector as its default export`);
  if (detector.id !== file.replace(/\.(ts|js)$/, '')) throw new Error(`detectors/${file} names itself ${detector.id}`);
  return withTerms(detector, folder);
}

/** Reads the detector's term files into its `terms`; lines that start with `#` name the sources. */
async function withTerms(detector: Detector, folder: URL): Promise<Detector> {
  const lists = Object.entries(detector.termFiles ?? {});
  if (lists.length === 0) return detector;
  const read = await Promise.all(
    lists.map(async ([name, files]): Promise<[string, string[]]> => {
      const texts = await Promise.all(files.map(async (file) => readFile(new URL(file, folder), 'utf8')));
      return [name, texts.flatMap((text) => text.split('\n')).filter((line) => line !== '' && !line.startsWith('#'))];
    }),
  );
  return { ...detector, terms: { ...detector.terms, ...Object.fromEntries(read) } };
}

function isDetector(value: unknown): value is Detector {
  if (typeof value !== 'object' || value === null) return false;
  const { id, kinds, takes, confirm } = value as Partial<Detector>;
  return typeof id === 'string' && Array.isArray(kinds) && Array.isArray(takes) && typeof confirm === 'function';
}
