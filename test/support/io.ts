/** An Io for verbs under test: what they print is kept, and nothing ends the test process. */
import { PassThrough, Writable } from 'node:stream';
import { runCommandLine } from '../../src/cli/program.ts';
import type { Io } from '../../src/cli/verb.ts';

export interface CapturedIo {
  readonly io: Io;
  out(): string;
  err(): string;
  /** The code that the verb asked to end with. */
  code(): number | undefined;
}

export function captureIo(env: Record<string, string> = {}): CapturedIo {
  let code: number | undefined;
  const texts = { out: '', err: '' };
  const sink = (name: 'out' | 'err') =>
    new Writable({
      write(chunk, _encoding, done) {
        texts[name] += String(chunk);
        done();
      },
    });
  const io: Io = {
    stdin: new PassThrough(),
    stdout: sink('out'),
    stderr: sink('err'),
    env,
    exit(next) {
      code ??= next;
    },
  };
  return { io, out: () => texts.out, err: () => texts.err, code: () => code };
}

/** Runs one command line in this process, as the real one would. */
export async function chatveil(args: readonly string[], env: Record<string, string> = {}) {
  const captured = captureIo(env);
  const code = await runCommandLine(args, captured.io, '1.2.3');
  return { code, out: captured.out(), err: captured.err() };
}
