/** The ops listener: is it alive, may it be sent traffic, and its metrics. */
import { Hono } from 'hono';

/** One thing that must hold before traffic is welcome. */
export interface ReadyCheck {
  /** A closed word: `vault`, `settings`, `drain`. */
  readonly name: string;
  /** A word on the state when it holds or does not: `open`, `sealed`, `draining`. */
  check(): { readonly ok: boolean; readonly state: string };
}

export interface OpsParts {
  readonly metrics: { readonly contentType: string; metrics(): Promise<string> };
  readonly checks: readonly ReadyCheck[];
}

/**
 * @example
 * const app = createOps({ metrics: registry, checks: [] });
 * (await app.request('/livez')).status; // 200
 */
export function createOps({ metrics, checks }: OpsParts): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    context.header('Cache-Control', 'no-store');
    context.header('X-Content-Type-Options', 'nosniff');
  });
  app.get('/livez', (context) => context.text('ok\n'));
  app.get('/readyz', (context) => {
    const results = checks.map(({ name, check }) => ({ name, ...check() }));
    const ready = results.every(({ ok }) => ok);
    const status = ready ? 200 : 503;
    if (context.req.query('verbose') === undefined) return context.text(ready ? 'ok\n' : 'not ready\n', status);
    const lines = results.map(({ name, ok, state }) => `[${ok ? '+' : '-'}] ${name} ${state}`);
    return context.text(`${[...lines, ready ? 'ready' : 'not ready'].join('\n')}\n`, status);
  });
  app.get('/metrics', async (context) =>
    context.body(await metrics.metrics(), 200, { 'Content-Type': metrics.contentType }),
  );
  app.notFound((context) => context.text('not found\n', 404));
  app.onError((_error, context) => context.text('internal error\n', 500));
  return app;
}
