/** `npm run typecheck`: every tsconfig of the project; says which failed. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstall } from './ensure-install.mjs';
import { root, runNode, tools } from './run.mjs';

await ensureInstall();
const configs = ['tsconfig.json', 'tsconfig.console.json'].filter((name) => existsSync(join(root, name)));
const failed = [];
for (const name of configs) if ((await runNode([tools.tsc, '-p', name, '--noEmit'])) !== 0) failed.push(name);
process.stdout.write(
  failed.length > 0 ? `typecheck: failed in ${failed.join(', ')}\n` : `typecheck: clean (${configs.length} projects)\n`,
);
process.exitCode = failed.length > 0 ? 1 : 0;
