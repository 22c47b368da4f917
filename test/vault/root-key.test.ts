/** A root key that others could read, swap or forge is refused, and none is ever overwritten. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRootKeyFile, readRootKey } from '../../src/vault/root-key.ts';
import { rootKey, seededEntropy } from './scene.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chatveil-key-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = (): string => join(folder, 'root.key');
const read = (): Buffer => readRootKey({ file: path() }, {});
const keyFault = (facts: object): unknown =>
  expect.objectContaining({ code: 'CV_VAULT_KEY', facts: expect.objectContaining(facts) });
const write = (content: Buffer | string, mode = 0o600): void => {
  writeFileSync(path(), content, { mode });
  chmodSync(path(), mode);
};

describe('a root key file', () => {
  it('is made for its owner alone and reads back', () => {
    const file = join(folder, 'deep', 'root.key');
    createRootKeyFile(file, seededEntropy('key'));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(file).size).toBe(32);
    expect(readRootKey({ file }, {})).toEqual(seededEntropy('key').bytes(32));
  });

  it('is never overwritten', () => {
    write(rootKey);
    expect(() => createRootKeyFile(path(), seededEntropy('other'))).toThrow(keyFault({ exists: true }));
    expect(readFileSync(path())).toEqual(rootKey);
  });

  it.each([0o644, 0o640, 0o604, 0o660, 0o601])('is refused with mode %o', (mode) => {
    write(rootKey, mode);
    expect(read).toThrow(keyFault({ mode }));
  });

  it('is refused behind a symbolic link', () => {
    writeFileSync(join(folder, 'real'), rootKey, { mode: 0o600 });
    symlinkSync(join(folder, 'real'), path());
    expect(read).toThrow(keyFault({ link: true }));
  });

  it('is refused when it is no file or not there', () => {
    expect(read).toThrow(keyFault({ missing: true }));
    mkdirSync(path(), { mode: 0o700 });
    expect(read).toThrow(keyFault({ regularFile: false }));
  });

  it('is refused when it belongs to another user', () => {
    write(rootKey);
    const user = process.geteuid?.() ?? 0;
    vi.spyOn(process, 'geteuid').mockReturnValue(user + 1);
    expect(read).toThrow(keyFault({ owner: user }));
    vi.restoreAllMocks();
    expect(read()).toEqual(rootKey);
  });

  it.each([0, 1, 16, 31, 33, 63, 200])('is refused with %i bytes', (size) => {
    write(Buffer.alloc(size, 1));
    expect(read).toThrow(expect.objectContaining({ code: 'CV_VAULT_KEY' }));
  });

  it('may hold hexadecimal digits and a line end', () => {
    write(`${rootKey.toString('hex')}\n`);
    expect(read()).toEqual(rootKey);
  });
});

describe('a root key in the environment', () => {
  it('is read as hexadecimal or base64', () => {
    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      expect(readRootKey({ env: 'KEY' }, { KEY: rootKey.toString(encoding) })).toEqual(rootKey);
    }
  });

  it.each([undefined, '', 'short', 'z'.repeat(64)])('is refused as %j', (text) => {
    expect(() => readRootKey({ env: 'KEY' }, { KEY: text })).toThrow(expect.objectContaining({ code: 'CV_VAULT_KEY' }));
  });
});
