/** Servers that are programs of their own: started with a pipe that ends them when the test process does. */
import { spawn, spawnSync } from 'node:child_process';

export interface Child {
  /** The first group of `ready` in what the program printed. */
  readonly said: string;
  stop(): Promise<void>;
}

export function isInstalled(command: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
}

/**
 * Runs a shell line in the background of a shell that waits for its standard input to close, so that the program
 * cannot outlive the test whatever happens to it. Resolves when `ready` was printed, rejects after 20 seconds.
 */
export async function startChild(line: string, ready: RegExp, cwd: string): Promise<Child> {
  const script = `${line} </dev/null & pid=$!; trap 'kill $pid; sleep 0.3; kill -9 $pid 2>/dev/null' EXIT; cat >/dev/null`;
  const child = spawn('sh', ['-c', script], { cwd, stdio: ['pipe', 'pipe', 'pipe'] });
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let output = '';
  const said = new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready: ${output.slice(-2000)}`)), 20_000);
    const hear = (chunk: Buffer) => {
      output += chunk.toString('utf8');
      const match = ready.exec(output);
      if (match === null) return;
      clearTimeout(timer);
      resolve(match[1] ?? '');
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('close', () => {
      clearTimeout(timer);
      reject(new Error(`ended: ${output.slice(-2000)}`));
    });
  });
  const stop = async () => {
    child.stdin.end();
    await gone;
  };
  try {
    return { said: await said, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
