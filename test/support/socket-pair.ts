/** A vendor that speaks WebSocket, a plane before it, and clients: the stage of the socket tests. */
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ServerOptions, WebSocket, WebSocketServer } from 'ws';
import type { startPlane } from './sites.ts';
import { type SiteOptions, startPlane as start, testSite } from './sites.ts';

export interface SocketStage extends Awaited<ReturnType<typeof startPlane>> {
  /** The vendor's side of each connection, in order. */
  readonly vendor: WebSocket[];
  readonly requests: IncomingMessage[];
  /** Texts the vendor got. */
  readonly heard: string[];
  /** Close codes and reasons the vendor saw. */
  readonly closes: [number, string][];
  dial(
    path?: string,
    protocols?: readonly string[],
    headers?: Record<string, string>,
    perMessageDeflate?: boolean,
  ): WebSocket;
  stop(): Promise<void>;
}

export interface StageOptions {
  readonly site?: Partial<SiteOptions>;
  readonly overrides?: Parameters<typeof start>[1];
  readonly server?: ServerOptions;
}

export async function socketStage(options: StageOptions = {}): Promise<SocketStage> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', ...options.server });
  await new Promise((resolve) => server.once('listening', resolve));
  const vendor: WebSocket[] = [];
  const requests: IncomingMessage[] = [];
  const heard: string[] = [];
  const closes: [number, string][] = [];
  server.on('connection', (socket, request) => {
    vendor.push(socket);
    requests.push(request);
    socket.on('error', () => undefined);
    socket.on('message', (data) => heard.push(data.toString()));
    socket.on('close', (code, reason) => closes.push([code, reason.toString()]));
  });
  const upstream = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const started = await start([testSite({ upstream, ...options.site })], options.overrides);
  const clients: WebSocket[] = [];
  return {
    ...started,
    vendor,
    requests,
    heard,
    closes,
    dial(path = '/socket', protocols = [], headers = {}, perMessageDeflate = false) {
      const client = new WebSocket(`ws://127.0.0.1:${started.port}${path}`, [...protocols], {
        headers: { host: 'shop.test', ...headers },
        perMessageDeflate,
      });
      client.on('error', () => undefined);
      clients.push(client);
      return client;
    },
    async stop() {
      for (const client of clients) client.terminate();
      await started.plane.close();
      for (const socket of vendor) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const opened = (client: WebSocket) => new Promise<void>((resolve) => client.once('open', () => resolve()));
export const closed = (client: WebSocket) =>
  new Promise<[number, string]>((resolve) =>
    client.once('close', (code, reason) => resolve([code, reason.toString()])),
  );
export const nextMessage = (client: WebSocket) =>
  new Promise<string>((resolve) => client.once('message', (data) => resolve(data.toString())));
export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export async function until(check: () => boolean, ms = 3000): Promise<boolean> {
  for (let waited = 0; waited < ms; waited += 5) {
    if (check()) return true;
    await pause(5);
  }
  return check();
}
