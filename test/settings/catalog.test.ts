import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { exampleProblems, loadDetectors } from '../../src/settings/catalog.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A folder of plain modules, as a build has them. */
function folderWith(files: Readonly<Record<string, string>>): URL {
  const folder = mkdtempSync(join(tmpdir(), 'chatveil-catalog-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  return pathToFileURL(`${folder}/`);
}

const source = (
  id: string,
  change = '',
): string => `export default { id: '${id}', kinds: [{ kind: 'X', title: 'x', word: 'x', visible: 'nothing' }], title: 'x', authority: 'x',
  regulations: [], takes: ['term'], reach: 9, termFiles: { x: ['terms/x.txt'] }, examples: { hits: ['a ‹quux› b'], misses: ['quu'] },
  confirm: (view, { start, end }) => ({ kind: 'X', start, end, confidence: 1, evidence: [] }), ${change} };`;
const terms = { 'terms/x.txt': '# Source: this test\nquux\n' };

describe('loadDetectors', () => {
  it('reads the packaged ones in order of id', async () => {
    const detectors = await loadDetectors();
    const ids = detectors.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort());
    expect(ids.length).toBeGreaterThanOrEqual(5);
    expect(detectors.flatMap((detector) => exampleProblems(detector))).toEqual([]);
  });

  it('reads term files and passes over comments', async () => {
    const [one] = await loadDetectors(folderWith({ 'one.js': source('one'), ...terms }), 1);
    expect(one?.terms).toEqual({ x: ['quux'] });
  });

  it.each([
    ['a name that is not the file', { 'one.js': source('two'), ...terms }, /names itself two/],
    ['no default export', { 'one.js': 'export const x = 1;', ...terms }, /default export/],
    ['an example it breaks', { 'one.js': source('one', 'confirm: () => undefined'), ...terms }, /missed/],
    ['a term file that is not there', { 'one.js': source('one') }, /ENOENT/],
    ['too few', { ...terms }, /only 0 of at least 1/],
  ])('refuses %s', async (_name, files, reason) => {
    await expect(loadDetectors(folderWith(files), 1)).rejects.toThrow(reason);
  });
});
