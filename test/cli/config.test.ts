/** `config check` and `doctor` name what is wrong, where it stands, and end with their codes. */
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { config } from '../../src/cli/config.ts';
import { doctor } from '../../src/cli/doctor.ts';
import { configFolder } from '../support/config-folder.ts';
import { chatveil } from '../support/io.ts';

describe(`verbs ${config.name} and ${doctor.name}`, () => {
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
