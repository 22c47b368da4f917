/** A worker's questions to the vault's process: those of one turn cross together, and only so many may wait. */
import { ChatveilError, errorTable } from '../../domain/errors.ts';
import type { Answer, Question, QuestionName, Questions } from './wire.ts';

export interface Asking {
  ask<Name extends QuestionName>(name: Name, ask: Questions[Name]['ask']): Promise<Questions[Name]['answer']>;
  /** What came back. */
  settle(answers: readonly Answer[]): void;
  /** Nobody will answer any more: everything that waits, and all that is asked later, is refused. */
  fail(): void;
}

export interface AskingOptions {
  readonly send: (questions: readonly Question[]) => void;
  /** Questions that may wait at a time; one more is refused, so that a vault that hangs does not fill the memory. */
  readonly waitingMax?: number;
  /** Seconds after which a question is given up. */
  readonly secondsMax: number;
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: ChatveilError) => void;
  readonly since: number;
}

const WAITING_MAX = 4096;

/** Rejects with CV_VAULT_UNAVAILABLE, or with the code that the vault's side answered. */
export function createAsking({ send, waitingMax = WAITING_MAX, secondsMax }: AskingOptions): Asking {
  const waiting = new Map<number, Waiting>();
  let outbox: Question[] = [];
  let next = 0;
  let failed = false;
  let sweep: NodeJS.Timeout | undefined;

  function post(): void {
    const questions = outbox;
    outbox = [];
    if (!failed) send(questions);
  }

  /** One timer for all of them; in the order of asking, so the first that is young ends the look. */
  function giveUpOld(): void {
    const oldest = performance.now() - secondsMax * 1000;
    for (const [id, { since, reject }] of waiting) {
      if (since > oldest) break;
      waiting.delete(id);
      reject(new ChatveilError('CV_VAULT_UNAVAILABLE', { late: true }));
    }
    if (waiting.size > 0) return;
    clearInterval(sweep);
    sweep = undefined;
  }

  return {
    ask: (name, ask) =>
      new Promise((resolve, reject) => {
        if (failed || waiting.size >= waitingMax) {
          return reject(new ChatveilError('CV_VAULT_UNAVAILABLE', { waiting: waiting.size }));
        }
        const id = next++;
        waiting.set(id, { resolve: resolve as Waiting['resolve'], reject, since: performance.now() });
        sweep ??= setInterval(giveUpOld, Math.max(10, secondsMax * 250)).unref();
        if (outbox.push({ id, name, ask }) === 1) setImmediate(post);
      }),
    settle(answers) {
      for (const answer of answers) {
        const asker = waiting.get(answer.id);
        waiting.delete(answer.id);
        if ('code' in answer) asker?.reject(new ChatveilError(knownCode(answer.code)));
        else asker?.resolve(answer.answer);
      }
    },
    fail() {
      failed = true;
      outbox = [];
      clearInterval(sweep);
      for (const { reject } of waiting.values()) reject(new ChatveilError('CV_VAULT_UNAVAILABLE'));
      waiting.clear();
    },
  };
}

function knownCode(code: ChatveilError['code']): ChatveilError['code'] {
  return Object.hasOwn(errorTable, code) ? code : 'CV_INTERNAL';
}
