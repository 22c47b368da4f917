/** Numbers for the console: what was found and what was not inspected, by hour. */
import { Hono } from 'hono';
import { z } from 'zod';
import { ChatveilError } from '../../domain/errors.ts';
import type { Live } from '../../domain/live.ts';
import type { StatsStore } from '../../domain/stats.ts';
import type { Settings } from '../../settings/settings.ts';
import type { StatsAnswer } from '../contract.ts';

const hourMs = 3_600_000;
/** A quarter; more would be a large answer for a page that shows months at most. */
const rangeMsMax = 93 * 24 * hourMs;

const moment = z.coerce.number().int().min(0).max(8.64e15);
const rangeSchema = z
  .strictObject({ from: moment, to: moment })
  .refine(({ from, to }) => from < to && to - from <= rangeMsMax);

export function statsRoutes(stats: StatsStore, settings: Live<Settings>): Hono {
  const app = new Hono();
  app.get('/', async (c) => {
    const range = rangeSchema.safeParse(c.req.query());
    if (!range.success) throw new ChatveilError('CV_BAD_REQUEST');
    const { from, to } = range.data;
    const rows = await stats.readStats(from, to);
    const answer: StatsAnswer = {
      from,
      to,
      sites: settings.current.sites.map(({ id, mode }) => ({ id, mode })),
      // Field by field: what a store may add to its rows never reaches a page by accident.
      stats: rows.stats.map(({ hour, site, direction, kind, action, count }) => ({
        hour,
        site,
        direction,
        kind,
        action,
        count,
      })),
      coverage: rows.coverage.map(({ hour, site, direction, reason, messages, bytes }) => ({
        hour,
        site,
        direction,
        reason,
        messages,
        bytes,
      })),
    };
    return c.json(answer);
  });
  return app;
}
