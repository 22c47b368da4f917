/** Starts the child of `child.ts`, waits for its words, and reads what it reported. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

export interface Child {
  /** Resolves when the child says a line that begins so; rejects when it ends before. */
  says(beginning: string): Promise<string>;
  /** Lets a loaded child begin, and any further step. */
  go(): void;
  end(): void;
  kill(): void;
  /** The exit code, or the signal's name. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

const script = fileURLToPath(new URL('./child.ts', import.meta.url));
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** `fileKibMax` limits every file that the child may write, as a full disk would. */
export function startChild(mode: string, folder: string, report: string, fileKibMax?: number): Child {
  const args = ['--import', loader, script, mode, folder, report];
  const limited = ['-c', `ulimit -f ${fileKibMax}; exec "$0" "$@"`, process.execPath, ...args];
  const child =
    fileKibMax === undefined
      ? spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
      : spawn('/bin/bash', limited, { stdio: ['pipe', 'pipe', 'inherit'] });
  return follow(child);
}

function follow(child: ChildProcess): Child {
  const waiting: { beginning: string; resolve: (line: string) => void; reject: (error: Error) => void }[] = [];
  const said: string[] = [];
  let rest = '';
  let over = false;
  const match = (): void => {
    for (const waiter of [...waiting]) {
      const line = said.find((one) => one.startsWith(waiter.beginning));
      if (line === undefined && !over) continue;
      waiting.splice(waiting.indexOf(waiter), 1);
      if (line === undefined)
        waiter.reject(new Error(`the child ended without "${waiter.beginning}": ${said.join('; ')}`));
      else waiter.resolve(line);
    }
  };
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    said.push(...lines);
    match();
  });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('close', (code, signal) => {
      over = true;
      match();
      resolve(signal ?? code);
    });
  });
  child.stdin?.on('error', () => undefined);
  return {
    says: (beginning) =>
      new Promise((resolve, reject) => {
        waiting.push({ beginning, resolve, reject });
        match();
      }),
    go: () => child.stdin?.write('go\n'),
    end: () => child.stdin?.end(),
    kill: () => child.kill('SIGKILL'),
    ended,
  };
}

/** Whole lines only: the child may have died in the middle of one. */
export function reported(report: string): readonly { readonly token: string; readonly value: string }[] {
  if (!existsSync(report)) return [];
  const lines = readFileSync(report, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => {
    const [token = '', value = ''] = line.split('\t');
    return { token, value };
  });
}
