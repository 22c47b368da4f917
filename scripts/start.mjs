/** `npm start`: installs and builds what is missing, then runs the demo, or the command line with what was given. */
import { join } from 'node:path';
import { build } from './build.mjs';
import { productFlags, root, runNode } from './run.mjs';

await build();
const args = process.argv.slice(2);
process.exitCode = await runNode([...productFlags, join(root, 'dist/cli.js'), ...(args.length > 0 ? args : ['demo'])], {
  cwd: process.env.INIT_CWD ?? root,
});
