/** The traffic part with connections that another process accepted. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openCarrier } from '../../src/compose/carrier.ts';
import { createLive } from '../../src/domain/live.ts';
import { createLog } from '../../src/observe/log.ts';
import { systemEntropy } from '../../src/vault/entropy.ts';
import { startCapturing } from '../support/product.ts';
import { tally, testSettings, testSite } from '../support/sites.ts';

test('a connection that was handed over is served, with the address and the bytes that came along', async () => {
  const vendor = await startCapturing();
  const { dataPlane, close } = await openCarrier({
    settings: createLive(testSettings([testSite({ upstream: vendor.url })])),
    env: {},
    log: createLog({ level: 'error', destination: { write: () => undefined } }),
    clock: { now: Date.now },
    entropy: systemEntropy(),
    recorder: tally(),
    vault: {
      sealer: { seal: async () => [], owns: () => false },
      openRestorer: ({ conversation }) => ({ conversation, restore: async () => undefined, close: () => undefined }),
      digest: (text) => text,
    },
    adopting: { via: 'chatveil-shared' },
  });
  const door = createServer({ pauseOnConnect: true });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await dataPlane.close();
    close();
    door.close();
    await vendor.close();
  });
  const client = connect((door.address() as AddressInfo).port, '127.0.0.1');
  const [accepted] = (await once(door, 'connection')) as [Socket];
  dataPlane.adopt(accepted, '192.0.2.5', Buffer.from('GET /early HTTP/1.1\r\nHost: '));
  client.write('shop.test\r\n\r\n');
  expect(String((await once(client, 'data'))[0])).toMatch(/^HTTP\/1\.1 200 /);
  expect(vendor.text()).toContain('GET /early');
  expect(vendor.text()).toContain('X-Forwarded-For|192.0.2.5');
  expect(vendor.text()).toContain('Via|1.1 chatveil-shared');
  expect(dataPlane.connections).toBe(1);
  client.destroy();
});
