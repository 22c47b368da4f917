/** Child processes of the network benches: each proxy, the echo vendor and the load alone in its own process. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How the product is started (`scripts/run.mjs`). */
const { productFlags }: { productFlags: readonly string[] } = await import(
  new URL('../../scripts/run.mjs', import.meta.url).href
);

/** What a child tells about itself when asked. */
export interface Usage {
  /** CPU time of the whole process so far, microseconds. */
  readonly cpuMicros: number;
  readonly rssBytes: number;
  /** Heap and buffers in use; after a collection when the child runs with --expose-gc. */
  readonly heldBytes: number;
}

export interface Child {
  readonly port: number;
  ask<Answer>(question: object): Promise<Answer>;
  usage(): Promise<Usage>;
  stop(): void;
}

/** Starts `bench/support/<file>` and waits for the port it listens on (0 for a child that listens on none). */
export async function startChild(
  file: string,
  args: readonly string[],
  nodeArgs: readonly string[] = [],
): Promise<Child> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = fork(path, [...args], {
    execArgv: ['--import', 'tsx', ...nodeArgs],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const { port } = await nextMessage<{ port: number }>(child);
  const ask = <Answer>(question: object): Promise<Answer> => {
    const answer = nextMessage<Answer>(child);
    child.send(question);
    return answer;
  };
  return { port, ask, usage: () => ask<Usage>({ ask: 'usage' }), stop: () => void child.kill('SIGKILL') };
}

/** Chatveil with the flags that it ships with, or a peer as it is. */
export function startProxy(
  kind: string,
  upstream: Child,
  { args = [], nodeArgs = [] }: { readonly args?: readonly string[]; readonly nodeArgs?: readonly string[] } = {},
): Promise<Child> {
  const flags = kind === 'chatveil' ? productFlags : [];
  return startChild('proxy-child.ts', [kind, String(upstream.port), ...args], [...flags, ...nodeArgs]);
}

function nextMessage<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error('a child of the bench ended early'));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      resolve(message as Message);
    });
  });
}

/** The child's half: tells its port and answers questions. */
export function serveParent(
  port: number,
  answer: (question: { readonly ask: string }) => unknown = () => undefined,
): void {
  process.on('message', async (question: { readonly ask: string }) => {
    if (question.ask !== 'usage') {
      process.send?.((await answer(question)) ?? {});
      return;
    }
    if ('gc' in globalThis) (globalThis as unknown as { gc: () => void }).gc();
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed, external } = process.memoryUsage();
    process.send?.({ cpuMicros: user + system, rssBytes: rss, heldBytes: heapUsed + external } satisfies Usage);
  });
  // The bench is gone, however it ended: so is its child.
  process.on('disconnect', () => process.exit(0));
  process.send?.({ port });
}
