/** Feeds the metrics and the stats from what the data plane reports. */
import type { Direction } from '../domain/frame.ts';
import { boundedLabel, kindSpelling, reasonSpelling, siteSpelling } from './labels.ts';
import type { Metrics } from './metrics.ts';
import type { Recorder } from './recorder.ts';
import type { Stats } from './stats.ts';

/**
 * @example
 * const recorder = createRecorder(createMetrics(), createStats({ store, clock }));
 * recorder.message('shop', 'to-upstream', 'http', 'edited');
 */
export function createRecorder(metrics: Metrics, stats: Stats): Recorder {
  const kindOf = boundedLabel(kindSpelling);
  const reasonOf = boundedLabel(reasonSpelling);
  const siteOf = boundedLabel(siteSpelling);

  function coverage(site: string, direction: Direction, reason: string, bytes: number): void {
    stats.cover({ site, direction, reason, bytes });
    const inspected = reason === 'inspected' ? 'true' : 'false';
    metrics.bytes.inc({ site, direction, inspected }, bytes);
  }

  return {
    message(site, direction, transport, outcome) {
      metrics.messages.inc({ site: siteOf(site), direction, transport, outcome });
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
    scanned: (seconds) => metrics.scan.observe(seconds),
    latency: (transport, seconds) => metrics.latency.observe({ transport }, seconds),
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
