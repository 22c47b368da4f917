/** The command line as a whole: every verb, its help, and what a wrong one answers. */
import { Command, CommanderError } from 'commander';
import { config } from './config.ts';
import { demo } from './demo.ts';
import { detectors } from './detectors.ts';
import { doctor } from './doctor.ts';
import { feedback } from './feedback.ts';
import { init } from './init.ts';

import { redact } from './redact.ts';
import { run } from './run.ts';
import { scan } from './scan.ts';
import { token } from './token.ts';
import { vault } from './vault.ts';
import { exitCodes, type Io, type Verb } from './verb.ts';

const verbs: readonly Verb[] = [run, demo, init, config, scan, redact, detectors, feedback, vault, token, doctor];

/** Runs one command line (without node and script); resolves with the exit code it asked for. */
export async function runCommandLine(args: readonly string[], io: Io, version: string): Promise<number> {
  let code: number = exitCodes.ok;
  const program = createProgram(
    {
      ...io,
      exit(next) {
        code = next;
        io.exit(next);
      },
    },
    version,
  );
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    throw error;
  }
}

function createProgram(io: Io, version: string): Command {
  const program = new Command('chatveil')
    .description('A streaming reverse proxy that keeps sensitive data out of live-chat vendors.')
    .version(version, '--version', 'print the version')
    .helpCommand(false)
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true });
  configure(program, io);
  for (const verb of verbs) verb(program, io);
  for (const command of program.commands) configureAll(command, io);
  return program;
}

function configureAll(command: Command, io: Io): void {
  configure(command, io);
  for (const child of command.commands) configureAll(child, io);
}

/** Verbs that were added with `command()` do not inherit what was set on the program after that. */
function configure(command: Command, io: Io): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => io.stdout.write(text),
    writeErr: (text) => io.stderr.write(text),
  });
}
