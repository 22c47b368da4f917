/** `npm run lint`: formatting, lint rules and unused code; says which step failed. */
import { ensureInstall } from './ensure-install.mjs';
import { runNode, tools } from './run.mjs';

await ensureInstall();
const steps = [
  ['biome', [tools.biome, 'ci', '--error-on-warnings', '--colors=off', '.']],
  ['knip', [tools.knip]],
];
const failed = [];
for (const [name, args] of steps) if ((await runNode(args)) !== 0) failed.push(name);
process.stdout.write(failed.length > 0 ? `lint: failed in ${failed.join(', ')}\n` : 'lint: clean\n');
process.exitCode = failed.length > 0 ? 1 : 0;
