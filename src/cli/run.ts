/** `chatveil run`: the proxy. */
import { ListenError } from '../compose/listen.ts';
import { ChatveilError } from '../domain/errors.ts';
import { type Running, start } from '../main.ts';
import { createLog } from '../observe/log.ts';
import { loadSettings } from '../settings/load.ts';
import { createOutput, type Output, printProblems } from './output.ts';
import { dieOnFault, untilSignal } from './process-life.ts';
import { reason } from './vault.ts';
import { exitCodes, type Io, type Verb } from './verb.ts';

interface RunOptions {
  readonly config?: string;
  readonly json?: boolean;
}

export const run: Verb = (program, io) => {
  program
    .command('run')
    .description('run the proxy until SIGTERM or Ctrl-C; SIGHUP applies changed files')
    .option('--config <file>', 'configuration file; else $CHATVEIL_CONFIG, else ./chatveil.yaml')
    .option('--json', 'JSON Lines only')
    .action((options: RunOptions) => runProxy(io, options));
};

async function runProxy(io: Io, options: RunOptions): Promise<void> {
  const output = createOutput(io, options.json === true);
  const load = () => loadSettings({ file: options.config, env: io.env, cwd: process.cwd() });
  const loaded = await load();
  if (!loaded.ok) {
    printProblems(io, options.json === true, loaded.problems);
    return io.exit(exitCodes.badInput);
  }
  const log = createLog({ level: loaded.settings.logLevel, destination: io.stdout });
  const stopDying = dieOnFault(log, (code) => io.exit(code));
  try {
    const running = await start({ loaded, reload: load, env: io.env, log });
    announce(output, running, loaded.files[0] ?? '');
    io.exit(await untilSignal({ running, log, onDrain: () => output.progress('draining; once more to end at once') }));
  } catch (error) {
    const { code, sentence } = explainStart(error, options.config);
    output.failure(code, sentence);
    io.exit(exitCodes.failed);
  } finally {
    stopDying();
  }
}

function announce(output: Output, running: Running, file: string): void {
  output.progress(`chatveil: running ${file}`);
  output.progress(`  data     ${running.data}`);
  output.progress(`  console  ${running.consoleLink()}  (one use, 15 minutes)`);
  output.progress(`  ops      ${running.ops}  (/livez /readyz /metrics)`);
}

/** What an operator can do about a start that failed. */
export function explainStart(error: unknown, config: string | undefined): { code: string; sentence: string } {
  if (error instanceof ListenError) return { code: 'LISTEN', sentence: error.message };
  if (!(error instanceof ChatveilError)) {
    return { code: 'CV_INTERNAL', sentence: error instanceof Error ? error.message : 'unknown fault' };
  }
  return { code: error.code, sentence: `${reason(error).replace(/\.$/, '')}${mend(error, config)}` };
}

function mend({ code, facts }: ChatveilError, config: string | undefined): string {
  const withConfig = config === undefined ? '' : ` --config ${config}`;
  const missing = facts['missing'] === true || (code === 'CV_VAULT_UNINITIALISED' && facts['keyWithoutVault'] !== true);
  if (missing) return `; make it with "chatveil vault init${withConfig}"`;
  if (code === 'CV_VAULT_LOCKED') return '; stop the one that uses this data directory';
  if (code === 'CV_VAULT_INTEGRITY') return '; restore the vault from a backup';
  return '';
}
