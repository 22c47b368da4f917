/** The command line: its verbs, its exit codes, and what a mistyped one answers. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createOutput, printProblems, problemLine } from '../../src/cli/output.ts';
import { runCommandLine } from '../../src/cli/program.ts';
import { configFolder } from '../support/config-folder.ts';
import { captureIo } from '../support/io.ts';

async function chatveil(args: readonly string[], env: Record<string, string> = {}) {
  const captured = captureIo(env);
  const code = await runCommandLine(args, captured.io, '1.2.3');
  return { code, out: captured.out(), err: captured.err() };
}

describe('runCommandLine', () => {
  it('answers usage mistakes with 2 and a suggestion', async () => {
    expect(await chatveil(['demmo'])).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean demo?') });
    expect(await chatveil(['config', 'chekc'])).toMatchObject({ code: 2, err: expect.stringContaining('check') });
    expect((await chatveil(['run', '--nope'])).code).toBe(2);
    expect((await chatveil(['init', '--vendor', 'generic'])).code).toBe(2);
    expect(await chatveil([])).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Usage: chatveil') });
  });

  it('prints version and help with 0', async () => {
    expect(await chatveil(['--version'])).toEqual({ code: 0, out: '1.2.3\n', err: '' });
    const help = await chatveil(['--help']);
    expect(help.code).toBe(0);
    for (const verb of ['run', 'demo', 'init', 'config', 'scan', 'redact', 'detectors', 'vault', 'token', 'doctor']) {
      expect(help.out).toMatch(new RegExp(`^ {2}${verb}\\b`, 'm'));
    }
  });
});

describe('init, config check, config show, doctor', () => {
  it('lead from nothing to a sound configuration in observe mode', async () => {
    const folder = configFolder();
    const out = join(folder.path, 'sub/mine.yaml');
    const made = await chatveil(['init', '--vendor', 'generic', '--upstream', 'https://vendor.example', '--out', out]);
    expect(made).toMatchObject({ code: 0, err: expect.stringContaining('Next: chatveil run') });
    expect(readFileSync(out, 'utf8')).toMatch(/^# yaml-language-server: \$schema=/);
    expect(statSync(join(folder.path, 'sub/data/root.key')).mode & 0o777).toBe(0o600);

    const checked = await chatveil(['config', 'check', out, '--json']);
    expect(checked.code).toBe(0);
    expect(JSON.parse(checked.out)).toMatchObject({ ok: true, file: out, sites: 1 });

    const shown = await chatveil(['config', 'show', '--effective', '--config', out, '--json']);
    const effective = JSON.parse(shown.out);
    expect(effective.sites[0]).toMatchObject({ mode: 'observe', upstream: 'https://vendor.example' });
    expect(effective.vault.root_key.value).toBe('[secret]');

    const again = await chatveil(['init', '--vendor', 'generic', '--upstream', 'https://other.example', '--out', out]);
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('exists already') });
    expect(readFileSync(out, 'utf8')).toContain('https://vendor.example');

    const examined = await chatveil(['doctor', '--config', out, '--offline', '--json'], ports);
    expect(examined.code).toBe(4);
    const lines = examined.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const checks = lines.flatMap(({ finding }) => (finding ? [finding.check] : []));
    expect(checks).toEqual(expect.arrayContaining(['mode', 'origins', 'backup']));
    expect(checks).not.toEqual(expect.arrayContaining(['root-key', 'port', 'config', 'data-dir']));
    expect(lines.at(-1)).toMatchObject({ ok: false, findings: checks.length });
  });

  it('refuse a vendor or an upstream that makes no sense, and write nothing', async () => {
    const folder = configFolder();
    const out = join(folder.path, 'c.yaml');
    const init = (vendor: string, upstream: string) =>
      chatveil(['init', '--vendor', vendor, '--upstream', upstream, '--out', out]);
    expect(await init('genric', 'https://a.example')).toMatchObject({
      code: 3,
      err: expect.stringContaining('"generic"'),
    });
    expect((await init('generic', 'ftp://a.example')).code).toBe(3);
    expect((await init('generic', 'https://user:pass@a.example')).code).toBe(3);
    expect(existsSync(out)).toBe(false);
  });

  it('report problems with file, line and column, and exit with 3', async () => {
    const folder = configFolder();
    const file = folder.write('c.yaml', 'sites:\n  - id: shop\n    hosts: [a]\n    upstream: nowhere\n');
    const checked = await chatveil(['config', 'check', file]);
    expect(checked.code).toBe(3);
    expect(checked.err).toContain(`${file}:4:15: sites.0.upstream: expected http://`);
    expect(checked.err).toContain('1 problem\n');
    const json = await chatveil(['config', 'check', file, '--json']);
    expect(JSON.parse(json.err).problem).toMatchObject({ line: 4, column: 15, at: 'sites.0.upstream' });
    expect((await chatveil(['run', '--config', file])).code).toBe(3);
    expect((await chatveil(['config', 'show', '--config', file])).code).toBe(3);
    const examined = await chatveil(['doctor', '--config', file, '--offline']);
    expect(examined).toMatchObject({ code: 4, out: expect.stringContaining('c.yaml:4:15') });
  });

  it('find a key that is missing, readable by others, or no key', async () => {
    const folder = configFolder();
    const file = folder.write('c.yaml', 'sites: [{ id: shop, hosts: [a], upstream: "http://127.0.0.1:9" }]\n');
    const check = async () => (await chatveil(['config', 'check', file])).err;
    expect(await check()).toContain('chatveil vault init');
    const key = folder.write('data/root.key', 'x'.repeat(32));
    expect(await check()).toContain('mode 644');
    folder.write('data/root.key', 'short');
    expect(await check()).toContain('mode 644');
    expect((await chatveil(['doctor', '--config', file, '--offline'])).out).toContain(`chmod 600 ${key}`);
    writeFileSync(
      file,
      'vault: { root_key: { env: NO_SUCH } }\nsites: [{ id: a, hosts: [a], upstream: "http://a" }]\n',
    );
    expect(await check()).toContain(`${file}:1:10: vault.root_key: the variable NO_SUCH is not set`);
  });

  it('name certificates that cannot be used, and TLS that this version does not end', async () => {
    const folder = configFolder();
    folder.write('bad.pem', 'no certificate');
    const site = 'sites: [{ id: shop, hosts: [a], upstream: "http://127.0.0.1:9" }]\n';
    const tls = '{ tls: { cert: bad.pem, key: bad.pem } }';
    const ops = await chatveil(['config', 'check', folder.write('c.yaml', `listen: { ops: ${tls} }\n${site}`)]);
    expect(ops.err).toContain('listen.ops.tls: certificate and key cannot be used');
    const data = await chatveil(['config', 'check', folder.write('d.yaml', `listen: { data: ${tls} }\n${site}`)]);
    expect(data).toMatchObject({ code: 3, err: expect.stringContaining('d.yaml:1:19: listen.data.tls') });
  });
});

/** The doctor tries the configured ports; in tests they must not be those of a running product. */
const ports = {
  CHATVEIL__LISTEN__DATA__PORT: '0',
  CHATVEIL__LISTEN__CONSOLE__PORT: '0',
  CHATVEIL__LISTEN__OPS__PORT: '0',
};

