/** Where the root key comes from: a file that only its owner can read, or a variable of the environment. */
import { closeSync, constants, fstatSync, fsyncSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Entropy } from '../domain/clock.ts';
import { ChatveilError } from '../domain/errors.ts';
import { keyBytes } from './envelope.ts';

export type RootKeySource = { readonly file: string } | { readonly env: string };

/** Bytes that may be in the file: the raw key, or the key as 64 hex digits and a line end. */
const FILE_BYTES_MAX = 2 * keyBytes + 2;
const OTHERS_MASK = 0o077;

/**
 * The 32 bytes of the root key. Rejects with CV_VAULT_KEY and a fact that says why:
 * `missing`, `link`, `mode`, `owner`, `bytes`.
 */
export function readRootKey(source: RootKeySource, env: Readonly<Record<string, string | undefined>>): Buffer {
  if ('file' in source) return readRootKeyFile(source.file);
  const text = env[source.env];
  if (text === undefined || text === '') throw new ChatveilError('CV_VAULT_KEY', { missing: true });
  return keyOf(Buffer.from(text.trim(), 'utf8'));
}

/** Makes a new key file, readable by its owner alone; never touches one that is there. */
export function createRootKeyFile(path: string, entropy: Entropy): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const descriptor = openFile(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL);
  const key = entropy.bytes(keyBytes);
  try {
    writeSync(descriptor, key);
    fsyncSync(descriptor);
  } finally {
    key.fill(0);
    closeSync(descriptor);
  }
}

/** Everything is checked on the open descriptor, so that nothing can be swapped between check and use. */
function readRootKeyFile(path: string): Buffer {
  const descriptor = openFile(path, constants.O_RDONLY);
  const content = Buffer.alloc(FILE_BYTES_MAX + 1);
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw new ChatveilError('CV_VAULT_KEY', { regularFile: false });
    if ((stat.mode & OTHERS_MASK) !== 0) throw new ChatveilError('CV_VAULT_KEY', { mode: stat.mode & 0o777 });
    const user = process.geteuid?.();
    if (user !== undefined && stat.uid !== user) throw new ChatveilError('CV_VAULT_KEY', { owner: stat.uid });
    const length = readSync(descriptor, content, 0, content.length, 0);
    return keyOf(content.subarray(0, length));
  } finally {
    content.fill(0);
    closeSync(descriptor);
  }
}

function openFile(path: string, flags: number): number {
  try {
    return openSync(path, flags | constants.O_NOFOLLOW, 0o600);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    throw new ChatveilError('CV_VAULT_KEY', {
      missing: code === 'ENOENT',
      link: code === 'ELOOP',
      exists: code === 'EEXIST',
    });
  }
}

/** Raw bytes, 64 hex digits, or base64 with or without padding. */
function keyOf(content: Buffer): Buffer {
  if (content.length === keyBytes) return Buffer.from(content);
  const text = content.toString('latin1').trim();
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return Buffer.from(text, 'base64');
  throw new ChatveilError('CV_VAULT_KEY', { bytes: content.length });
}
