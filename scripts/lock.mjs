/** Lets one process at a time do a piece of work in this checkout, across processes and crashes. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The lock lies outside of the checkout, because an install empties node_modules and a build empties dist. */
function lockFolder(root, name) {
  const place = createHash('sha256')
    .update(`${root}\n${process.getuid?.() ?? 0}`)
    .digest('hex')
    .slice(0, 16);
  return join(tmpdir(), `chatveil-${name}-${place}.lock`);
}

/** Runs `work` while holding the lock; a lock whose process is gone is taken over. */
export async function withLock(root, name, work) {
  const folder = lockFolder(root, name);
  let told = false;
  for (;;) {
    if (take(folder)) break;
    // A lock left behind by a process that is gone is nobody's to wait for.
    if (!isAlive(owner(folder))) {
      rmSync(folder, { recursive: true, force: true });
      continue;
    }
    if (!told) process.stderr.write(`chatveil: another ${name} of this checkout is running, waiting for it\n`);
    told = true;
    await sleep(300);
  }
  try {
    return await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function take(folder) {
  try {
    mkdirSync(folder, { mode: 0o700 });
    writeFileSync(join(folder, 'pid'), String(process.pid));
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

/** The process that holds the lock; one that has not written its id yet counts as ourselves for a moment. */
function owner(folder) {
  try {
    return Number(readFileSync(join(folder, 'pid'), 'utf8')) || process.pid;
  } catch {
    return process.pid;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
