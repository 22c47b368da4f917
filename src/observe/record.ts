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
      for (const { kind: found, action, draft, times } of alike(decisions)) {
        const kind = kindOf(found);
        const done = draft ? 'draft' : action;
        metrics.findings.inc({ site: siteOf(site), direction, kind, action: enforced ? done : 'observe' }, times);
        // A draft comes once a key; people who read the statistics count what was sent.
        if (draft) continue;
        const event = { site: siteOf(site), direction, kind, action: enforced ? action : `observed:${action}` };
        stats.count(event, times);
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

interface Alike {
  readonly kind: string;
  readonly action: string;
  readonly draft: boolean;
  times: number;
}

/** Thousands of findings in a message are of a few kinds: a counter hashes its labels once for each kind, not each time. */
function alike(decisions: Parameters<Recorder['decisions']>[2]): Iterable<Alike> {
  const groups = new Map<string, Alike>();
  for (const { finding, action, draft = false } of decisions) {
    const key = `${finding.kind} ${action} ${draft}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { kind: finding.kind, action, draft, times: 1 });
    else group.times += 1;
  }
  return groups.values();
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
