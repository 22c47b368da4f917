/** The main thread's end of the database thread: asks by name, settles by number, and fails everything when the thread dies. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ChatveilError } from '../../domain/errors.ts';
import type { Answer, Fault, Question, QuestionName, Questions, Started, ThreadData } from './wire.ts';

export interface Connection {
  ask<Name extends QuestionName>(name: Name, ask: Questions[Name]['ask']): Promise<Questions[Name]['answer']>;
  /** Closes the files and ends the thread; harmless when done twice. */
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: ChatveilError) => void;
}

/** Milliseconds to load the thread's modules and open both files, recovery of a large journal included. */
const START_MILLISECONDS_MAX = 30_000;

/** Resolves when both files are open; rejects with CV_VAULT_LOCKED, CV_VAULT_UNINITIALISED or CV_VAULT_UNAVAILABLE. */
export async function connect(data: ThreadData): Promise<Connection> {
  const thread = startThread(data);
  const exited = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
  await started(thread);
  const waiting = new Map<number, Waiting>();
  let outbox: Question[] = [];
  let next = 0;
  let dead = false;
  const die = (): void => {
    dead = true;
    for (const { reject } of waiting.values()) reject(new ChatveilError('CV_VAULT_UNAVAILABLE', { thread: false }));
    waiting.clear();
  };
  thread.on('error', die);
  thread.on('exit', die);
  thread.on('message', (answers: readonly Answer[]) => {
    for (const answer of answers) settle(waiting, answer);
  });
  const post = (): void => {
    const questions = outbox;
    outbox = [];
    if (!dead) thread.postMessage(questions);
  };
  const ask: Connection['ask'] = (name, question) =>
    new Promise((resolve, reject) => {
      if (dead) return reject(new ChatveilError('CV_VAULT_UNAVAILABLE', { thread: false }));
      const id = next++;
      waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      // Questions of the same turn cross together.
      if (outbox.push({ id, name, ask: question }) === 1) queueMicrotask(post);
    });
  return {
    ask,
    async close() {
      if (!dead) await ask('close', null).catch(() => undefined);
      await exited;
    },
  };
}

/** Runs the file beside this one: compiled in production; from source, tsx must first be taught to the new thread. */
function startThread(data: ThreadData): Worker {
  const options = { workerData: data, name: 'chatveil-sqlite' };
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./thread.js', import.meta.url), options);
  // The CommonJS face of tsx cannot find its own hooks, hence the other one.
  const tsx = pathToFileURL(
    createRequire(import.meta.url)
      .resolve('tsx/esm/api')
      .replace(/\.cjs$/, '.mjs'),
  ).href;
  const source = new URL('./thread.ts', import.meta.url).href;
  const boot = `import(${JSON.stringify(tsx)}).then(({ register }) => (register(), import(${JSON.stringify(source)})));`;
  return new Worker(boot, { ...options, eval: true, execArgv: [] });
}

function started(thread: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: ChatveilError): void => {
      clearTimeout(timer);
      thread.terminate().finally(() => reject(error));
    };
    const timer = setTimeout(
      () => fail(new ChatveilError('CV_VAULT_UNAVAILABLE', { startTimeout: true })),
      START_MILLISECONDS_MAX,
    );
    thread.once('error', (cause) => fail(new ChatveilError('CV_VAULT_UNAVAILABLE', { thread: false }, { cause })));
    thread.once('message', ({ fault }: Started) => {
      clearTimeout(timer);
      thread.removeAllListeners('error');
      if (fault === undefined) resolve();
      else fail(errorOf(fault));
    });
  });
}

function settle(waiting: Map<number, Waiting>, answer: Answer): void {
  const asker = waiting.get(answer.id);
  waiting.delete(answer.id);
  if ('fault' in answer) asker?.reject(errorOf(answer.fault));
  else asker?.resolve(answer.answer);
}

function errorOf({ code, diskFull, sqlite }: Fault): ChatveilError {
  return new ChatveilError(code, { diskFull, sqlite });
}
