/** The console listener: who gets in, with what headers, and what the numbers look like. */
import { describe, expect, it } from 'vitest';
import { createConsole } from '../../src/api/app.ts';
import type { StatsAnswer } from '../../src/api/contract.ts';
import { createLive } from '../../src/domain/live.ts';
import type { StatsStore } from '../../src/domain/stats.ts';
import type { Settings } from '../../src/settings/settings.ts';

const hour = 3_600_000;
const base = 'http://127.0.0.1:8081';

function makeConsole(consoleHost = '127.0.0.1') {
  let now = 1000 * hour;
  let drawn = 0;
  const stats: StatsStore = {
    addStats: async () => {},
    readStats: async (from, to) => ({
      stats: [
        { hour: from, site: 'shop', direction: 'to-upstream', kind: 'PAYMENT_CARD', action: 'tokenize', count: 3 },
      ],
      coverage: [{ hour: to - hour, site: 'shop', direction: 'to-client', reason: 'asset', messages: 2, bytes: 900 }],
    }),
  };
  const settings = createLive({
    listen: { console: { host: consoleHost, port: 8081 } },
    sites: [{ id: 'shop', mode: 'enforce' }],
  } as unknown as Settings);
  const entropy = {
    bytes: (size: number) => {
      drawn += 1;
      return Buffer.alloc(size, drawn);
    },
  };
  const made = createConsole({ stats, settings, clock: { now: () => now }, entropy });
  return { ...made, pass: (ms: number) => (now += ms) };
}

const keyOf = (link: string): string => new URL(link).hash.slice(1);

function exchange({ app }: Pick<ReturnType<typeof makeConsole>, 'app'>, key: string, headers = {}) {
  return app.request(`${base}/api/stats/session`, {
    method: 'POST',
    headers: { host: '127.0.0.1:8081', 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ key }),
  });
}

async function signedIn(made: ReturnType<typeof makeConsole>): Promise<string> {
  const answer = await exchange(made, keyOf(made.link(base)));
  expect(answer.status).toBe(204);
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

const statsUrl = `${base}/api/stats?from=${hour}&to=${3 * hour}`;

describe('the one-time link', () => {
  it('keeps its 256-bit key in the fragment', () => {
    const link = new URL(makeConsole().link(base));
    expect(link.pathname + link.search).toBe('/setup');
    expect(Buffer.from(link.hash.slice(1), 'base64url')).toHaveLength(32);
  });

  it('opens one session, once', async () => {
    const made = makeConsole();
    const key = keyOf(made.link(base));
    expect((await exchange(made, key)).status).toBe(204);
    expect((await exchange(made, key)).status).toBe(401);
  });

  it('is refused when wrong, too late, or replaced by a newer one', async () => {
    const made = makeConsole();
    const first = keyOf(made.link(base));
    const second = keyOf(made.link(base));
    expect((await exchange(made, first)).status).toBe(401);
    expect((await exchange(made, `${second}x`)).status).toBe(401);
    expect((await exchange(made, '')).status).toBe(401);
    made.pass(15 * 60_000);
    expect((await exchange(made, second)).status).toBe(401);
  });

  it('is exchanged only by a script of our own pages', async () => {
    const made = makeConsole();
    const key = keyOf(made.link(base));
    expect((await exchange(made, key, { 'content-type': 'text/plain' })).status).toBe(400);
    expect((await exchange(made, key, { origin: 'http://127.0.0.1:8080' })).status).toBe(403);
    expect((await exchange(made, key, { 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await exchange(made, key, { origin: base, 'sec-fetch-site': 'same-origin' })).status).toBe(204);
  });
});

describe('the session cookie', () => {
  it('is HttpOnly, SameSite=Strict and sent to the statistics only, not to other ports’ paths', async () => {
    const made = makeConsole();
    const cookie = (await exchange(made, keyOf(made.link(base)))).headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^chatveil_console=[\w-]{43};/);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Strict');
    expect(cookie).toContain('Path=/api/stats');
  });

  it('takes the __Host- prefix behind TLS', async () => {
    const made = makeConsole();
    const answer = await made.app.request('https://127.0.0.1:8081/api/stats/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ key: keyOf(made.link(base)) }),
    });
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-chatveil=[^;]+;.*Path=\/;.*Secure/);
  });

  it('ends with the sign-out and after eight hours', async () => {
    const made = makeConsole();
    const first = await signedIn(made);
    expect((await made.app.request(statsUrl, { headers: { cookie: first } })).status).toBe(200);
    await made.app.request(`${base}/api/stats/session`, { method: 'DELETE', headers: { cookie: first } });
    expect((await made.app.request(statsUrl, { headers: { cookie: first } })).status).toBe(401);
    const second = await signedIn(made);
    made.pass(8 * hour);
    expect((await made.app.request(statsUrl, { headers: { cookie: second } })).status).toBe(401);
  });
});

describe('the numbers', () => {
  it('need a session', async () => {
    const made = makeConsole();
    const answer = await made.app.request(statsUrl);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ error: { code: 'CV_UNAUTHORIZED' } });
    expect((await made.app.request(statsUrl, { headers: { cookie: 'chatveil_console=' } })).status).toBe(401);
  });

  it('come from the store, with the sites and their modes', async () => {
    const made = makeConsole();
    const answer = await made.app.request(statsUrl, { headers: { cookie: await signedIn(made) } });
    const body = (await answer.json()) as StatsAnswer;
    expect(body).toMatchObject({ from: hour, to: 3 * hour, sites: [{ id: 'shop', mode: 'enforce' }] });
    expect(body.stats[0]).toMatchObject({ kind: 'PAYMENT_CARD', count: 3 });
    expect(body.coverage[0]).toMatchObject({ reason: 'asset', bytes: 900 });
  });

  it('are asked for by a bounded range', async () => {
    const made = makeConsole();
    const cookie = await signedIn(made);
    for (const query of ['', '?from=5&to=5', '?from=a&to=b', `?from=0&to=${100 * 24 * hour}`, '?from=1&to=2&more=3']) {
      const answer = await made.app.request(`${base}/api/stats${query}`, { headers: { cookie } });
      expect(answer.status, query).toBe(400);
    }
  });
});

describe('every answer', () => {
  it('carries the strict headers, refusals too', async () => {
    const made = makeConsole();
    for (const path of ['/', '/api/stats', '/nothing', '/icon.svg']) {
      const { headers } = await made.app.request(`${base}${path}`);
      expect(headers.get('content-security-policy'), path).toContain("require-trusted-types-for 'script'");
      expect(headers.get('content-security-policy'), path).not.toContain('unsafe');
      expect(headers.get('cache-control'), path).toBe('no-store');
      expect(headers.get('referrer-policy'), path).toBe('no-referrer');
      expect(headers.get('cross-origin-resource-policy'), path).toBe('same-origin');
    }
  });

  it('is refused to a name that was rebound to this computer', async () => {
    expect((await makeConsole().app.request('http://rebound.example:8081/')).status).toBe(400);
    expect((await makeConsole('0.0.0.0').app.request('http://console.example:8081/')).status).toBe(200);
  });

  it('serves pages without inline script or style, and their files', async () => {
    const made = makeConsole();
    const html = await (await made.app.request(`${base}/setup`)).text();
    expect(html).not.toMatch(/<style|<script(?![^>]*src=)|\son\w+=|style=/);
    const files = [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '');
    expect(files).toHaveLength(2);
    for (const file of files) expect((await made.app.request(base + file)).status).toBe(200);
    expect((await made.app.request(`${base}/assets/../app.ts`)).status).toBe(404);
  });
});
