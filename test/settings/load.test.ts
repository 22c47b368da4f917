/** What an operator wrote becomes settings, or every problem at the place where it stands. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSettings } from '../../src/settings/load.ts';
import { type ConfigFolder, configFolder, minimalConfig } from '../support/config-folder.ts';

const load = (folder: ConfigFolder, env: Record<string, string> = {}, file?: string) =>
  loadSettings({ file, env, cwd: folder.path });

async function problemsOf(text: string, env: Record<string, string> = {}): Promise<string[]> {
  const folder = configFolder();
  folder.write('chatveil.yaml', text);
  const loaded = await load(folder, env);
  if (loaded.ok) return [];
  return loaded.problems.map(
    ({ file, line, column, at, message }) =>
      `${file.replace(`${folder.path}/`, '')}:${line}:${column}: ${at}: ${message}`,
  );
}

describe('a sound configuration', () => {
  it('gets every default, and paths relative to its own folder', async () => {
    const folder = configFolder();
    folder.write('chatveil.yaml', minimalConfig);
    const loaded = await load(folder);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    const { settings } = loaded;
    expect(settings.listen).toEqual({
      data: { host: '127.0.0.1', port: 8080 },
      console: { host: '127.0.0.1', port: 8081 },
      ops: { host: '127.0.0.1', port: 9090 },
    });
    expect(settings.dataDir).toBe(join(folder.path, 'data'));
    expect(settings.vault).toEqual({
      store: { sqlite: join(folder.path, 'data/vault.db') },
      rootKey: { file: join(folder.path, 'data/root.key') },
    });
    const [site] = settings.sites;
    expect(site).toMatchObject({ id: 'shop', mode: 'enforce', hosts: ['chat.shop.example'], origins: [] });
    expect(site?.upstream.href).toBe('http://127.0.0.1:8090/');
    expect(site?.profile.routes[0]).toMatchObject({ ifUnreadable: 'block', files: 'block', binary: 'block' });
    const text = 'my card is 4111 1111 1111 1111';
    const [finding] = site?.detection.find({ text, bytes: Buffer.from(text) }) ?? [];
    expect(finding).toMatchObject({ kind: 'PAYMENT_CARD', start: 11, end: 30 });
  });

  it('accepts the example file that comes along', async () => {
    const folder = configFolder();
    const loaded = await load(folder, {}, join(import.meta.dirname, '../../config/chatveil.example.yaml'));
    expect(loaded.ok ? [] : loaded.problems).toEqual([]);
  });

  it('merges limits of a site over those of the file', async () => {
    const folder = configFolder();
    folder.write(
      'chatveil.yaml',
      `${minimalConfig}    limits: { spans_max: 10 }\nlimits: { spans_max: 20, json_depth_max: 5 }\n`,
    );
    const loaded = await load(folder);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    expect(loaded.settings.limits).toMatchObject({ spansMax: 20, jsonDepthMax: 5 });
    expect(loaded.settings.sites[0]?.limits).toMatchObject({ spansMax: 10, jsonDepthMax: 5 });
  });

  it('is found by --config, then $CHATVEIL_CONFIG, then ./chatveil.yaml', async () => {
    const folder = configFolder();
    for (const name of ['a.yaml', 'b.yaml', 'chatveil.yaml']) folder.write(name, minimalConfig);
    const first = async (env: Record<string, string>, file?: string) => (await load(folder, env, file)).files[0];
    expect(await first({ CHATVEIL_CONFIG: 'b.yaml' }, 'a.yaml')).toBe(join(folder.path, 'a.yaml'));
    expect(await first({ CHATVEIL_CONFIG: 'b.yaml' })).toBe(join(folder.path, 'b.yaml'));
    expect(await first({})).toBe(join(folder.path, 'chatveil.yaml'));
  });

  it('prefers vendors and policies beside it to the packaged ones', async () => {
    const folder = configFolder();
    folder.write('chatveil.yaml', minimalConfig);
    const own = folder.write(
      'policies/default.yaml',
      'id: default\ntitle: Mine\nrules: [{ id: all, action: block }]\n',
    );
    const loaded = await load(folder);
    expect(loaded.ok && loaded.settings.sites[0]?.policy.title).toBe('Mine');
    expect(loaded.files).toContain(own);
  });

  it('has another digest when any of its files changes, and only then', async () => {
    const folder = configFolder();
    folder.write('chatveil.yaml', minimalConfig);
    const policy = folder.write('policies/default.yaml', 'id: default\ntitle: A\nrules: [{ id: all, action: mask }]\n');
    const digestNow = async () => {
      const loaded = await load(folder);
      return loaded.ok ? loaded.digest : 'refused';
    };
    const before = await digestNow();
    expect(await digestNow()).toBe(before);
    writeFileSync(policy, 'id: default\ntitle: B\nrules: [{ id: all, action: mask }]\n');
    expect(await digestNow()).not.toBe(before);
  });
});

describe('a broken configuration', () => {
  it('reports every problem at once, each at its line and column', async () => {
    const text = [
      'listen:',
      '  data: { host: 127.0.0.1, prot: 8080 }',
      '  ops: { port: 99999 }',
      'data_dri: ./data',
      'sites:',
      '  - id: Shop!',
      '    hosts: []',
      '    upstream: ftp://user:pass@127.0.0.1',
      '    mode: enforced',
      '',
    ].join('\n');
    expect(await problemsOf(text)).toEqual([
      'chatveil.yaml:2:28: listen.data.prot: unknown key; did you mean "port"?',
      'chatveil.yaml:3:16: listen.ops.port: expected at most 65535',
      'chatveil.yaml:4:1: data_dri: unknown key; did you mean "data_dir"?',
      'chatveil.yaml:6:9: sites.0.id: expected 1 to 40 lower-case letters, digits or dashes',
      'chatveil.yaml:7:5: sites.0.hosts: expected at least one host',
      'chatveil.yaml:8:15: sites.0.upstream: expected http:// or https:// with a host, without credentials, query or fragment',
      'chatveil.yaml:9:11: sites.0.mode: expected one of enforce, observe',
    ]);
  });

  it('names a missing key at its section', async () => {
    expect(await problemsOf('sites:\n  - id: shop\n    upstream: http://a\n')).toEqual([
      'chatveil.yaml:2:5: sites.0.hosts: is missing; expected a list',
    ]);
    expect(await problemsOf('')).toEqual(['chatveil.yaml:1:1: sites: is missing; expected a list']);
    expect((await problemsOf('- a\n'))[0]).toContain('expected a section, not a list');
  });

  it('refuses YAML that could surprise: duplicates, aliases, tags, tabs, several documents', async () => {
    expect(await problemsOf('watch: true\nwatch: false\n')).toEqual(['chatveil.yaml:2:1: : this key appears twice']);
    expect(await problemsOf('log: &x { level: info }\nwatch: *x\n')).toEqual([
      'chatveil.yaml:1:9: : anchors are not allowed here',
      'chatveil.yaml:2:8: : aliases are not allowed here',
    ]);
    expect(await problemsOf('watch: !!js/function x\n')).toEqual(['chatveil.yaml:1:8: : tags are not allowed here']);
    expect((await problemsOf('a: 1\n---\nb: 2\n'))[0]).toContain('only one document is allowed in a file');
  });

  it('never quotes a value: it may be a secret', async () => {
    const secret = 'hunter2hunter2';
    const text = `vault: { store: { postgres: { pasword: ${secret} } } }\nsites: "${secret}\n`;
    const answers = [...(await problemsOf(text)), ...(await problemsOf(text.replace(/sites.*\n/, `log: ${secret}\n`)))];
    expect(answers.length).toBeGreaterThan(2);
    expect(answers.join('\n')).not.toContain(secret);
  });

  it('names vendors and policies that are not there, with the nearest one that is', async () => {
    expect(await problemsOf(`${minimalConfig}    policy: defualt\n    vendor: genreic\n`)).toEqual([
      'chatveil.yaml:6:13: sites.0.policy: there is no file policies/defualt.yaml; did you mean "default"?',
      'chatveil.yaml:7:13: sites.0.vendor: there is no file vendors/genreic.yaml; did you mean "generic"?',
    ]);
  });

  it('refuses two sites with one id or one host', async () => {
    const second = minimalConfig.slice(minimalConfig.indexOf('  - id'));
    expect(await problemsOf(minimalConfig + second)).toEqual([
      'chatveil.yaml:6:9: sites.1.id: site 0 has this id already',
      'chatveil.yaml:7:13: sites.1.hosts.0: site shop serves this host already',
    ]);
  });

  it('says which file is not there', async () => {
    const folder = configFolder();
    const loaded = await load(folder);
    expect(loaded).toMatchObject({ ok: false, problems: [{ line: 1, column: 1, message: 'the file does not exist' }] });
  });
});

describe('the environment', () => {
  it('overrides scalars by path, places in lists by number', async () => {
    const folder = configFolder();
    folder.write('chatveil.yaml', minimalConfig);
    const loaded = await load(folder, {
      CHATVEIL__LISTEN__DATA__PORT: '8443',
      CHATVEIL__SITES__0__MODE: 'observe',
      CHATVEIL__WATCH: 'false',
      CHATVEIL__DATA_DIR: '2026',
      CHATVEIL_CONFIG: 'chatveil.yaml',
    });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    expect(loaded.settings.listen.data.port).toBe(8443);
    expect(loaded.settings.sites[0]?.mode).toBe('observe');
    expect(loaded.settings.watch).toBe(false);
    expect(loaded.settings.dataDir).toBe(join(folder.path, '2026'));
  });

  it('is named in problems instead of the file', async () => {
    const env = { CHATVEIL__LISTEN__DATA__PROT: '1', CHATVEIL__LISTEN__OPS__PORT: 'many', CHATVEIL__LSTEN__X: '1' };
    expect(await problemsOf(minimalConfig, env)).toEqual([
      '$CHATVEIL__LISTEN__DATA__PROT:1:1: listen.data.prot: unknown key; did you mean "port"?',
      '$CHATVEIL__LISTEN__OPS__PORT:1:1: listen.ops.port: expected a number, not a string',
      '$CHATVEIL__LSTEN__X:1:1: lsten: unknown key; did you mean "listen"?',
    ]);
  });
});
