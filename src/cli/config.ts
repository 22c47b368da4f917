/** `chatveil config check|show`: is the configuration sound, and what is in force. */
import type { Command } from 'commander';
import { checkProvisions } from '../settings/check.ts';
import { effective, effectiveYaml } from '../settings/effective.ts';
import { loadSettings } from '../settings/load.ts';
import { createOutput, printProblems } from './output.ts';
import { exitCodes, type Io, type Verb } from './verb.ts';

interface CheckOptions {
  readonly json?: boolean;
}
interface ShowOptions {
  readonly json?: boolean;
  readonly config?: string;
}

export const config: Verb = (program, io) => {
  const group: Command = program.command('config').description('check and show configurations');
  group
    .command('check')
    .argument('[file]', 'configuration file; the usual search order without it')
    .description('provision everything without listening; exit 3 when something is wrong')
    .option('--json', 'JSON Lines')
    .action((file: string | undefined, options: CheckOptions) => check(io, file, options));
  group
    .command('show')
    .description('print the configuration in force')
    .option('--effective', 'with defaults and environment merged in (the only form there is)')
    .option('--config <file>', 'configuration file')
    .option('--json', 'JSON Lines')
    .action((options: ShowOptions) => show(io, options));
};

async function check(io: Io, file: string | undefined, options: CheckOptions): Promise<void> {
  const json = options.json === true;
  const loaded = await loadSettings({ file, env: io.env, cwd: process.cwd() });
  const problems = loaded.ok ? await checkProvisions(loaded, io.env) : loaded.problems;
  const name = loaded.files[0] ?? '';
  if (problems.length > 0) {
    printProblems(io, json, problems);
    return io.exit(exitCodes.badInput);
  }
  const sites = loaded.ok ? loaded.settings.sites.length : 0;
  createOutput(io, json).result(
    { ok: true, file: name, files: loaded.files, sites },
    `${name}: sound (${sites} ${sites === 1 ? 'site' : 'sites'}, ${loaded.files.length} files)`,
  );
}

async function show(io: Io, options: ShowOptions): Promise<void> {
  const json = options.json === true;
  const loaded = await loadSettings({ file: options.config, env: io.env, cwd: process.cwd() });
  if (!loaded.ok) {
    printProblems(io, json, loaded.problems);
    return io.exit(exitCodes.badInput);
  }
  if (json) createOutput(io, true).result(effective(loaded));
  else io.stdout.write(effectiveYaml(loaded));
}
