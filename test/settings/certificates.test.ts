/** Certificates by name, and new ones while the server runs. */
import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server } from 'node:tls';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openCertificates } from '../../src/settings/certificates.ts';
import type { ListenTls } from '../../src/settings/settings.ts';
import { type Authority, certificateAuthority } from '../support/certificates.ts';

async function serve(tls: ListenTls, onReload: (ok: boolean) => void = () => undefined) {
  const certificates = openCertificates(tls, onReload);
  const server = createServer(certificates.options, (socket) => socket.on('error', () => undefined).end());
  server.on('tlsClientError', () => undefined);
  certificates.follow(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    certificates.close();
    server.close();
  });
  return { certificates, server };
}

/** Serial and common name of what the server shows to one who asks for `name`. */
function shown(server: Server, authority: Authority, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    const socket = connect({
      port,
      host: '127.0.0.1',
      ...(name && { servername: name }),
      ca: authority.pem,
      checkServerIdentity: () => undefined,
    });
    socket.once('secureConnect', () => {
      const { subject, serialNumber } = socket.getPeerCertificate();
      socket.destroy();
      resolve(`${subject.CN} ${serialNumber}`);
    });
    socket.once('error', reject);
  });
}

test('the name that a client asks for decides, a wildcard stands for one label, and others get the first', async () => {
  const authority = certificateAuthority();
  const first = authority.issue('first', ['first.test']);
  const shop = authority.issue('shop', ['*.shop.test']);
  const exact = authority.issue('exact', ['vip.shop.test']);
  const { server } = await serve({
    ...first,
    names: [
      { hosts: ['*.shop.test'], ...shop },
      { hosts: ['vip.shop.test'], ...exact },
    ],
    minVersion: 'TLSv1.2',
  });
  const names = [];
  for (const name of ['a.shop.test', 'VIP.shop.test', 'a.b.shop.test', 'shop.test', '']) {
    names.push((await shown(server, authority, name)).split(' ')[0]);
  }
  expect(names).toEqual(['shop', 'exact', 'first', 'first', 'first']);
});

test('a renewed certificate is shown without a restart, and a broken one changes nothing', async () => {
  const authority = certificateAuthority();
  const pair = authority.issue('first', ['first.test']);
  const other = authority.issue('other', ['other.test']);
  const outcomes: boolean[] = [];
  const tls: ListenTls = { ...pair, names: [{ hosts: ['other.test'], ...other }], minVersion: 'TLSv1.2' };
  const { certificates, server } = await serve(tls, (ok) => outcomes.push(ok));
  const before = await shown(server, authority, 'other.test');
  authority.issue('other', ['other.test']);
  await vi.waitFor(() => expect(outcomes).toContain(true), { timeout: 5000 });
  const renewed = await shown(server, authority, 'other.test');
  expect(renewed).not.toBe(before);
  writeFileSync(other.key, 'not a key');
  expect(certificates.reload()).toBe(false);
  expect(await shown(server, authority, 'other.test')).toBe(renewed);
});

test('a file that cannot be used is an error at once', () => {
  const missing = { cert: '/nonexistent/a', key: '/nonexistent/b' };
  expect(() => openCertificates({ ...missing, names: [], minVersion: 'TLSv1.2' }, () => undefined)).toThrow('ENOENT');
});
