/** The shim as a file of its own: for the site that was asked, and as small as it is. */
import { afterEach, expect, test } from 'vitest';
import { listed, mountedSite } from '../support/mounted.ts';
import { exchange, get, post } from '../support/raw-client.ts';
import { startPlane, testSite } from '../support/sites.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

test('it is served under the prefix of the site, and asks nothing of the vendor', async () => {
  const site = mountedSite({ upstream: 'http://127.0.0.1:1', redirect: { prefix: '/_v', origin: 'preserve' } });
  const plain = testSite({ id: 'plain', hosts: ['plain.test'], upstream: 'http://127.0.0.1:1' });
  const { plane, port } = await startPlane([site, plain]);
  closers.push(() => plane.close());
  const answer = await exchange(port, get('/_v/shim.js'));
  expect(answer.status).toBe(200);
  expect(answer.head).toMatch(/cache-control: public, max-age=300/i);
  expect(answer.head).toMatch(/access-control-allow-origin: \*/i);
  expect(answer.body).toContain(listed().match.slice(-7).replace('.', '\\\\.'));
  expect((await exchange(port, get('/_v/shim.js', [], 'HEAD'), 200)).body).toBe('');
  expect((await exchange(port, post('{}', [], '/_v/shim.js'))).closed).toBe(true);
  expect((await exchange(port, get('/_v/shim.js').replace('shop.test', 'plain.test'))).status).toBe(502);
});
