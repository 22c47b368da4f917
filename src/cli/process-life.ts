/** Ties a running proxy to the process: SIGHUP reloads, the first SIGTERM or Ctrl-C drains, the second ends at once. */
import type { EventEmitter } from 'node:events';
import type { Log } from '../observe/log.ts';

/** What of `process` is needed, so that tests can own it. */
export type Signals = Pick<EventEmitter, 'on' | 'off'>;

export interface Life {
  drain(): Promise<void>;
  reload(): Promise<void>;
}

export interface LifeOptions {
  readonly running: Life;
  readonly log: Log;
  readonly signals?: Signals;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
  /** Told once, when the drain begins. */
  readonly onDrain?: () => void;
}

/**
 * Milliseconds in which more signals count as the same one: a terminal, `timeout` or a supervisor signals a whole
 * process group, and `npm` hands on what it got, so one Ctrl-C may arrive several times.
 */
const sameSignalMilliseconds = 300;

/** Exit code after a second signal: the first was not allowed to finish. */
export const interruptedCode = 130;

/**
 * Resolves with the exit code: 0 after a whole drain, 130 when a second signal cut it short.
 *
 * @example
 * io.exit(await untilSignal({ running, log }));
 */
export function untilSignal(options: LifeOptions): Promise<number> {
  const { running, log, signals = process, now = () => performance.now(), onDrain } = options;
  return new Promise((resolve) => {
    let drainingSince: number | undefined;
    const hangUp = () => void running.reload().catch((error: unknown) => log.fault(error));
    const end = (signal: string) => {
      if (drainingSince !== undefined) {
        if (now() - drainingSince < sameSignalMilliseconds) return;
        log.warn('drain-cut-short', { signal });
        finish(interruptedCode);
        return;
      }
      drainingSince = now();
      log.info('draining', { signal });
      onDrain?.();
      running.drain().then(
        () => {
          log.info('drained');
          finish(0);
        },
        (error: unknown) => {
          log.fault(error);
          finish(1);
        },
      );
    };
    function finish(code: number): void {
      signals.off('SIGHUP', hangUp);
      signals.off('SIGTERM', end);
      signals.off('SIGINT', end);
      resolve(code);
    }
    signals.on('SIGHUP', hangUp);
    signals.on('SIGTERM', end);
    signals.on('SIGINT', end);
  });
}

/** An impossible state stops the process; of the exception only its class is told, because its text may quote traffic. */
export function dieOnFault(log: Log, exit: (code: number) => void, signals: Signals = process): () => void {
  const onFault = (error: unknown) => {
    log.fault(error);
    exit(1);
  };
  signals.on('uncaughtException', onFault);
  signals.on('unhandledRejection', onFault);
  return () => {
    signals.off('uncaughtException', onFault);
    signals.off('unhandledRejection', onFault);
  };
}
