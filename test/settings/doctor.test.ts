/** The self-check finds each setting that voids a promise, with its mend, and is silent otherwise. */
import { chmodSync, mkdirSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkProvisions, rootKeyProblem } from '../../src/settings/check.ts';
import { checkConfigured, checkMachine } from '../../src/settings/doctor.ts';
import { loadSettings } from '../../src/settings/load.ts';
import { canListen, canReach } from '../../src/settings/network.ts';
import { configFolder } from '../support/config-folder.ts';

const freePorts = 'listen: { data: { port: 0 }, console: { port: 0 }, ops: { port: 0 } }\n';

async function examine(text: string, options: { key?: boolean; offline?: boolean } = {}) {
  const folder = configFolder();
  folder.write('chatveil.yaml', text);
  if (options.key ?? true) chmodSync(folder.write('data/root.key', 'k'.repeat(32)), 0o600);
  const loaded = await loadSettings({ env: {}, cwd: folder.path });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const findings = await checkConfigured(loaded.settings, { env: {}, offline: options.offline ?? true });
  return { folder, loaded, findings, checks: findings.map(({ check }) => check) };
}

const site = (extra = '', upstream = 'http://127.0.0.1:9') =>
  `sites: [{ id: shop, hosts: [a], upstream: "${upstream}", origins: ["https://a.example"]${extra} }]\n`;

describe('checkConfigured', () => {
  it('finds nothing but the backups that this version does not make', async () => {
    const { checks, loaded } = await examine(freePorts + site());
    expect(checks).toEqual(['backup']);
    expect(await checkProvisions(loaded, {})).toEqual([]);
  });

  it.each([
    ['mode', site(', mode: observe')],
    ['origins', site().replace('["https://a.example"]', '[]')],
    ['upstream-tls', site('', 'http://vendor.example')],
  ])('finds %s', async (check, text) => {
    const { findings } = await examine(freePorts + text);
    const found = findings.find((finding) => finding.check === check);
    expect(found?.what).toMatch(/^site shop: /);
    expect(found?.mend.length).toBeGreaterThan(10);
  });

  it('finds workers that cannot tell visitors apart', async () => {
    const hop = 'trusted_hops: [10.0.0.1]\n';
    expect((await examine(freePorts + hop + site())).checks).not.toContain('workers');
    expect((await examine(`${freePorts}workers: 2\n${site()}`)).checks).not.toContain('workers');
    const { findings } = await examine(`${freePorts}workers: 2\n${hop}${site()}`);
    expect(findings.find(({ check }) => check === 'workers')?.mend).toContain('proxy_protocol');
  });

  it('finds a key that is missing and one that others can read', async () => {
    expect((await examine(freePorts + site(), { key: false })).findings[0]).toMatchObject({
      check: 'root-key',
      mend: 'chatveil vault init',
    });
    const { folder } = await examine(freePorts + site());
    chmodSync(join(folder.path, 'data/root.key'), 0o640);
    expect(rootKeyProblem({ file: join(folder.path, 'data/root.key') }, {})).toContain('mode 640');
    expect(rootKeyProblem({ env: 'KEY' }, { KEY: 'ab'.repeat(32) })).toBeUndefined();
    expect(rootKeyProblem({ env: 'KEY' }, { KEY: 'too short' })).toContain('expected 32 bytes');
    expect(rootKeyProblem({ env: 'KEY' }, {})).toBe('the variable KEY is not set');
  });

  it('finds plain HTTP on an address that others reach, and a port that is taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void taken.close());
    const { port } = taken.address() as AddressInfo;
    const text = `listen: { data: { host: 0.0.0.0, port: 0 }, console: { port: 0 }, ops: { port: ${port} } }\n`;
    const { checks, findings } = await examine(text + site());
    expect(checks).toEqual(['tls', 'port', 'backup']);
    expect(findings[1]?.what).toContain(`listen.ops: 127.0.0.1:${port}`);
  });

  it('finds routes that pass content uninspected', async () => {
    const folder = configFolder();
    folder.write('vendors/lax.yaml', 'id: lax\ntitle: Lax\nroutes: [{ id: all, path: "/**", inspect: false }]\n');
    folder.write('chatveil.yaml', freePorts + site(', vendor: lax'));
    const loaded = await loadSettings({ env: {}, cwd: folder.path });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    const findings = await checkConfigured(loaded.settings, { env: {}, offline: true });
    expect(findings.map(({ check }) => check)).toContain('coverage');
  });

  it('tries the upstream unless told to stay offline', async () => {
    const text = freePorts + site('', 'http://127.0.0.1:1');
    expect((await examine(text)).checks).toEqual(['backup']);
    expect((await examine(text, { offline: false })).checks).toEqual(['upstream', 'backup']);
  });

  it('finds a data directory that cannot be made', async () => {
    const folder = configFolder();
    folder.write('chatveil.yaml', `data_dir: ./no/such/data\n${freePorts}${site()}`);
    const loaded = await loadSettings({ env: {}, cwd: folder.path });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    const checks = async () =>
      (await checkConfigured(loaded.settings, { env: {}, offline: true })).map(({ check }) => check);
    expect(await checks()).toContain('data-dir');
    mkdirSync(join(folder.path, 'no/such'), { recursive: true });
    expect(await checks()).not.toContain('data-dir');
  });
});

describe('checkMachine', () => {
  it('knows which versions of Node have the fixes', () => {
    const found = (node: string) => checkMachine({ node }).length > 0;
    expect(['20.20.2', '22.23.3', '24.21.0', '23.9.0', '26.12.0'].every(found)).toBe(true);
    expect(['22.23.4', '24.22.1', '24.23.0', '26.12.1', '27.0.0'].some(found)).toBe(false);
  });
});

describe('network', () => {
  it('asks whether a port is free and an address answers', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await canListen({ host: '127.0.0.1', port })).toBe(false);
    expect(await canReach(new URL(`http://127.0.0.1:${port}`))).toBe('ok');
    await new Promise((resolve) => server.close(resolve));
    expect(await canListen({ host: '127.0.0.1', port })).toBe(true);
    expect(await canReach(new URL(`http://127.0.0.1:${port}`))).toBe('ECONNREFUSED');
    expect(await canReach(new URL(`https://127.0.0.1:${port}`))).toBe('ECONNREFUSED');
  });
});
