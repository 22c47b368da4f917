/** `vault init` makes key and store once; `vault status` says how they are and what to do about it. */
import { chmodSync, existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { reason, vault } from '../../src/cli/vault.ts';
import { ChatveilError } from '../../src/domain/errors.ts';
import { openSqlite } from '../../src/storage/sqlite/open.ts';
import { testFolder } from '../storage/folder.ts';

async function run(...args: string[]): Promise<{ out: string; err: string; code: number }> {
  const said = { out: '', err: '' };
  const sink = (name: 'out' | 'err'): Writable =>
    new Writable({
      write(chunk, _, done) {
        said[name] += String(chunk);
        done();
      },
    });
  let code = 0;
  const program = new Command();
  const exit = (next: number): void => {
    code = next;
  };
  vault(program, { stdin: Readable.from([]), stdout: sink('out'), stderr: sink('err'), env: {}, exit });
  await program.parseAsync(['vault', ...args], { from: 'user' });
  return { ...said, code };
}

describe('vault init and status', () => {
  it('make a vault once and find it sound', async () => {
    const folder = testFolder();
    const made = await run('init', '--data-dir', folder, '--json');
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(made.out)).toMatchObject({ ok: true, store: join(folder, 'vault.db') });
    expect(statSync(join(folder, 'root.key')).mode & 0o777).toBe(0o600);
    const state = await run('status', '--data-dir', folder, '--json');
    expect([JSON.parse(state.out), state.code]).toEqual([{ state: 'open', records: 0, dataKeys: 0 }, 0]);
    const again = await run('init', '--data-dir', folder);
    expect(again.code).toBe(1);
    expect(again.err).toContain('root key');
    expect((await run('status', '--data-dir', folder)).out).toContain('the root key fits');
  });

  it('adopt a key only when told to', async () => {
    const folder = testFolder();
    await run('init', '--data-dir', folder);
    rmSync(join(folder, 'vault.db'));
    expect((await run('status', '--data-dir', folder, '--json')).out).toContain('"uninitialised"');
    expect((await run('init', '--data-dir', folder)).err).toContain('--adopt-key');
    expect(existsSync(join(folder, 'vault.db'))).toBe(false);
    expect((await run('init', '--data-dir', folder, '--adopt-key')).code).toBe(0);
    expect((await run('init', '--data-dir', folder, '--adopt-key')).err).toContain('a vault is there already');
  });

  it('say what is wrong and how to mend it', async () => {
    const folder = testFolder();
    await run('init', '--data-dir', folder);
    chmodSync(join(folder, 'root.key'), 0o644);
    const open = await run('status', '--data-dir', folder);
    expect([open.out.includes('chmod 600'), open.code]).toEqual([true, 1]);
    const missing = await run('status', '--data-dir', folder, '--key', join(folder, 'other.key'));
    expect([missing.out.includes('the root key is missing'), missing.code]).toEqual([true, 1]);
  });

  it('call a vault in use what it is, which is no fault', async () => {
    const folder = testFolder();
    await run('init', '--data-dir', folder);
    const running = await openSqlite({ vault: join(folder, 'vault.db'), create: false });
    const state = await run('status', '--data-dir', folder, '--json');
    expect([JSON.parse(state.out), state.code]).toEqual([{ state: 'in-use', code: 'CV_VAULT_LOCKED' }, 0]);
    await running.close();
  });
});

describe('a reason', () => {
  it('has a sentence of its own for each fact, and the code for the rest', () => {
    const facts = [{ initialised: true }, { link: true }, { mode: 0o644 }, { owner: 5 }, { bytes: 3 }, { fits: false }];
    const sentences = facts.map((fact) => reason(new ChatveilError('CV_VAULT_KEY', fact)));
    expect(new Set(sentences).size).toBe(facts.length);
    expect(reason(new ChatveilError('CV_VAULT_LOCKED'))).toBe('The vault is in use by another process.');
    expect(reason(new Error('x'))).not.toContain('x went');
  });
});
