/** Builds dist/: compiled sources, detectors, configuration and the bundled pages; nothing when all is up to date. */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureInstall } from './ensure-install.mjs';
import { withLock } from './lock.mjs';
import { root, runNode, tools } from './run.mjs';

const dist = join(root, 'dist');
/** Built aside and moved into place, so that a running program never sees half a build. */
const next = join(root, 'node_modules/.cache/chatveil-next');
const previous = join(root, 'node_modules/.cache/chatveil-previous');
const inputs = ['src', 'detectors', 'config', 'scripts', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];

export async function build() {
  await ensureInstall();
  const wanted = fingerprint();
  if (isBuilt(wanted)) return;
  await withLock(root, 'build', async () => {
    if (isBuilt(wanted)) return;
    process.stderr.write('chatveil: building\n');
    rmSync(next, { recursive: true, force: true });
    mkdirSync(next, { recursive: true });
    await compile();
    copyPlainFiles();
    await bundlePages();
    writeShim();
    writeFileSync(join(next, '.build'), wanted);
    rmSync(previous, { recursive: true, force: true });
    if (existsSync(dist)) renameSync(dist, previous);
    renameSync(next, dist);
    rmSync(previous, { recursive: true, force: true });
  });
}

function isBuilt(wanted) {
  const stamp = join(dist, '.build');
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
}

function fingerprint() {
  const hash = createHash('sha256').update(process.versions.modules);
  for (const file of inputs.flatMap((input) => filesOf(join(root, input)))) {
    hash.update(`${relative(root, file)}\n`).update(readFileSync(file));
  }
  return `${hash.digest('hex')}\n`;
}

/** Every file at or below `path`, in a stable order. */
function filesOf(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}

async function compile() {
  const code = await runNode([tools.tsc, '-p', 'tsconfig.build.json', '--outDir', next]);
  if (code !== 0) {
    process.stderr.write('chatveil: the sources do not compile\n');
    process.exit(code);
  }
}

/** Word lists, tables and the operator's example files travel with the code that reads them. */
function copyPlainFiles() {
  cpSync(join(root, 'config'), join(next, 'config'), { recursive: true });
  for (const folder of ['src', 'detectors']) {
    for (const file of filesOf(join(root, folder))) {
      if (/\.(tsx?|css)$/.test(file)) continue;
      cpSync(file, join(next, relative(root, file)));
    }
  }
}

/** The console and the demo: hashed files and a manifest each. */
async function bundlePages() {
  const { buildWeb } = await import(pathToFileURL(join(root, 'scripts/build-web.mjs')).href);
  await buildWeb(next);
}

/** `bin` of package.json: the same place whatever the compiler does with folders. */
function writeShim() {
  writeFileSync(join(next, 'cli.js'), "#!/usr/bin/env node\nimport './src/cli.js';\n");
  chmodSync(join(next, 'cli.js'), 0o755);
}

if (process.argv[1] === import.meta.filename) await build();
