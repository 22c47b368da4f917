/** Feeds the metrics and the stats from what the data plane reports. */
import type { Direction, Transport } from '../domain/frame.ts';
import { boundedLabel, kindSpelling, reasonSpelling, siteSpelling } from './labels.ts';
import type { Metrics } from './metrics.ts';
import type { Recorder } from './recorder.ts';
import type { Stats } from './stats.ts';
import { createBacklog, createTally } from './tally.ts';

/**
 * @example
 * const recorder = createRecorder(createMetrics(), createStats({ store, clock }));
 * recorder.message('shop', 'to-upstream', 'http', 'edited');
 */
export function createRecorder(metrics: Metrics, stats: Stats): Recorder {
  const kindOf = boundedLabel(kindSpelling);
  const reasonOf = boundedLabel(reasonSpelling);
  const siteOf = boundedLabel(siteSpelling);

  const early = createEarly(metrics);

  function coverage(site: string, direction: Direction, reason: string, bytes: number): void {
    stats.cover({ site, direction, reason, bytes });
    early.bytes.of(site, direction, reason === 'inspected' ? 'true' : 'false').count += bytes;
  }

  return {
    message(site, direction, transport, outcome) {
      early.messages.of(siteOf(site), direction, transport, outcome).count += 1;
    },
    decisions(site, direction, decisions, enforced) {
      for (const { finding, action, draft } of decisions) {
        const kind = kindOf(finding.kind);
        const done = draft === true ? 'draft' : action;
        metrics.findings.inc({ site: siteOf(site), direction, kind, action: enforced ? done : 'observe' });
        // A draft comes once a key; people who read the statistics count what was sent.
        if (draft === true) continue;
        stats.count({ site: siteOf(site), direction, kind, action: enforced ? action : `observed:${action}` });
      }
    },
    inspected(site, direction, bytes) {
      coverage(siteOf(site), direction, 'inspected', bytes);
    },
    uninspected(site, direction, reason, bytes) {
      metrics.uninspected.inc({ site: siteOf(site), reason: reasonOf(reason) });
      coverage(siteOf(site), direction, reasonOf(reason), bytes);
    },
    scanned: early.scans.add,
    latency: (transport, seconds) => early.latency(transport).add(seconds),
    connection: (site, transport, change) => metrics.connections.inc({ site: siteOf(site), transport }, change),
    upstreamError: (site, reason) => metrics.upstreamErrors.inc({ site: siteOf(site), reason: reasonOf(reason) }),
    incident: (site, kind) => metrics.incidents.inc({ site: siteOf(site), kind: reasonOf(kind) }),
    healed: (site, outcome) => metrics.heals.inc({ site: siteOf(site), outcome }),
    foreignToken: () => metrics.foreignTokens.inc(),
    sealed: (seconds) => metrics.seal.observe(seconds),
    committed: (batch) => metrics.batch.observe(batch),
    vaultRecords: (total) => metrics.records.set(total),
    reload: (outcome) => metrics.reloads.inc({ outcome }),
  };
}

/** What comes with every message, kept as numbers until the metrics are read: their own counters cost a hash each time. */
function createEarly(metrics: Metrics) {
  const messages = createTally(() => ({ count: 0 }));
  const bytes = createTally(() => ({ count: 0 }));
  const scans = createBacklog((seconds) => metrics.scan.observe(seconds));
  const latencies = new Map<Transport, ReturnType<typeof createBacklog>>();
  metrics.beforeRead(() => {
    for (const [[site = '', direction = '', transport = '', outcome = ''], { count }] of messages.take())
      metrics.messages.inc({ site, direction, transport, outcome }, count);
    for (const [[site = '', direction = '', inspected = ''], { count }] of bytes.take())
      metrics.bytes.inc({ site, direction, inspected }, count);
    scans.flush();
    for (const { flush } of latencies.values()) flush();
  });
  return {
    messages,
    bytes,
    scans,
    latency(transport: Transport) {
      const known = latencies.get(transport);
      if (known !== undefined) return known;
      const made = createBacklog((seconds) => metrics.latency.observe({ transport }, seconds));
      latencies.set(transport, made);
      return made;
    },
  };
}
