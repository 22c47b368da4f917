/** A worker process: carries traffic for the process that started it, and ends with it. */
import cluster from 'node:cluster';
import type { Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { type Carrier, openCarrier } from './compose/carrier.ts';
import { createAsking } from './compose/crew/asking.ts';
import { followSettings } from './compose/crew/following.ts';
import { createRemoteVault } from './compose/crew/remote-vault.ts';
import { type ToPrimary, type ToWorker, type WorkerOrder, workerExits } from './compose/crew/wire.ts';
import { createLive } from './domain/live.ts';
import { createLog } from './observe/log.ts';
import { exportMetrics } from './observe/merged.ts';
import { createMetrics, type Metrics } from './observe/metrics.ts';
import { createRecorder } from './observe/record.ts';
import { createStats, type Stats } from './observe/stats.ts';
import { loadSettings } from './settings/load.ts';
import type { Settings } from './settings/settings.ts';
import { systemEntropy } from './vault/entropy.ts';

setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');
process.umask(0o077);

const say = (message: ToPrimary) => void process.send?.(message, undefined, undefined, () => undefined);
const log = createLog({ level: 'info', destination: process.stdout });

/** Seconds beyond the vault's own limit, so that its answer comes first. */
const GRACE_SECONDS = 1;

interface Duty {
  readonly carrier: Carrier;
  readonly stats: Stats;
  readonly metrics: Metrics;
  readonly asking: ReturnType<typeof createAsking>;
  readonly follow: (digest: string) => void;
}
let duty: Duty | undefined;
let gone: number[] = [];

async function begin(order: WorkerOrder): Promise<Duty> {
  const load = () => loadSettings(order.load);
  const loaded = await load();
  if (!loaded.ok || loaded.digest !== order.digest) {
    log.error('settings-refused', { count: loaded.ok ? 0 : loaded.problems.length });
    process.exit(workerExits.settings);
  }
  const settings = createLive<Settings>(loaded.settings);
  log.setLevel(settings.current.logLevel);
  settings.onChange(({ logLevel }) => log.setLevel(logLevel));
  const clock = { now: Date.now };
  const asking = createAsking({
    send: (questions) => say({ say: 'questions', questions }),
    secondsMax: settings.current.limits.sealSecondsMax + GRACE_SECONDS,
  });
  const vault = createRemoteVault(asking, order.keys);
  const metrics = createMetrics();
  const stats = createStats({ store: vault.stats, clock });
  const recorder = createRecorder(metrics, stats);
  const { env } = order.load;
  const adopting = { via: order.via };
  const carrier = await openCarrier({ settings, env, log, clock, entropy: systemEntropy(), recorder, vault, adopting });
  const follow = followSettings({ load, settings, digest: order.digest, onLost: () => end(workerExits.settings) });
  return { carrier, stats, metrics, asking, follow };
}

/** What has ended in this turn is told at once. */
function tellGone(connection: number): void {
  if (gone.push(connection) > 1) return;
  setImmediate(() => {
    say({ say: 'gone', connections: gone });
    gone = [];
  });
}

function take({ connection, address, early }: Extract<ToWorker, { say: 'take' }>, socket: Socket | undefined): void {
  if (socket === undefined || duty === undefined) {
    socket?.destroy();
    tellGone(connection);
    return;
  }
  socket.once('close', () => tellGone(connection));
  socket.on('error', () => undefined);
  duty.carrier.dataPlane.adopt(socket, address, early);
}

async function drain(seconds: number): Promise<void> {
  await duty?.carrier.dataPlane.drain(seconds);
  await duty?.stats.close();
  end(0);
}

/** What was logged and said before is written first. */
function end(code: number): void {
  log.info('stopped', { status: code });
  duty?.carrier.close();
  process.stdout.write('', () => process.exit(code));
}

process.on('message', (message: ToWorker, handle: unknown) => {
  switch (message.say) {
    case 'begin':
      begin(message.order).then(
        (begun) => {
          duty = begun;
          say({ say: 'ready' });
        },
        (error: unknown) => {
          log.fault(error);
          end(workerExits.fault);
        },
      );
      return;
    case 'take':
      return take(message, handle as Socket | undefined);
    case 'answers':
      return duty?.asking.settle(message.answers);
    case 'reload':
      return duty?.follow(message.digest);
    case 'metrics':
      if (duty === undefined) return say({ say: 'metrics', id: message.id, metrics: [] });
      exportMetrics(duty.metrics.registry).then((metrics) => say({ say: 'metrics', id: message.id, metrics }));
      return;
    case 'drain':
      void drain(message.seconds);
  }
});
// Without the vault's process nothing can be made safe: every connection ends with this one.
process.on('disconnect', () => {
  duty?.asking.fail();
  process.exit(workerExits.orphaned);
});
// A terminal or a supervisor signals the whole group; only the main process decides what follows from it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
for (const fault of ['uncaughtException', 'unhandledRejection']) {
  process.on(fault, (error: unknown) => {
    log.fault(error);
    end(workerExits.fault);
  });
}
if (cluster.isPrimary) process.exit(workerExits.orphaned);
say({ say: 'up' });
