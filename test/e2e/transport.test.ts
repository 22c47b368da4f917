/** TLS, client certificates, PROXY heads and Unix sockets through the composed proxy, HTTP and WebSocket alike. */
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { type ClientRequest, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, request as requestTls } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createLive } from '../../src/domain/live.ts';
import { openCertificates } from '../../src/settings/certificates.ts';
import type { Listen, ListenTls, Site } from '../../src/settings/settings.ts';
import { certificateAuthority } from '../support/certificates.ts';
import { marker, masked, startPlane, testSettings, testSite } from '../support/sites.ts';

/** A vendor that says who it was told is speaking, and echoes WebSocket messages. */
async function startVendor(tls?: object, socket?: string) {
  const answer = (incoming: IncomingMessage, outgoing: ServerResponse) =>
    void outgoing
      .setHeader('content-type', 'text/plain')
      .end(`from ${incoming.headers['x-forwarded-for']} ${incoming.headers['x-forwarded-proto']}`);
  const server = tls === undefined ? createServer(answer) : createTlsServer(tls, answer);
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (one) => one.on('message', (data) => one.send(String(data))));
  await new Promise<void>((resolve) =>
    socket === undefined ? server.listen(0, '127.0.0.1', resolve) : server.listen(socket, resolve),
  );
  onTestFinished(() => {
    for (const one of sockets.clients) one.terminate();
    server.close();
    server.closeAllConnections();
  });
  return socket === undefined ? (server.address() as AddressInfo).port : 0;
}

async function front(site: Site, data: Partial<Listen>) {
  const settings = testSettings([site]);
  const certificates = data.tls && openCertificates(data.tls, () => undefined);
  const listen = { ...settings.listen.data, ...data };
  const stage = await startPlane([site], {
    settings: createLive({ ...settings, listen: { ...settings.listen, data: listen } }),
    ...(certificates && { certificates }),
  });
  onTestFinished(async () => {
    certificates?.close();
    await stage.plane.close();
  });
  return stage;
}

function read(outgoing: ClientRequest): Promise<string> {
  return new Promise((resolve, reject) => {
    outgoing.once('error', reject);
    outgoing.once('response', async (incoming) => {
      let text = '';
      for await (const chunk of incoming) text += String(chunk);
      resolve(`${incoming.statusCode} ${text}`);
    });
    outgoing.end();
  });
}

function once(socket: WebSocket, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('open', () => socket.send(text));
    socket.once('message', (data) => {
      socket.close();
      resolve(String(data));
    });
  });
}

test('visitors speak TLS, over HTTP and WebSocket', async () => {
  const authority = certificateAuthority();
  const tls: ListenTls = { ...authority.issue('shop', ['shop.test']), names: [], minVersion: 'TLSv1.3' };
  const port = await startVendor();
  const stage = await front(testSite({ upstream: `http://127.0.0.1:${port}` }), { tls });
  const options = {
    port: stage.port,
    host: '127.0.0.1',
    servername: 'shop.test',
    ca: authority.pem,
    agent: false,
  } as const;
  expect(await read(requestTls({ ...options, headers: { host: 'shop.test' } }))).toBe('200 from 127.0.0.1 https');
  const socket = new WebSocket(`wss://127.0.0.1:${stage.port}/`, { ...options, headers: { host: 'shop.test' } });
  expect(await once(socket, `a ${marker}`)).toBe(`a ${masked}`);
  await expect(read(requestTls({ ...options, maxVersion: 'TLSv1.2' }))).rejects.toThrow(/protocol version|EPROTO/);
});

test('without a certificate of the named authority nobody is served', async () => {
  const authority = certificateAuthority();
  const tls: ListenTls = {
    ...authority.issue('shop', ['shop.test']),
    names: [],
    clientCa: authority.ca,
    minVersion: 'TLSv1.2',
  };
  const stage = await front(testSite({ upstream: `http://127.0.0.1:${await startVendor()}` }), { tls });
  const own = authority.issue('client', ['client.test']);
  const options = {
    port: stage.port,
    host: '127.0.0.1',
    servername: 'shop.test',
    ca: authority.pem,
    agent: false,
  } as const;
  const headers = { host: 'shop.test' };
  const pair = { cert: readFileSync(own.cert), key: readFileSync(own.key) };
  expect(await read(requestTls({ ...options, ...pair, headers }))).toBe('200 from 127.0.0.1 https');
  await expect(read(requestTls({ ...options, headers }))).rejects.toThrow();
  const stranger = certificateAuthority();
  const foreign = stranger.issue('client', ['client.test']);
  const wrong = { cert: readFileSync(foreign.cert), key: readFileSync(foreign.key) };
  await expect(read(requestTls({ ...options, ...wrong, headers }))).rejects.toThrow();
});

