import { expect, test } from 'vitest';
import { createMergedMetrics, exportMetrics } from '../../src/observe/merged.ts';
import { createMetrics } from '../../src/observe/metrics.ts';

const labels = { site: 'shop', direction: 'to-client', transport: 'http', outcome: 'edited' };
const line = 'chatveil_messages_total{site="shop",direction="to-client",transport="http",outcome="edited"}';

test('numbers of all processes are added up, buckets as well', async () => {
  const [own, other] = [createMetrics(), createMetrics()];
  own.messages.inc(labels, 2);
  other.messages.inc(labels, 3);
  for (const { scan, connections } of [own, other]) {
    scan.observe(0.00002);
    connections.inc({ site: 'shop', transport: 'http' });
  }
  const text = await createMergedMetrics(own.registry).text([await exportMetrics(other.registry)]);
  expect(text).toContain(`${line} 5\n`);
  expect(text).toContain('chatveil_scan_seconds_bucket{le="0.00005"} 2\n');
  expect(text).toContain('chatveil_connections{site="shop",transport="http"} 2\n');
  expect(text).toContain('# TYPE chatveil_messages_total counter');
});

test('what a process counted stays when it is gone, its gauges do not', async () => {
  const own = createMetrics({ processMetrics: false });
  const merged = createMergedMetrics(own.registry);
  for (const times of [1, 2]) {
    const gone = createMetrics({ processMetrics: false });
    gone.messages.inc(labels, times);
    gone.connections.set({ site: 'shop', transport: 'http' }, 7);
    await merged.retire(await exportMetrics(gone.registry));
  }
  own.messages.inc(labels);
  const text = await merged.text([]);
  expect(text).toContain(`${line} 4\n`);
  expect(text).not.toContain('} 7');
  await merged.retire([]);
  expect(await merged.text([])).toContain(`${line} 4\n`);
});
