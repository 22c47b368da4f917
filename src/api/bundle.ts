/** Finds the bundled pages: beside the built program, or bundled on the fly when run from the sources. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export interface Bundle {
  /** Hashed name of an entry: `main.js` gives `main-3F2A.js`. Throws when there is none. */
  file(entry: string): string;
  /** Contents and media type by hashed name. */
  read(name: string): Asset | undefined;
}

export interface Asset {
  readonly contents: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
}

interface Built {
  readonly manifest: Readonly<Record<string, string>>;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** Reads a bundle once; all of it is kept in memory (well under 1 MiB). */
export async function loadBundle(name: 'console' | 'demo'): Promise<Bundle> {
  const built = fromSources() ? await bundleNow(name) : await readBuilt(name);
  const assets = new Map<string, Asset>();
  for (const [file, contents] of built.files) {
    const mediaType = mediaTypes[path.extname(file)];
    if (mediaType !== undefined) assets.set(file, { contents: new Uint8Array(contents), mediaType });
  }
  return {
    file(entry) {
      const hashed = built.manifest[entry];
      if (hashed === undefined) throw new Error(`the ${name} bundle has no entry ${entry}`);
      return hashed;
    },
    read: (file) => assets.get(file),
  };
}

function fromSources(): boolean {
  return import.meta.url.endsWith('.ts');
}

/** The build script is the one description of the bundle; sources use it without writing files. */
async function bundleNow(name: string): Promise<Built> {
  const script = new URL('../../scripts/build-web.mjs', import.meta.url);
  const loaded = (await import(script.href)) as { bundleWeb(name: string): Promise<Built> };
  return loaded.bundleWeb(name);
}

async function readBuilt(name: string): Promise<Built> {
  const folder = await findFolder(name);
  const manifest = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8')) as Built['manifest'];
  const files = new Map<string, Uint8Array>();
  for (const file of await readdir(folder)) files.set(file, await readFile(path.join(folder, file)));
  return { manifest, files };
}

/** Walks up from this file to the folder that holds `<name>/manifest.json`: `dist`, wherever in it we run. */
async function findFolder(name: string): Promise<string> {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  for (let level = 0; level < 5; level += 1) {
    for (const candidate of [path.join(folder, name), path.join(folder, 'dist', name)]) {
      const found = await readFile(pathToFileURL(path.join(candidate, 'manifest.json'))).catch(() => undefined);
      if (found !== undefined) return candidate;
    }
    folder = path.dirname(folder);
  }
  throw new Error(`the ${name} pages are not built; run "npm run build"`);
}
