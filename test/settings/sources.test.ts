/** Where settings come from: files with places, overrides with names, folders in order; and how they are shown. */

import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effective, effectiveYaml } from '../../src/settings/effective.ts';
import { findConfig, findNamed, namedIds, packagedDir } from '../../src/settings/find.ts';
import { loadSettings } from '../../src/settings/load.ts';
import { applyOverrides, placeWithOverrides, readEnvironment, readOverrides } from '../../src/settings/overrides.ts';
import { digest, parseSource, readSource, settingsFileBytesMax } from '../../src/settings/source.ts';
import { configFolder, minimalConfig } from '../support/config-folder.ts';

describe('parseSource', () => {
  const source = parseSource('f.yaml', 'a: 1\nb:\n  - c: x\n    d: { e: 2 }\n');

  it.each([
    [['a'], 'value', '1:4'],
    [['a'], 'key', '1:1'],
    [['b', 0, 'c'], 'value', '3:8'],
    [['b', 0, 'd', 'e'], 'value', '4:13'],
    [['b', 0, 'missing'], 'value', '3:5'],
    [['b', 7], 'value', '2:1'],
    [[], 'value', '1:1'],
  ] as const)('locates %j (%s) at %s', (path, part, at) => {
    const { line, column } = source.locate(path, part);
    expect(`${line}:${column}`).toBe(at);
  });

  it('never throws, and points into the text, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]:,-&*!#\'"|>%@` \n\tab1') }), (text) => {
        const parsed = parseSource('f.yaml', text);
        const lines = text.split('\n').length;
        return parsed.problems.every(({ line, column }) => line >= 1 && line <= lines + 1 && column >= 1);
      }),
      { numRuns: 500 },
    );
  });

  it('reads the core schema of YAML 1.2: no is a word, 0o17 is a number', () => {
    expect(parseSource('f', 'a: no\nb: 0o17\nc: 2026-01-01\nd: 12:30').value).toEqual({
      a: 'no',
      b: 15,
      c: '2026-01-01',
      d: '12:30',
    });
  });
});

describe('readSource', () => {
  it('refuses a file that is too large, a folder, and one that is not there', async () => {
    const folder = configFolder();
    const large = folder.write('large.yaml', '#'.repeat(settingsFileBytesMax + 1));
    const message = async (file: string) => (await readSource(file)).problems[0]?.message;
    expect(await message(large)).toBe('is larger than 1048576 bytes');
    expect(await message(folder.path)).toBe('cannot be read (EISDIR)');
    expect(await message(join(folder.path, 'none'))).toBe('the file does not exist');
  });

  it('tells texts apart by digest', async () => {
    expect(await digest('a')).toMatch(/^[0-9a-f]{16}$/);
    expect(await digest('a')).not.toBe(await digest('b'));
  });
});

describe('overrides', () => {
  it('are read by prefix alone', () => {
    const names = readOverrides({ CHATVEIL__A__B_C: '1', CHATVEIL_CONFIG: 'x', CHATVEIL__: 'y', PATH: 'z' });
    expect(names).toEqual([{ name: 'CHATVEIL__A__B_C', path: ['a', 'b_c'], raw: '1' }]);
    expect(readEnvironment()['PATH']).toBe(process.env['PATH']);
  });

  it('replace scalars, make missing sections, and leave the original alone', () => {
    const original = { list: [{ a: 1 }], flag: true };
    const overrides = readOverrides({ CHATVEIL__LIST__0__A: '2', CHATVEIL__NEW__0__X: 'false', CHATVEIL__ID: '007' });
    expect(applyOverrides(original, overrides, new Set())).toEqual({
      list: [{ a: 2 }],
      flag: true,
      new: [{ x: false }],
      id: '007',
    });
    expect(applyOverrides({}, overrides.slice(1, 2), new Set(['CHATVEIL__LIST__0__A']))).toEqual({
      list: [{ a: '2' }],
    });
    expect(original).toEqual({ list: [{ a: 1 }], flag: true });
  });

  it('cannot reach a prototype', () => {
    const result = applyOverrides({}, readOverrides({ CHATVEIL____PROTO____POLLUTED: '1' }), new Set());
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
  });

  it('own a problem only where they made the place', () => {
    const overrides = readOverrides({ CHATVEIL__A__X: '1', CHATVEIL__B__Y: '1' });
    const place = placeWithOverrides(overrides, { a: {} }, () => ({ file: 'f', line: 9, column: 9 }));
    expect([place(['a', 'x'], 'key').file, place(['a'], 'key').file, place(['b'], 'key').file]).toEqual([
      '$CHATVEIL__A__X',
      'f',
      '$CHATVEIL__B__Y',
    ]);
  });
});

describe('find', () => {
  it('looks beside the configuration before it looks into the package', () => {
    const folder = configFolder();
    const config = findConfig({ file: 'c.yaml', env: {}, cwd: folder.path });
    expect(findNamed('vendors', 'generic', config)).toBe(join(packagedDir, 'vendors/generic.yaml'));
    const nested = folder.write('config/vendors/generic.yaml', '');
    expect(findNamed('vendors', 'generic', config)).toBe(nested);
    const beside = folder.write('vendors/generic.yaml', '');
    expect(findNamed('vendors', 'generic', config)).toBe(beside);
    folder.write('vendors/acme.yaml', '');
    expect(namedIds('vendors', config)).toEqual(expect.arrayContaining(['acme', 'generic']));
    expect(findNamed('policies', 'nowhere', config)).toBeUndefined();
  });
});

describe('effective', () => {
  it('shows what is in force, with secrets hidden', async () => {
    const folder = configFolder();
    folder.write('chatveil.yaml', `${minimalConfig}vault: { root_key: { env: ROOT } }\n`);
    const loaded = await loadSettings({ env: { CHATVEIL__LOG__LEVEL: 'warn', ROOT: 'planted' }, cwd: folder.path });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    expect(effective(loaded)).toMatchObject({
      log: { level: 'warn' },
      data_dir: join(folder.path, 'data'),
      vault: { root_key: { env: 'ROOT', value: '[secret]' } },
      limits: { body_bytes_max: 8388608 },
    });
    const text = effectiveYaml(loaded);
    expect(text).toContain('value: "[secret]"');
    expect(text).not.toContain('planted');
  });
});
