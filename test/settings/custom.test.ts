/** Word lists and exact lists of a policy file: read from beside it, proven, refused by line, watched like the policy. */
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildCustom } from '../../src/settings/custom.ts';
import { loadSettings } from '../../src/settings/load.ts';
import { loadPolicy } from '../../src/settings/load-policy.ts';
import { policySchema } from '../../src/settings/policy-schema.ts';
import { configFolder, minimalConfig } from '../support/config-folder.ts';

const policy = `id: own
title: Own
detectors: [email]
rules: [{ id: a, kinds: [PROJECT, CUSTOMER_ID, CLAIM], action: mask }]
patterns:
  - name: claims
    kind: CLAIM
    pattern: 'CL-(\\d{9})'
    group: 1
    checksum: damm
    examples: { hits: ['claim CL-‹100000006›'], misses: [CL-123456789] }
dictionaries:
  - name: projects
    kind: PROJECT
    file: lists/projects.txt
    examples: { hits: [about blue heron], misses: [a heron] }
exact:
  - { name: customers, kind: CUSTOMER_ID, file: lists/customers.csv, column: customer_id, normalise: upper }
`;

function written(change: (text: string) => string = (text) => text) {
  const folder = configFolder();
  folder.write('policies/lists/projects.txt', '# Codenames\nBlue Heron\nzanzibar\n');
  folder.write('policies/lists/customers.csv', 'name,customer_id\n"Lima, Ana",CZ-20417-A\nBo,CZ-20418-B\n');
  const file = folder.write('policies/own.yaml', change(policy));
  return { folder, file };
}

async function problems(file: string): Promise<string[]> {
  const made = await loadPolicy(file, '/');
  return made.ok ? [] : made.problems.map(({ at, message }) => `${at}: ${message}`);
}

describe('own detectors of a policy', () => {
  it('find patterns, terms and exact values side by side', async () => {
    const made = await loadPolicy(written().file, '/');
    if (!made.ok) throw new Error(JSON.stringify(made.problems));
    const text = 'cz-20418-b asks about ZANZIBAR and CL-100000006, a@example.com; not CZ-20419-C';
    const { detection, kinds } = made.provisioned;
    const bytes = Buffer.from(text);
    expect(detection.clean(bytes)).toBe(false);
    expect(detection.clean(Buffer.from('CZ-20419-C'))).toBe(true);
    const found = detection.find({ text, bytes });
    expect(found.map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([
      ['CUSTOMER_ID', 'cz-20418-b'],
      ['PROJECT', 'ZANZIBAR'],
      ['CLAIM', '100000006'],
      ['EMAIL', 'a@example.com'],
    ]);
    expect(found[0]).toMatchObject({ detector: 'custom:customers', evidence: [{ rule: 'exact:customers', at: 0 }] });
    expect(kinds.map(({ kind }) => kind)).toEqual(['EMAIL', 'PROJECT', 'CLAIM', 'CUSTOMER_ID']);
  });

  it.each([
    [
      'a file that is not there',
      'lists/projects.txt',
      'lists/none.txt',
      'dictionaries.0.file: lists/none.txt does not exist',
    ],
    [
      'a column that is not there',
      'column: customer_id',
      'column: customer',
      'exact.0.column: customers.csv: there is no column customer; known here: name, customer_id',
    ],
    ['a name that stands for two', 'name: customers', 'name: claims', 'exact.0.name: another one has the same name'],
    [
      'values that are not tokens',
      'column: customer_id',
      'column: name',
      'exact.0.file: customers.csv line 2, column name: the value has a blank',
    ],
    [
      'an example that fails',
      'misses: [CL-123456789]',
      'misses: [CL-100000006]',
      'patterns.0.examples.misses.0: the pattern finds this example (characters 4 to 12)',
    ],
    [
      'both a file and terms',
      'file: lists/projects.txt',
      'file: a.txt\n    terms: [x]',
      'dictionaries.0: expected either file or terms',
    ],
  ])('are refused for %s', async (_what, from, to, message) => {
    const { file } = written((text) => text.replace(from, to));
    expect((await problems(file))[0]).toContain(message);
  });

  it('name the line of a term and of a byte that cannot be used, never the term', async () => {
    const { folder, file } = written();
    folder.write('policies/lists/projects.txt', '# Codenames\nBlue Heron\n\n4711\nparcel\n');
    expect(await problems(file)).toEqual([
      'dictionaries.0.file: projects.txt line 4: a term must begin with a letter; numbers need a pattern or an exact list',
    ]);
    folder.write('policies/lists/projects.txt', 'Blue Heron\nparcel\n');
    expect((await problems(file))[0]).toContain('dictionaries.0.file: projects.txt: too wide: it also finds "parcel"');
  });

  it('name the line of a broken file, and how many terms are too many', async () => {
    const { folder, file } = written();
    const lists = 'policies/lists';
    folder.write(`${lists}/customers.csv`, 'name,customer_id\nAna,"CZ-20417-A\n');
    expect((await problems(file))[0]).toContain('customers.csv line 2: a quoted cell is not closed');
    writeFileSync(
      folder.write(`${lists}/customers.csv`, ''),
      Buffer.from('name,customer_id\nJos\xe9,CZ-1\n', 'latin1'),
    );
    expect((await problems(file))[0]).toBe('exact.0.file: lists/customers.csv line 2: is not valid UTF-8');
    folder.write(`${lists}/projects.txt`, 'term\n'.repeat(250_001));
    expect((await problems(file))[0]).toContain('projects.txt: 250001 terms; a list holds at most 250000');
  });

  it('take part in the settings: their files are named, and a change of one is a change', async () => {
    const { folder } = written();
    const config = folder.write('chatveil.yaml', `${minimalConfig}    policy: own\n`);
    const load = async () => {
      const loaded = await loadSettings({ file: config, env: {}, cwd: folder.path });
      if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
      return loaded;
    };
    const first = await load();
    expect(first.files.map((file) => file.split('/').at(-1))).toEqual(
      expect.arrayContaining(['own.yaml', 'projects.txt', 'customers.csv']),
    );
    expect((await load()).digest).toBe(first.digest);
    folder.write('policies/lists/customers.csv', 'customer_id\nCZ-20420-D\n');
    expect((await load()).digest).not.toBe(first.digest);
    expect(JSON.stringify(first.config)).not.toContain('CZ-20417');
  });

  it('may be absent altogether', async () => {
    const file = policySchema.parse({ id: 'p', title: 'P', rules: [{ id: 'a', action: 'mask' }] });
    expect(await buildCustom(file, '/p.yaml')).toEqual({
      detectors: [],
      patterns: undefined,
      kinds: [],
      inputs: [],
      problems: [],
    });
  });
});
