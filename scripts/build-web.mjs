/** Bundles the pages of the console and of the demo with hashed names and a manifest each. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Folder of the entries and, by file name, which of its files are entries. */
const bundles = {
  console: { folder: 'src/console', entry: /^(main\.tsx|style\.css)$/ },
  demo: { folder: 'src/demo/web', entry: /^(widget|side|desk)\.tsx$|\.css$/ },
};

/**
 * Bundles one set of pages in memory.
 * @param {'console' | 'demo'} name
 * @returns {Promise<{ manifest: Record<string, string>, files: Map<string, Uint8Array> }>} manifest: entry `main.js` to hashed name.
 */
export async function bundleWeb(name) {
  const { folder, entry } = bundles[name];
  const absolute = path.join(root, folder);
  const names = (await readdir(absolute)).filter((file) => entry.test(file)).sort();
  if (names.length === 0) throw new Error(`no entries in ${folder}`);
  const result = await build({
    entryPoints: names.map((file) => path.join(absolute, file)),
    bundle: true,
    write: false,
    minify: true,
    metafile: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    absWorkingDir: root,
    outdir: path.join(root, 'dist', name),
    entryNames: '[name]-[hash]',
    legalComments: 'none',
    logLevel: 'silent',
  });
  const files = new Map(result.outputFiles.map((file) => [path.basename(file.path), file.contents]));
  const manifest = {};
  for (const [output, meta] of Object.entries(result.metafile.outputs)) {
    if (meta.entryPoint === undefined) continue;
    manifest[`${path.parse(meta.entryPoint).name}${path.extname(output)}`] = path.basename(output);
  }
  return { manifest, files };
}

/**
 * Writes `<outDir>/console` and `<outDir>/demo`, replacing what was there.
 * @param {string} outDir
 */
export async function buildWeb(outDir) {
  for (const name of Object.keys(bundles)) {
    const { manifest, files } = await bundleWeb(name);
    const folder = path.join(outDir, name);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    for (const [file, contents] of files) await writeFile(path.join(folder, file), contents);
    await writeFile(path.join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  }
}
