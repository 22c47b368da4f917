/** `init` leads from nothing to a configuration that is sound, and overwrites nothing. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { init } from '../../src/cli/init.ts';
import { configFolder } from '../support/config-folder.ts';
import { chatveil } from '../support/io.ts';

/** The doctor tries the configured ports; in tests they must not be those of a running product. */
const ports = {
  CHATVEIL__LISTEN__DATA__PORT: '0',
  CHATVEIL__LISTEN__CONSOLE__PORT: '0',
  CHATVEIL__LISTEN__OPS__PORT: '0',
};

describe(`verb ${init.name}`, () => {
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

  it.each(['generic', 'intercom', 'chatwoot', 'tawk'])('say how the widget of %s gets here', async (vendor) => {
    const folder = configFolder();
    const out = join(folder.path, 'chatveil.yaml');
    const made = await chatveil(['init', '--vendor', vendor, '--upstream', 'https://vendor.example', '--out', out]);
    expect(made).toMatchObject({ code: 0, err: expect.stringContaining('Point the chat widget') });
    expect(made.err.includes('intercomSettings.api_base')).toBe(vendor === 'intercom');
    expect(made.err.includes('experimental')).toBe(vendor === 'tawk');
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
});
