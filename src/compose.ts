/** The composition root: the one file that knows every part and gives each only what it may have. */
import type { Hono } from 'hono';
import { type Console, createConsole } from './api/app.ts';
import { createOps, type OpsParts, type ReadyCheck } from './api/ops.ts';
import { openCarrier } from './compose/carrier.ts';
import { Crew } from './compose/crew/crew.ts';
import type { Clock, Entropy } from './domain/clock.ts';
import type { Live } from './domain/live.ts';
import type { Log } from './observe/log.ts';
import { createMergedMetrics } from './observe/merged.ts';
import { createMetrics, type Metrics } from './observe/metrics.ts';
import { createRecorder } from './observe/record.ts';
import type { Recorder } from './observe/recorder.ts';
import { createStats, type Stats } from './observe/stats.ts';
import type { DataPlane } from './proxy/plane.ts';
import type { Environment } from './settings/overrides.ts';
import type { Settings } from './settings/settings.ts';
import {
  createVaultFiles,
  nothingThere,
  type OpenedFiles,
  openVaultFiles,
  type VaultFiles,
} from './storage/vault-files.ts';
import { systemEntropy } from './vault/entropy.ts';
import { onlyTenant } from './vault/vault.ts';

export interface ComposeOptions {
  readonly settings: Live<Settings>;
  readonly env: Environment;
  readonly log: Log;
  /** Makes key and vault when neither exists: for the demo. A product whose key is gone must not start over. */
  readonly createVault?: boolean;
  readonly clock?: Clock;
  readonly entropy?: Entropy;
}

/** Every part, wired and not yet listening. */
export interface Product {
  readonly dataPlane: Pick<DataPlane, 'listen' | 'connections' | 'drain' | 'close'>;
  readonly console: Console;
  readonly ops: Hono;
  readonly recorder: Recorder;
  readonly metrics: Metrics;
  readonly stats: Stats;
  /** Resolves tokens: for the control plane and tests, never for the data plane. */
  readonly vault: OpenedFiles['vault'];
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** From now on /readyz answers 503. */
  announceDrain(): void;
  /** Writes what is pending and closes the vault; listeners are closed before. */
  close(): Promise<void>;
}

/** Where the vault of these settings lies; sqlite is the only store there is. */
export function vaultFiles(
  settings: Settings,
  parts: { readonly env: Environment; readonly clock: Clock; readonly entropy: Entropy },
): VaultFiles {
  const { store, rootKey } = settings.vault;
  if (!('sqlite' in store)) throw new Error('settings that name another store are refused when they are loaded');
  return { sqlite: store.sqlite, rootKey, tenant: onlyTenant, ...parts };
}

/**
 * Opens the vault and builds everything on top of it.
 * Rejects with a ChatveilError (CV_VAULT_…) when the vault cannot be opened: nothing runs without it.
 */
export async function compose(options: ComposeOptions): Promise<Product> {
  const { settings, env, log, clock = { now: Date.now }, entropy = systemEntropy() } = options;
  const metrics = createMetrics();
  // The recorder needs the stats, which need the store, which reports to the recorder.
  const early: { recorder?: Recorder } = {};
  const files = vaultFiles(settings.current, { env, clock, entropy });
  if (options.createVault === true && nothingThere(files)) await createVaultFiles(files, 'both-new');
  const opened = await openVaultFiles({
    ...files,
    stats: `${settings.current.dataDir}/stats.db`,
    hooks: {
      sealed: (seconds) => early.recorder?.sealed(seconds),
      committed: (batch) => early.recorder?.committed(batch),
      records: (total) => metrics.records.set(total),
      foreign: () => early.recorder?.foreignToken?.(),
    },
  });
  try {
    const stats = createStats({ store: opened.stats, clock, onFlush: tellOnce(log) });
    const recorder = createRecorder(metrics, stats);
    early.recorder = recorder;
    return await assemble({ options, clock, entropy, metrics, recorder, stats, opened });
  } catch (error) {
    await opened.close();
    throw error;
  }
}

interface Assembly extends Pick<Product, 'clock' | 'entropy' | 'metrics' | 'recorder' | 'stats'> {
  readonly options: ComposeOptions;
  readonly opened: OpenedFiles;
}

async function assemble({ options, opened, ...parts }: Assembly): Promise<Product> {
  const { settings, log } = options;
  const { clock, entropy, stats } = parts;
  const vault = opened.vault.data;
  const carried = await openTraffic(options, parts, opened);
  let draining = false;
  const checks = [
    { name: 'vault', check: () => ({ ok: vault.state() === 'open', state: vault.state() }) },
    { name: 'settings', check: () => ({ ok: settings.current.sites.length > 0, state: 'loaded' }) },
    ...carried.checks,
    { name: 'drain', check: () => ({ ok: !draining, state: draining ? 'draining' : 'accepting' }) },
  ];
  let closing = false;
  vault.onState((state) => {
    if (!closing) log.error('vault-state', { state });
  });
  return {
    ...parts,
    dataPlane: carried.dataPlane,
    console: createConsole({ stats: opened.stats, settings, clock, entropy }),
    ops: createOps({ metrics: carried.metrics, checks }),
    vault: opened.vault,
    announceDrain() {
      draining = true;
    },
    async close() {
      closing = true;
      carried.close();
      await stats.close();
      await opened.close();
    },
  };
}

/** Whoever carries the traffic, as the rest of the product sees it. */
interface Traffic {
  readonly dataPlane: Product['dataPlane'];
  readonly metrics: OpsParts['metrics'];
  readonly checks: readonly ReadyCheck[];
  close(): void;
}

/** In this process, or in as many as the settings say. */
async function openTraffic(
  { settings, env, log }: ComposeOptions,
  { clock, entropy, metrics, recorder }: Pick<Product, 'clock' | 'entropy' | 'metrics' | 'recorder'>,
  { vault: { data: vault }, stats }: OpenedFiles,
): Promise<Traffic> {
  if ((settings.current.workers ?? 1) === 1) {
    const { dataPlane, close } = await openCarrier({ settings, env, log, clock, entropy, recorder, vault });
    return { dataPlane, metrics: metrics.registry, checks: [], close };
  }
  const via = `chatveil-${entropy.bytes(6).toString('hex')}`;
  const merged = createMergedMetrics(metrics.registry);
  const onRetired = (last: readonly object[]) => void merged.retire(last);
  const crew = new Crew({ settings, vault, stats, metrics, log, via, onRetired });
  return {
    dataPlane: crew,
    metrics: { contentType: merged.contentType, metrics: async () => merged.text(await crew.exported()) },
    checks: [{ name: 'workers', check: () => ({ ok: crew.ready > 0, state: crew.ready > 0 ? 'taking' : 'none' }) }],
    close: () => undefined,
  };
}

/** A store that refuses counts is told when it begins and when it ends, not every few seconds. */
function tellOnce(log: Log): (ok: boolean) => void {
  let refusing = false;
  return (ok) => {
    if (!ok && !refusing) log.warn('stats-not-kept');
    if (ok && refusing) log.info('stats-kept-again');
    refusing = !ok;
  };
}
