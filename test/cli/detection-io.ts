/** Runs one verb in this process with given input; collects what it writes and how it ends. */
import { PassThrough, Readable } from 'node:stream';
import { Command } from 'commander';
import { exitCodes, type Verb } from '../../src/cli/verb.ts';

export interface Ran {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

export async function runVerb(
  verb: Verb,
  args: readonly string[],
  input: readonly (string | Buffer)[] = [],
): Promise<Ran> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  let code: number = exitCodes.ok;
  const program = new Command('chatveil').exitOverride();
  verb(program, {
    stdin: Readable.from(input.map((piece) => Buffer.from(piece))),
    stdout,
    stderr,
    env: {},
    exit: (next) => {
      code = next;
    },
  });
  const [out, err] = [collect(stdout), collect(stderr)];
  await program.parseAsync([...args], { from: 'user' });
  stdout.end();
  stderr.end();
  return { out: await out, err: await err, code };
}

async function collect(stream: PassThrough): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}
