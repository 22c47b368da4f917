/** Notices edits and SIGHUP, and swaps the settings only when the new ones are whole and sound. */
import type { Live } from '../domain/live.ts';
import { createFileWatch } from './file-watch.ts';
import type { Loaded } from './load.ts';
import type { Problem, Settings } from './settings.ts';

export type ReloadOutcome = 'applied' | 'unchanged' | 'refused';

export interface WatchOptions {
  readonly live: Live<Settings>;
  /** Loads anew from the same place as the first time. */
  readonly load: () => Promise<Loaded>;
  /** What is running now. */
  readonly running: Extract<Loaded, { ok: true }>;
  /** Told after every attempt; `problems` only when refused. */
  readonly onOutcome: (outcome: ReloadOutcome, problems: readonly Problem[]) => void;
}

export interface SettingsWatch {
  /** Loads and swaps if there is something new; attempts never overlap. */
  reload(): Promise<ReloadOutcome>;
  close(): void;
}

/**
 * @example
 * const watching = watchSettings({ live, load, running, onOutcome });
 * process.on('SIGHUP', () => void watching.reload());
 */
export function watchSettings(options: WatchOptions): SettingsWatch {
  const { live, load, onOutcome } = options;
  let { digest } = options.running;
  let attempts: Promise<unknown> = Promise.resolve();
  let closed = false;

  async function attempt(): Promise<ReloadOutcome> {
    const loaded = await load();
    if (closed) return 'unchanged';
    const problems = loaded.ok ? fixedSettings(options.running.settings, loaded) : loaded.problems;
    const outcome = problems.length > 0 ? 'refused' : loaded.ok && loaded.digest === digest ? 'unchanged' : 'applied';
    if (loaded.ok && outcome === 'applied') {
      digest = loaded.digest;
      live.swap(loaded.settings);
      files.follow(loaded.settings.watch ? loaded.files : []);
    }
    onOutcome(outcome, problems);
    return outcome;
  }

  function reload(): Promise<ReloadOutcome> {
    const next = attempts.then(attempt);
    attempts = next.catch(() => undefined);
    return next;
  }

  const files = createFileWatch(() => void reload());
  files.follow(options.running.settings.watch ? options.running.files : []);
  return {
    reload,
    close() {
      closed = true;
      files.follow([]);
    },
  };
}

/** Settings that a running process holds on to: its sockets and its store. */
const fixed = ['listen', 'dataDir', 'vault', 'workers'] as const;

function fixedSettings(running: Settings, next: Extract<Loaded, { ok: true }>): Problem[] {
  return fixed
    .filter((name) => JSON.stringify(running[name]) !== JSON.stringify(next.settings[name]))
    .map((name) => ({
      file: next.files[0] ?? '',
      line: 1,
      column: 1,
      at: name === 'dataDir' ? 'data_dir' : name,
      message: 'cannot change while running; restart to apply it',
    }));
}
