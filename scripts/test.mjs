/** `npm test`: installs and builds what is missing, runs the whole suite; the last line counts what passed and failed. */
import { join } from 'node:path';
import { build } from './build.mjs';
import { root, runNode, tools } from './run.mjs';

await build();
const reporters = ['--reporter=default', `--reporter=${join(root, 'scripts/count-reporter.mjs')}`];
process.exitCode = await runNode([tools.vitest, 'run', ...reporters, ...process.argv.slice(2)]);
