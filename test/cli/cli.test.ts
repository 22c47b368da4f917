/** The real process: `run` serves, drains on SIGTERM with 0, and says in one line why it cannot start. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { configFolder } from '../support/config-folder.ts';

const root = join(import.meta.dirname, '../..');
const text = `listen: { data: { port: 0 }, console: { port: 0 }, ops: { port: 0 } }
sites: [{ id: shop, hosts: [chat.example], upstream: "http://127.0.0.1:9" }]
`;

function chatveil(args: readonly string[]) {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', join(root, 'src/cli.ts'), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const texts = { out: '', err: '' };
  child.stdout?.on('data', (chunk) => {
    texts.out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    texts.err += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, texts, ended };
}

describe('src/cli.ts', () => {
  it('runs, reloads on SIGHUP, and ends with 0 after SIGTERM', { timeout: 60_000 }, async () => {
    const folder = configFolder();
    const file = folder.write('chatveil.yaml', text);
    expect(await chatveil(['vault', 'init', '--config', file]).ended).toBe(0);
    const { child, texts, ended } = chatveil(['run', '--config', file]);
    await expect.poll(() => texts.err, { timeout: 30_000 }).toContain('/livez /readyz /metrics');
    const ops = /ops\s+(http:\S+)/.exec(texts.err)?.[1];
    expect((await fetch(`${ops}/readyz`)).status).toBe(200);
    expect(texts.err).toMatch(/console {2}http:\S+\/setup#\S+/);
    child.kill('SIGHUP');
    await expect.poll(() => texts.out, { timeout: 10_000 }).toContain('settings-unchanged');
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(texts.out).toContain('"event":"drained"');
    expect(texts.out).not.toContain('/setup#');
    for (const line of texts.out.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('event');
  });

  it('refuses to run without a root key, naming the verb that makes one', async () => {
    const folder = configFolder();
    const { texts, ended } = chatveil(['run', '--config', folder.write('chatveil.yaml', text)]);
    expect(await ended).toBe(1);
    expect(texts.err).toMatch(/^chatveil: the root key is missing; make it with "chatveil vault init --config .*"\n$/);
  });
});
