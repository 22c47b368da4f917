/** One worker process as the main process sees it: started, given its order, heard, ended. */
import cluster, { type Worker } from 'node:cluster';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Arrival } from './door.ts';
import type { Question, ToPrimary, ToWorker, WorkerOrder } from './wire.ts';

export interface MemberEvents {
  /** It takes connections from now on. */
  readonly onReady: () => void;
  readonly onQuestions: (questions: readonly Question[]) => void;
  /** Connections that it has no more. */
  readonly onGone: (connections: readonly number[]) => void;
  /** The process is gone, whatever the reason; nothing is heard of it any more. */
  readonly onExit: (code: number) => void;
}

/** What holds a socket's descriptor. */
interface Handle {
  close(): void;
}

export interface Member {
  tell(message: ToWorker): void;
  /** Hands a socket over; one that could not be handed over is cut and told as gone. */
  take(connection: number, arrival: Arrival): void;
  /** Its metrics, or what it said last when it does not answer in time. */
  metrics(): Promise<readonly object[]>;
  readonly lastMetrics: readonly object[];
  kill(): void;
}

/** Milliseconds in which a worker must have loaded everything. */
const START_MS = 60_000;
const METRICS_MS = 2_000;

export function startMember(order: WorkerOrder, events: MemberEvents): Member {
  cluster.setupPrimary({ ...program(), args: [], serialization: 'advanced', silent: false });
  const worker = cluster.fork();
  /** Of connections that this worker has, or will have; closing one that was handed over does nothing. */
  const handles = new Map<number, Handle>();
  const waiting = new Map<number, (metrics: readonly object[]) => void>();
  let lastMetrics: readonly object[] = [];
  let next = 0;
  const late = setTimeout(() => worker.process.kill('SIGKILL'), START_MS);
  const tell = (message: ToWorker) => send(worker, message);

  const hear: { [Say in ToPrimary['say']]: (message: Extract<ToPrimary, { say: Say }>) => void } = {
    up: () => tell({ say: 'begin', order }),
    ready() {
      clearTimeout(late);
      events.onReady();
    },
    questions: ({ questions }) => events.onQuestions(questions),
    gone({ connections }) {
      for (const connection of connections) handles.delete(connection);
      events.onGone(connections);
    },
    metrics({ id, metrics }) {
      lastMetrics = metrics;
      waiting.get(id)?.(metrics);
    },
    reloaded: () => undefined,
  };
  worker.on('message', (message: ToPrimary) =>
    (hear[message.say] as ((one: ToPrimary) => void) | undefined)?.(message),
  );
  // A channel that broke is followed by the exit, where everything is settled.
  worker.on('error', () => worker.process.kill('SIGKILL'));
  worker.once('exit', (code) => {
    clearTimeout(late);
    // Node leaves open what a process that died had not acknowledged yet: such a visitor would wait for ever.
    for (const handle of handles.values()) handle.close();
    for (const settle of waiting.values()) settle(lastMetrics);
    events.onExit(code ?? -1);
  });

  return {
    tell,
    take(connection, { socket, announced, early }) {
      const inside = socket as unknown as { server: null; readonly _handle: Handle | null };
      // Else our server would go on keeping book of it, and ask the worker about it.
      inside.server = null;
      if (inside._handle !== null) handles.set(connection, inside._handle);
      const sent = (error: Error | null) => {
        if (error === null) return;
        handles.delete(connection);
        socket.destroy();
        events.onGone([connection]);
      };
      const message: ToWorker = { say: 'take', connection, address: announced, early };
      try {
        worker.send(message, socket, {}, sent);
      } catch (error) {
        sent(error as Error);
      }
    },
    metrics: () => {
      const id = next++;
      return new Promise((resolve) => {
        const timer = setTimeout(() => settle(lastMetrics), METRICS_MS);
        const settle = (metrics: readonly object[]) => {
          clearTimeout(timer);
          waiting.delete(id);
          resolve(metrics);
        };
        waiting.set(id, settle);
        tell({ say: 'metrics', id });
      });
    },
    get lastMetrics() {
      return lastMetrics;
    },
    kill: () => void worker.process.kill('SIGKILL'),
  };
}

/** A worker that has just died is no fault here: its exit is told apart. */
function send(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message, undefined, undefined, () => undefined);
}

/** The file beside the composition root: compiled in production; from source, tsx must be taught to the new process. */
function program(): { exec: string; execArgv?: string[] } {
  if (!import.meta.url.endsWith('.ts')) return { exec: fileURLToPath(new URL('../../worker.js', import.meta.url)) };
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return { exec: fileURLToPath(new URL('../../worker.ts', import.meta.url)), execArgv: ['--import', tsx] };
}
