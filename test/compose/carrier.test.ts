/** The traffic part with connections that another process accepted. */
import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { openCarrier } from '../../src/compose/carrier.ts';
import { createLive } from '../../src/domain/live.ts';
import { createLog } from '../../src/observe/log.ts';
import type { ListenTls } from '../../src/settings/settings.ts';
import { systemEntropy } from '../../src/vault/entropy.ts';
import { certificateAuthority } from '../support/certificates.ts';
import { startCapturing } from '../support/product.ts';
import { tally, testSettings, testSite } from '../support/sites.ts';

interface Options {
  readonly tls?: ListenTls;
  readonly runtime?: string;
}

/** A door that hands over what `dial` opens, once it has read its first bytes where `reads`. */
async function stage({ tls, runtime }: Options = {}) {
  const vendor = await startCapturing();
  const settings = testSettings([testSite({ upstream: vendor.url })]);
  const data = { ...settings.listen.data, ...(tls !== undefined && { tls }) };
  const { dataPlane, close } = await openCarrier({
    settings: createLive({ ...settings, listen: { ...settings.listen, data } }),
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
    ...(runtime !== undefined && { runtime }),
  });
  const door = createServer({ pauseOnConnect: true });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await dataPlane.close();
    close();
    door.close();
    await vendor.close();
  });
  const dial = async (): Promise<readonly [Socket, Socket]> => {
    const client = connect((door.address() as AddressInfo).port, '127.0.0.1');
    onTestFinished(() => void client.destroy());
    const [accepted] = (await once(door, 'connection')) as [Socket];
    return [client, accepted];
  };
  return { dataPlane, vendor, dial };
}

/** Reads the first bytes of a connection, as of one that begins with a PROXY head, and leaves it paused. */
async function firstBytes(socket: Socket): Promise<Buffer> {
  await once(socket, 'readable');
  const early = socket.read() as Buffer;
  socket.pause();
  return early;
}

test('a connection that was handed over is served, with the address and the bytes that came along', async () => {
  const { dataPlane, vendor, dial } = await stage();
  const [client, accepted] = await dial();
  dataPlane.adopt(accepted, '192.0.2.5', Buffer.from('GET /early HTTP/1.1\r\nHost: '));
  client.write('shop.test\r\n\r\n');
  expect(String((await once(client, 'data'))[0])).toMatch(/^HTTP\/1\.1 200 /);
  expect(vendor.text()).toContain('GET /early');
  expect(vendor.text()).toContain('X-Forwarded-For|192.0.2.5');
  expect(vendor.text()).toContain('Via|1.1 chatveil-shared');
  expect(dataPlane.connections).toBe(1);
});

test('TLS begins with bytes that another process has read; who has ended is let go', async () => {
  const authority = certificateAuthority();
  const tls: ListenTls = { ...authority.issue('shop', ['shop.test']), names: [], minVersion: 'TLSv1.2' };
  const { dataPlane, vendor, dial } = await stage({ tls });
  const [client, accepted] = await dial();
  const secured: TLSSocket = connectTls({ socket: client, ca: authority.pem, servername: 'shop.test' });
  dataPlane.adopt(accepted, '192.0.2.6', await firstBytes(accepted));
  secured.write('GET /early HTTP/1.1\r\nHost: shop.test\r\n\r\n');
  expect(String((await once(secured, 'data'))[0])).toMatch(/^HTTP\/1\.1 200 /);
  expect(vendor.text()).toContain('X-Forwarded-For|192.0.2.6');
  const closed = once(accepted, 'close');
  client.end();
  await closed;
});

test.each([
  ['20.20.2', 'http/1.1'],
  ['24.22.1', 'h2'],
])('on Node %s a visitor who was handed over is offered %s', async (runtime, protocol) => {
  const authority = certificateAuthority();
  const tls: ListenTls = { ...authority.issue('shop', ['shop.test']), names: [], minVersion: 'TLSv1.2' };
  const { dataPlane, vendor, dial } = await stage({ tls, runtime });
  const [client, accepted] = await dial();
  const trust = { ca: authority.pem, servername: 'shop.test', ALPNProtocols: ['h2', 'http/1.1'] };
  const secured: TLSSocket = connectTls({ socket: client, ...trust });
  dataPlane.adopt(accepted, '192.0.2.7', await firstBytes(accepted));
  await once(secured, 'secureConnect');
  expect(secured.alpnProtocol).toBe(protocol);
  if (protocol !== 'h2') return;
  const session = connectHttp2('https://shop.test', { createConnection: () => secured });
  onTestFinished(() => session.destroy());
  const [headers] = await once(session.request({ ':path': '/second', ':authority': 'shop.test' }), 'response');
  expect(headers[':status']).toBe(200);
  expect(vendor.text()).toContain('GET /second');
  expect(vendor.text()).toContain('X-Forwarded-For|192.0.2.7');
});