test('the vendor is shown our certificate and must show one of its own', async () => {
  const authority = certificateAuthority();
  const text = ({ cert, key }: { cert: string; key: string }) => ({
    cert: readFileSync(cert, 'utf8'),
    key: readFileSync(key, 'utf8'),
  });
  const vendor = text(authority.issue('vendor', ['vendor.test']));
  const port = await startVendor({ ...vendor, ca: authority.pem, requestCert: true, rejectUnauthorized: true });
  const site = testSite({ upstream: `https://127.0.0.1:${port}` });
  const link = { ca: authority.pem, ...text(authority.issue('us', ['us.test'])), serverName: 'vendor.test' };
  const ask = async (one: Site) => {
    const stage = await front(one, {});
    const answer = await read(
      request({ port: stage.port, host: '127.0.0.1', headers: { host: 'shop.test' }, agent: false }),
    );
    return { stage, answer };
  };
  const good = await ask({ ...site, link });
  expect(good.answer).toBe('200 from 127.0.0.1 http');
  const socket = new WebSocket(`ws://127.0.0.1:${good.stage.port}/`, { headers: { host: 'shop.test' } });
  expect(await once(socket, marker)).toBe(masked);
  expect((await ask({ ...site, link: { ...link, serverName: 'other.test' } })).answer).toContain(
    'CV_UPSTREAM_UNREACHABLE',
  );
  expect((await ask({ ...site, link: { serverName: 'vendor.test' } })).answer).toContain('CV_UPSTREAM_UNREACHABLE');
});

function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => {
      answer += String(chunk);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}

const ask = 'GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n';

test('a balancer says who connected; anything else from it is cut', async () => {
  const site = testSite({ upstream: `http://127.0.0.1:${await startVendor()}` });
  const stage = await front(site, { proxyProtocol: ['127.0.0.0/8'] });
  expect(await raw(stage.port, `PROXY TCP4 203.0.113.7 10.0.0.1 1 2\r\n${ask}`)).toContain('from 203.0.113.7 http');
  expect(await raw(stage.port, ask)).toBe('');
});

test('who is no balancer cannot say so', async () => {
  const site = testSite({ upstream: `http://127.0.0.1:${await startVendor()}` });
  const stage = await front(site, { proxyProtocol: ['10.0.0.0/8'] });
  expect(await raw(stage.port, ask)).toContain('from 127.0.0.1 http');
  expect(await raw(stage.port, `PROXY TCP4 203.0.113.7 10.0.0.1 1 2\r\n${ask}`)).toContain('400 Bad Request');
});

test('a balancer in front of TLS', async () => {
  const authority = certificateAuthority();
  const tls: ListenTls = { ...authority.issue('shop', ['shop.test']), names: [], minVersion: 'TLSv1.2' };
  const site = testSite({ upstream: `http://127.0.0.1:${await startVendor()}` });
  const stage = await front(site, { tls, proxyProtocol: ['127.0.0.1'] });
  const plain = connect(stage.port, '127.0.0.1');
  await new Promise((resolve) => plain.once('connect', resolve));
  plain.write('PROXY TCP4 203.0.113.9 10.0.0.1 1 2\r\n');
  const secure = connectTls({ socket: plain, servername: 'shop.test', ca: authority.pem });
  await new Promise((resolve, reject) => secure.once('secureConnect', resolve).once('error', reject));
  secure.write(ask);
  let answer = '';
  for await (const chunk of secure) answer += String(chunk);
  expect(answer).toContain('from 203.0.113.9 https');
});

test('both sides may be Unix sockets, and one left behind is replaced', async () => {
  const { folder } = certificateAuthority();
  const vendor = join(folder, 'vendor.sock');
  const own = join(folder, 'own.sock');
  await startVendor(undefined, vendor);
  // What a process that was killed leaves: the file, and nobody behind it.
  const killed = `require('net').createServer().listen(${JSON.stringify(own)}, () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', killed], { timeout: 10_000 });
  expect(statSync(own).isSocket()).toBe(true);
  const site: Site = { ...testSite({ upstream: 'http://vendor.test' }), link: { socket: vendor } };
  const stage = await front(site, { socket: own });
  expect(stage.port).toBe(0);
  expect(statSync(own).mode & 0o007).toBe(0);
  const headers = { host: 'shop.test' };
  expect(await read(request({ socketPath: own, headers, agent: false }))).toBe('200 from unknown http');
  const socket = new WebSocket(`ws+unix:${own}:/`, { headers });
  expect(await once(socket, marker)).toBe(masked);
  await expect(front(site, { socket: own })).rejects.toThrow('EADDRINUSE');
});
