/** The `chatveil` command: gives the verbs the real process and ends with the code they ask for. */
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runCommandLine } from './cli/program.ts';
import { exitCodes, type Io } from './cli/verb.ts';
import { readEnvironment } from './settings/overrides.ts';

// Takes the sting out of most patterns that would otherwise backtrack without end.
setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');
// Whatever a verb writes is for its owner alone, unless the verb says otherwise.
process.umask(0o077);
// A reader that went away (`chatveil scan | head`) is no fault of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : exitCodes.failed));
}

const io: Io = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: readEnvironment(),
  exit: (code) => exitAfterOutput(code),
};

/** `src/cli.ts` and `dist/src/cli.js` stand one and two folders below the package. */
function readVersion(): string {
  for (const place of ['../package.json', '../../package.json']) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8'));
      if (name === 'chatveil') return String(version);
    } catch {
      // Not there: the next place.
    }
  }
  return 'unknown';
}

function exitAfterOutput(code: number): void {
  process.exitCode = code;
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}

try {
  const code = await runCommandLine(process.argv.slice(2), io, readVersion());
  process.exitCode ??= code;
  if (code !== exitCodes.ok) exitAfterOutput(code);
} catch (error) {
  // The text of an unexpected fault may quote what was being worked on; its class and place do not.
  const name = error instanceof Error ? error.constructor.name : typeof error;
  process.stderr.write(`chatveil: unexpected fault (${name})\n`);
  exitAfterOutput(exitCodes.failed);
}
