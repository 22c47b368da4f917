/** The ops listener answers whether the process lives and may be sent traffic. */
import { describe, expect, it } from 'vitest';
import { createOps } from '../../src/api/ops.ts';
import { createMetrics } from '../../src/observe/metrics.ts';

function ops(vault: string, draining = false) {
  const { registry } = createMetrics({ processMetrics: false });
  const checks = [
    { name: 'vault', check: () => ({ ok: vault === 'open', state: vault }) },
    { name: 'drain', check: () => ({ ok: !draining, state: draining ? 'draining' : 'accepting' }) },
  ];
  return createOps({ metrics: registry, checks });
}

describe('createOps', () => {
  it('lives even when it is not ready', async () => {
    expect((await ops('sealed').request('/livez')).status).toBe(200);
  });

  it('is ready only when every check holds, and says which does not', async () => {
    expect((await ops('open').request('/readyz')).status).toBe(200);
    expect((await ops('sealed').request('/readyz')).status).toBe(503);
    const answer = await ops('open', true).request('/readyz?verbose');
    expect(answer.status).toBe(503);
    expect(await answer.text()).toBe('[+] vault open\n[-] drain draining\nnot ready\n');
  });

  it('serves the metrics in the text form of Prometheus', async () => {
    const answer = await ops('open').request('/metrics');
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(await answer.text()).toContain('# TYPE chatveil_messages_total counter');
  });

  it('answers 404 for the rest and is never cached', async () => {
    const answer = await ops('open').request('/debug');
    expect(answer.status).toBe(404);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });
});
