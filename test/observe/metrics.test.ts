/** Metrics have the names and labels that dashboards rely on, and are documented. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../src/observe/metrics.ts';

/** Names and labels are a promise to dashboards and alerts. */
const promised: Readonly<Record<string, readonly string[]>> = {
  chatveil_messages_total: ['site', 'direction', 'transport', 'outcome'],
  chatveil_findings_total: ['site', 'direction', 'kind', 'action'],
  chatveil_bytes_total: ['site', 'direction', 'inspected'],
  chatveil_uninspected_total: ['site', 'reason'],
  chatveil_scan_seconds: [],
  chatveil_added_latency_seconds: ['transport'],
  chatveil_vault_seal_seconds: [],
  chatveil_vault_commit_batch_size: [],
  chatveil_vault_records: [],
  chatveil_connections: ['site', 'transport'],
  chatveil_upstream_errors_total: ['site', 'reason'],
  chatveil_incidents_total: ['site', 'kind'],
  chatveil_heals_total: ['site', 'outcome'],
  chatveil_vault_foreign_tokens_total: [],
  chatveil_reveals_total: ['site', 'kind', 'outcome'],
  chatveil_config_reloads_total: ['outcome'],
  chatveil_workers: [],
  chatveil_worker_restarts_total: [],
};

function registered() {
  const { registry } = createMetrics({ processMetrics: false });
  return registry.getMetricsAsArray().map((metric) => ({
    name: metric.name,
    help: metric.help,
    labels: (metric as unknown as { labelNames: string[] }).labelNames,
  }));
}

describe('createMetrics', () => {
  it('registers exactly the promised names and labels', () => {
    expect(Object.fromEntries(registered().map(({ name, labels }) => [name, labels]))).toEqual(promised);
  });

  it('adds those of the process', async () => {
    const text = await createMetrics().registry.metrics();
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).toContain('nodejs_eventloop_lag_seconds');
  });

  it('does not meet another instance in the same process', () => {
    const [a, b] = [createMetrics(), createMetrics()];
    a.reloads.inc({ outcome: 'applied' });
    expect(b.registry).not.toBe(a.registry);
  });
});

describe('docs/metrics.md', () => {
  it('has a row for every metric, with its labels and help, and no other', () => {
    const text = readFileSync(join(import.meta.dirname, '../../docs/metrics.md'), 'utf8');
    const rows = [...text.matchAll(/^\| `(chatveil_\w+)` \| ([^|]*) \| ([^|]*) \|/gm)].map(
      ([, name, labels, help]) => ({
        name,
        labels: [...(labels ?? '').matchAll(/`(\w+)`/g)].map(([, label]) => label),
        help: help?.trim(),
      }),
    );
    expect(rows).toEqual(registered().map(({ name, labels, help }) => ({ name, labels, help })));
  });
});
