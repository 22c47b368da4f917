/** Installs exactly what the lockfile says when node_modules does not match it; otherwise does nothing, fast. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { root, run } from './run.mjs';

const stamp = join(root, 'node_modules/.chatveil-install');
/** Packages whose native part is compiled (or fetched) while installing. */
const natives = ['re2/build/Release/re2.node', 'better-sqlite3/build/Release/better_sqlite3.node'];
const heartbeatMilliseconds = 15_000;

/** Resolves when the installed packages are those of package-lock.json, for this version of Node. */
export async function ensureInstall() {
  const wanted = fingerprint();
  if (isInstalled(wanted)) return;
  await withLock(root, 'install', async () => {
    if (isInstalled(wanted)) return;
    if (matchesLockfile()) writeFileSync(stamp, wanted);
    else await install(wanted);
  });
}

/** A lockfile, a binary interface of Node and a platform: native modules of another one would not load. */
function fingerprint() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  return `${hash} ${process.versions.modules} ${process.platform} ${process.arch}\n`;
}

function isInstalled(wanted) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && hasNatives();
}

function hasNatives() {
  return natives.every((file) => existsSync(join(root, 'node_modules', file)));
}

/** Whether somebody ran `npm ci` by hand: npm's own record of what it installed agrees with the lockfile. */
function matchesLockfile() {
  const record = join(root, 'node_modules/.package-lock.json');
  if (existsSync(stamp) || !existsSync(record) || !hasNatives()) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || installed[path]?.version === entry.version,
  );
}

async function install(wanted) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  process.stderr.write('chatveil: installing packages; two native modules may compile, about 3 minutes\n');
  const heartbeat = setInterval(
    () => process.stderr.write(`chatveil: still installing (${seconds()} s)\n`),
    heartbeatMilliseconds,
  );
  let output = '';
  const keep = (child) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output = (output + chunk).slice(-20_000);
      });
    }
  };
  const code = await npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], keep);
  clearInterval(heartbeat);
  if (code !== 0 || !hasNatives()) {
    process.stderr.write(
      `${output.split('\n').slice(0, 30).join('\n')}\nchatveil: npm ci failed (exit ${code}) after ${seconds()} s\n`,
    );
    process.exit(code || 1);
  }
  writeFileSync(stamp, wanted);
  process.stderr.write(`chatveil: installed in ${seconds()} s\n`);
}

/** The npm that started us, else the one in the path. */
function npm(args, onChild) {
  const options = { stdio: ['ignore', 'pipe', 'pipe'], onChild };
  const script = process.env.npm_execpath;
  return script?.endsWith('.js') ? run(process.execPath, [script, ...args], options) : run('npm', args, options);
}
