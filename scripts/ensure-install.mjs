/** Installs exactly what the lockfile says when node_modules does not match it; otherwise does nothing, fast. */
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
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
    if (isInstalledByHand()) writeFileSync(stamp, wanted);
    else if (isLinked())
      throw new Error('node_modules is a link to another checkout; run "npm ci" there, or remove the link');
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

/** `npm ci` empties the folder that it finds, also one that a link leads to and somebody else works with. */
function isLinked() {
  return lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

function hasNatives() {
  return natives.every((file) => existsSync(join(root, 'node_modules', file)));
}

/** Whether somebody installed by hand, and exactly that. */
function isInstalledByHand() {
  return !existsSync(stamp) && hasNatives() && deviations().length === 0;
}

/** Packages that npm's own record of what it installed has otherwise than the lockfile. */
function deviations() {
  const record = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return ['everything'];
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const differs = (path) =>
    installed[path].version !== wanted[path].version || installed[path].integrity !== wanted[path].integrity;
  return [
    ...Object.keys(wanted).filter((path) =>
      path === '' ? false : installed[path] ? differs(path) : !wanted[path].optional,
    ),
    // Builds of a package for this platform may be missing from a lockfile that was written on another one.
    ...Object.keys(installed).filter((path) => !wanted[path] && !installed[path].optional),
  ];
}

async function install(wanted) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  process.stderr.write('chatveil: installing packages; two native modules may compile, about 3 minutes\n');
  const heartbeat = setInterval(
    () => process.stderr.write(`chatveil: still installing (${seconds()} s)\n`),
    heartbeatMilliseconds,
  );
  const flags = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  let { code, output } = await npm(['ci', ...flags]);
  // `npm ci` refuses a lockfile that lacks the optional builds for other platforms, as one does that was written
  // against a mirror without them. A plain install takes the same versions; that it did is checked below.
  if (code !== 0 && /EUSAGE/.test(output) && /^npm error Missing: /m.test(output)) {
    ({ code, output } = await npm(['install', '--no-save', ...flags]));
  }
  clearInterval(heartbeat);
  const wrong = code === 0 ? deviations() : [];
  if (code !== 0 || wrong.length > 0 || !hasNatives()) {
    const reason = code !== 0 ? `exit ${code}` : wrong.length > 0 ? `not as locked: ${wrong}` : 'natives are missing';
    process.stderr.write(`${output.split('\n').slice(0, 30).join('\n')}\n`);
    process.stderr.write(`chatveil: the packages could not be installed (${reason}) after ${seconds()} s\n`);
    process.exit(code || 1);
  }
  writeFileSync(stamp, wanted);
  process.stderr.write(`chatveil: installed in ${seconds()} s\n`);
}

/** Runs the npm that started us, else the one in the path; keeps the end of what it printed. */
async function npm(args) {
  let output = '';
  const onChild = (child) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output = (output + chunk).slice(-20_000);
      });
    }
  };
  const options = { stdio: ['ignore', 'pipe', 'pipe'], onChild };
  const script = process.env.npm_execpath;
  const byPath = !script?.endsWith('.js');
  const code = await (byPath ? run('npm', args, options) : run(process.execPath, [script, ...args], options));
  return { code, output };
}

if (process.argv[1] === import.meta.filename) await ensureInstall();
