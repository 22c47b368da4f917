/** An Io for verbs under test: what they print is kept, and nothing ends the test process. */
import { PassThrough, Writable } from 'node:stream';
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
