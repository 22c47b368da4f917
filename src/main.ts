/** The life of the running proxy: open the listeners, follow the settings, drain when told to end. */
import { type Listener, listenApp, originOf, toListenError } from './compose/listen.ts';
import { type ComposeOptions, compose, type Product } from './compose.ts';
import { createLive } from './domain/live.ts';
import type { Log } from './observe/log.ts';
import type { Loaded } from './settings/load.ts';
import type { Problem } from './settings/settings.ts';
import { type SettingsWatch, watchSettings } from './settings/watch.ts';

export interface StartOptions extends Pick<ComposeOptions, 'env' | 'log' | 'createVault' | 'clock' | 'entropy'> {
  readonly loaded: Extract<Loaded, { ok: true }>;
  /** Loads the settings anew, for SIGHUP and edits; without it they stay as they are. */
  readonly reload?: () => Promise<Loaded>;
}

export interface Running {
  readonly product: Product;
  /** Origins of the listeners, with the ports that were really taken. */
  readonly data: string;
  readonly console: string;
  readonly ops: string;
  /** A one-time link into the console; making another voids it. */
  consoleLink(): string;
  /** What SIGHUP does. */
  reload(): Promise<void>;
  /** Stops accepting, lets what is under way end, writes what is pending, closes everything. Once; later calls join. */
  drain(): Promise<void>;
}

/**
 * Builds everything and listens. Rejects with a ChatveilError when the vault cannot be opened and with a
 * ListenError when a port cannot; nothing is left open then.
 *
 * @example
 * const running = await start({ loaded, env, log });
 * await running.drain();
 */
export async function start(options: StartOptions): Promise<Running> {
  const { loaded, log } = options;
  const live = createLive(loaded.settings);
  const { listen } = loaded.settings;
  const product = await compose({ ...options, settings: live });
  const opened: Listener[] = [];
  let dataOrigin: string;
  try {
    opened.push(await listenApp('ops', listen.ops, product.ops, log));
    opened.push(await listenApp('console', listen.console, product.console.app, log));
    const port = await product.dataPlane.listen(listen.data).catch((error: unknown) => {
      throw toListenError('data', listen.data, error);
    });
    dataOrigin = originOf(listen.data, port);
  } catch (error) {
    await closeAll(product, opened);
    throw error;
  }
  const [ops, console] = opened.map(({ origin }) => origin) as [string, string];
  for (const [listener, address] of Object.entries({ data: dataOrigin, console, ops })) {
    log.info('listening', { listener, address });
  }
  const watching = watchSettings({
    live,
    load: options.reload ?? (async () => loaded),
    running: loaded,
    onOutcome(outcome, problems) {
      product.recorder.reload(outcome);
      log[outcome === 'refused' ? 'error' : 'info'](`settings-${outcome}`, { count: problems.length });
      logProblems(log, problems);
      log.setLevel(live.current.logLevel);
    },
  });
  let ending: Promise<void> | undefined;
  return {
    product,
    data: dataOrigin,
    console,
    ops,
    consoleLink: () => product.console.link(console),
    reload: async () => void (await watching.reload()),
    drain: () => (ending ??= drain({ product, opened, watching, seconds: live.current.limits.drainSecondsMax })),
  };
}

function logProblems(log: Log, problems: readonly Problem[]): void {
  for (const { file, line, column, at, message } of problems) {
    log.error('settings-problem', { file, line, column, at, problem: message });
  }
}

interface Ending {
  readonly product: Product;
  readonly opened: readonly Listener[];
  readonly watching: SettingsWatch;
  readonly seconds: number;
}

/** Load balancers hear of it first, visitors next; the vault goes last, when nobody can need it. */
async function drain({ product, opened, watching, seconds }: Ending): Promise<void> {
  product.announceDrain();
  watching.close();
  await product.dataPlane.drain(seconds);
  await closeAll(product, opened);
}

async function closeAll(product: Product, opened: readonly Listener[]): Promise<void> {
  await product.dataPlane.close().catch(() => undefined);
  await Promise.all(opened.map((listener) => listener.close()));
  await product.close();
}
