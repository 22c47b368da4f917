/** The statistics route passes on counted columns only, whatever a store adds. */
import { expect, it } from 'vitest';
import { statsRoutes } from '../../../src/api/routes/stats.ts';
import { createLive } from '../../../src/domain/live.ts';
import type { StatsStore } from '../../../src/domain/stats.ts';
import type { Settings } from '../../../src/settings/settings.ts';

it('answers with the listed fields and no others', async () => {
  const line = { hour: 0, site: 's', direction: 'to-upstream', kind: 'EMAIL', action: 'mask', count: 1, sample: 'x' };
  const covered = { hour: 0, site: 's', direction: 'to-client', reason: 'asset', messages: 1, bytes: 2, path: '/x' };
  const store = {
    addStats: async () => {},
    readStats: async () => ({ stats: [line], coverage: [covered] }),
  } as StatsStore;
  const site = { id: 's', mode: 'observe', upstream: new URL('http://vendor.example') };
  const routes = statsRoutes(store, createLive({ sites: [site] } as unknown as Settings));
  const answer = await routes.request('/?from=0&to=10');
  const text = await answer.text();
  expect(answer.status).toBe(200);
  expect(JSON.parse(text)).toEqual({
    from: 0,
    to: 10,
    sites: [{ id: 's', mode: 'observe' }],
    stats: [{ hour: 0, site: 's', direction: 'to-upstream', kind: 'EMAIL', action: 'mask', count: 1 }],
    coverage: [{ hour: 0, site: 's', direction: 'to-client', reason: 'asset', messages: 1, bytes: 2 }],
  });
});
