/** A place that the profile does not know is an incident, and a line in the log that holds field names only. */
import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { createLive } from '../../src/domain/live.ts';
import { createLog } from '../../src/observe/log.ts';
import { createMetrics } from '../../src/observe/metrics.ts';
import { createRecorder } from '../../src/observe/record.ts';
import type { Stats } from '../../src/observe/stats.ts';
import { reportDrift } from '../../src/proxy/drift.ts';
import { testSettings, testSite } from '../support/sites.ts';

it('counts each place and names it with its profile', async () => {
  let text = '';
  const destination = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  const metrics = createMetrics({ processMetrics: false });
  const recorder = createRecorder(metrics, {} as Stats);
  const settings = createLive(testSettings([testSite({ upstream: 'http://v.test', profile: { id: 'acme' } })]));
  const log = createLog({ level: 'info', destination });
  reportDrift({ recorder, log, settings }, { site: 'shop', direction: 'to-upstream' }, [
    '/message/*/text',
    '/4111111111111111',
  ]);
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toMatchObject([
    { event: 'schema-drift', site: 'shop', profile: 'acme', direction: 'to-upstream', place: '/message/*/text' },
    { event: 'schema-drift' },
  ]);
  // Not even a path that somebody forgot to fold gets into a line.
  expect(text).not.toContain('4111');
  const told = await metrics.registry.getSingleMetricAsString('chatveil_incidents_total');
  expect(told).toContain('chatveil_incidents_total{site="shop",kind="schema-drift"} 2');
});
