/** `npm run bench -- SUITE [--json]`: runs one suite of bench/. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { root, runNode, tools } from './run.mjs';

const [suite = '', ...args] = process.argv.slice(2);
const file = join(root, 'bench', `${suite}.ts`);

if (!/^[a-z-]+$/.test(suite) || !existsSync(file)) {
  const suites = readdirSync(join(root, 'bench'))
    .filter((name) => /^(accuracy|detect|http|loop|websocket|vault|memory|workers)\.ts$/.test(name))
    .map((name) => name.slice(0, -3));
  const what = suite === '' ? 'name a suite' : `there is no suite "${suite}"`;
  process.stderr.write(`bench: ${what}; suites: ${suites.join(', ') || 'none yet'}\n`);
  process.exit(2);
}
await build();
process.exitCode = await runNode([tools.tsx, file, ...args]);
