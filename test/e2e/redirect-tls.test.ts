/** A further host over TLS: its name is asked for and verified, by HTTP and by WebSocket. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { certificateAuthority } from '../support/certificates.ts';
import { listed, mountedSite } from '../support/mounted.ts';
import { errorCode, exchange, get } from '../support/raw-client.ts';
import { marker, startPlane } from '../support/sites.ts';

test('the certificate must be for the name in the path', async () => {
  const authority = certificateAuthority();
  const { cert, key } = authority.issue('vendor', ['localhost']);
  const asked: unknown[] = [];
  const server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (request, response) => {
    asked.push((request.socket as TLSSocket & { readonly servername?: string }).servername);
    response.setHeader('content-type', 'application/json').end(`{"host":"${request.headers.host}"}`);
  });
  new WebSocketServer({ server }).on('connection', (socket) =>
    socket.on('message', (data: Buffer) => socket.send(data.toString())),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: vendorPort } = server.address() as AddressInfo;
  const more = { ports: [vendorPort], allowPrivate: true };
  const site = mountedSite({
    list: [listed({ match: 'localhost', ...more }), listed({ name: 'ip', match: '127.0.0.1', ...more })],
  });
  const { plane, port } = await startPlane([{ ...site, link: { ca: authority.pem } }]);
  try {
    const host = `localhost:${vendorPort}`;
    expect((await exchange(port, get(`/__h/${host}/`))).body).toBe(`{"host":"${host}"}`);
    expect(asked).toEqual(['localhost']);
    // The certificate names no address.
    expect(errorCode(await exchange(port, get(`/__h/127.0.0.1:${vendorPort}/`)))).toBe('CV_UPSTREAM_UNREACHABLE');
    const socket = new WebSocket(`ws://127.0.0.1:${port}/__h/${host}/ws`, { headers: { host: 'shop.test' } });
    const echoed = await new Promise((resolve, reject) => {
      socket.on('open', () => socket.send(`{"a":"${marker}"}`));
      socket.on('message', (data: Buffer) => resolve(data.toString()));
      socket.on('error', reject);
    });
    socket.terminate();
    expect(echoed).toBe('{"a":"[hidden]"}');
  } finally {
    await plane.close();
    server.closeAllConnections();
    server.close();
  }
});