describe('output', () => {
  it('is sentences for people and JSON Lines for programs', () => {
    const human = captureIo();
    createOutput(human.io, false).result({ a: 1 }, 'one');
    createOutput(human.io, false).progress('going');
    createOutput(human.io, false).failure('CV_INTERNAL', 'no');
    expect([human.out(), human.err()]).toEqual(['one\n', 'going\nchatveil: no\n']);
    const json = captureIo();
    createOutput(json.io, true).result({ a: 1 }, 'one');
    createOutput(json.io, true).progress('going');
    createOutput(json.io, true).failure('CV_INTERNAL', 'no');
    expect(json.out()).toBe('{"a":1}\n');
    expect(JSON.parse(json.err())).toEqual({ error: { code: 'CV_INTERNAL', message: 'no' } });
  });

  it('prints problems as compilers do', () => {
    const problem = { file: 'a.yaml', line: 1, column: 2, at: '', message: 'is wrong' };
    expect(problemLine(problem)).toBe('a.yaml:1:2: is wrong');
    const { io, err } = captureIo();
    printProblems(io, false, [problem, { ...problem, at: 'x.0' }]);
    expect(err()).toBe('a.yaml:1:2: is wrong\na.yaml:1:2: x.0: is wrong\n2 problems\n');
  });
});
