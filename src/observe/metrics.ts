/** Every metric by name, in one place; its labels hold closed words and configured ids, never a value. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds: a scan takes microseconds, a whole pass milliseconds, a stuck vault seconds. */
const scanBuckets = [0.00001, 0.00005, 0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5];
const latencyBuckets = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];
const batchBuckets = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

export type Metrics = ReturnType<typeof createMetrics>;

/**
 * Makes the metrics in a registry of their own, so that two instances in one process do not meet.
 *
 * @example
 * const metrics = createMetrics();
 * metrics.reloads.inc({ outcome: 'applied' });
 * await metrics.registry.metrics(); // Prometheus text
 */
export function createMetrics(options: { readonly processMetrics?: boolean } = {}) {
  const registry = new Registry();
  const registers = [registry];
  if (options.processMetrics ?? true) collectDefaultMetrics({ register: registry });
  const puts: (() => void)[] = [];
  const collect = () => {
    for (const put of puts) put();
  };
  return {
    registry,
    /** What comes with each message is counted elsewhere; `put` hands it over when somebody reads the metrics. */
    beforeRead: (put: () => void) => void puts.push(put),
    ...messageMetrics(registers, collect),
    ...trafficMetrics(registers),
    ...vaultMetrics(registers),
    ...lifeMetrics(registers),
  };
}

/** What was read and decided; `collect` is called before those of every message are read. */
function messageMetrics(registers: Registry[], collect: () => void) {
  return {
    messages: new Counter({
      collect,
      name: 'chatveil_messages_total',
      help: 'Messages that were decided upon, by what became of them.',
      labelNames: ['site', 'direction', 'transport', 'outcome'],
      registers,
    }),
    findings: new Counter({
      name: 'chatveil_findings_total',
      help: 'Sensitive values found, by kind and by what was done; action observe means nothing was changed.',
      labelNames: ['site', 'direction', 'kind', 'action'],
      registers,
    }),
    bytes: new Counter({
      collect,
      name: 'chatveil_bytes_total',
      help: 'Content bytes by whether they were inspected.',
      labelNames: ['site', 'direction', 'inspected'],
      registers,
    }),
    uninspected: new Counter({
      name: 'chatveil_uninspected_total',
      help: 'Messages or parts that were not inspected, by reason.',
      labelNames: ['site', 'reason'],
      registers,
    }),
    scan: new Histogram({
      collect,
      name: 'chatveil_scan_seconds',
      help: 'Time to open, scan and rewrite one message, without waiting for the vault.',
      buckets: scanBuckets,
      registers,
    }),
    latency: new Histogram({
      collect,
      name: 'chatveil_added_latency_seconds',
      help: 'Time in Chatveil from the last byte in to the first byte out.',
      labelNames: ['transport'],
      buckets: latencyBuckets,
      registers,
    }),
  };
}

function trafficMetrics(registers: Registry[]) {
  return {
    connections: new Gauge({
      name: 'chatveil_connections',
      help: 'Open connections from visitors.',
      labelNames: ['site', 'transport'],
      registers,
    }),
    upstreamErrors: new Counter({
      name: 'chatveil_upstream_errors_total',
      help: 'Faults of the chat service, by reason.',
      labelNames: ['site', 'reason'],
      registers,
    }),
    incidents: new Counter({
      name: 'chatveil_incidents_total',
      help: 'Values that could not be taken back, and the like: each one is for a person to look into.',
      labelNames: ['site', 'kind'],
      registers,
    }),
    heals: new Counter({
      name: 'chatveil_heals_total',
      help: 'Delivered messages that were to be edited at the vendor because a value in them became known later.',
      labelNames: ['site', 'outcome'],
      registers,
    }),
  };
}

function vaultMetrics(registers: Registry[]) {
  return {
    seal: new Histogram({
      name: 'chatveil_vault_seal_seconds',
      help: 'Time from asking for a token until it is durable.',
      buckets: latencyBuckets,
      registers,
    }),
    batch: new Histogram({
      name: 'chatveil_vault_commit_batch_size',
      help: 'Records that shared one commit.',
      buckets: batchBuckets,
      registers,
    }),
    records: new Gauge({ name: 'chatveil_vault_records', help: 'Records in the vault.', registers }),
    foreignTokens: new Counter({
      name: 'chatveil_vault_foreign_tokens_total',
      help: 'Well-formed tokens that came back in a conversation which they were not made in; none was resolved.',
      registers,
    }),
    reveals: new Counter({
      name: 'chatveil_reveals_total',
      help: 'Requests of staff to see a value, by outcome.',
      labelNames: ['site', 'kind', 'outcome'],
      registers,
    }),
  };
}

function lifeMetrics(registers: Registry[]) {
  return {
    reloads: new Counter({
      name: 'chatveil_config_reloads_total',
      help: 'Attempts to apply a changed configuration, by outcome.',
      labelNames: ['outcome'],
      registers,
    }),
    workers: new Gauge({
      name: 'chatveil_workers',
      help: 'Worker processes that take connections; 0 when the main process carries the traffic itself.',
      registers,
    }),
    workerRestarts: new Counter({
      name: 'chatveil_worker_restarts_total',
      help: 'Worker processes that ended unasked and were started again.',
      registers,
    }),
  };
}
