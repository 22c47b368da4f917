/** Opens the listeners of the console and ops apps, and says in words why one cannot be opened. */
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Log } from '../observe/log.ts';
import { openCertificates } from '../settings/certificates.ts';
import type { Listen } from '../settings/settings.ts';

export interface Listener {
  /** With the port that was really taken. */
  readonly origin: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Why a listener could not be opened, for the operator; holds configured names only. */
export class ListenError extends Error {
  constructor(name: string, { host, port, socket }: Listen, code: string) {
    const reasons: Readonly<Record<string, string>> = {
      EADDRINUSE: 'another program uses this port',
      EACCES: 'this user may not open this port',
      EADDRNOTAVAIL: 'this machine does not have that address',
      ENOTFOUND: 'this name does not resolve',
    };
    super(`cannot listen on ${socket ?? `${host}:${port}`} (listen.${name}): ${reasons[code] ?? code}`);
    this.name = 'ListenError';
  }
}

/** The origin that a browser would use; a wildcard address is shown as loopback. */
export function originOf(listen: Listen, port: number): string {
  if (listen.socket !== undefined) return `unix:${listen.socket}`;
  const host = listen.host === '0.0.0.0' ? '127.0.0.1' : listen.host === '::' ? '::1' : listen.host;
  return `${listen.tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function tell(log: Pick<Log, 'info' | 'error'> | undefined, listener: string, ok: boolean): void {
  if (ok) log?.info('certificates-applied', { listener });
  else log?.error('certificates-refused', { listener });
}

export function toListenError(name: string, listen: Listen, error: unknown): ListenError {
  return new ListenError(name, listen, (error as NodeJS.ErrnoException).code ?? 'unknown fault');
}

/**
 * Serves an app on its listener.
 *
 * @example
 * const ops = await listenApp('ops', { host: '127.0.0.1', port: 0 }, app);
 * await fetch(`${ops.origin}/livez`);
 */
export async function listenApp(
  name: string,
  listen: Listen,
  app: Hono,
  log?: Pick<Log, 'info' | 'error'>,
): Promise<Listener> {
  const handler = getRequestListener(app.fetch);
  const certificates = listen.tls && openCertificates(listen.tls, (ok) => tell(log, name, ok));
  const tlsServer = certificates && createTlsServer(certificates.options, handler);
  if (tlsServer) certificates?.follow(tlsServer);
  const server: Server = tlsServer ?? createServer(handler);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(listen.port, listen.host, resolve);
    });
  } catch (error) {
    certificates?.close();
    throw toListenError(name, listen, error);
  }
  const { port } = server.address() as AddressInfo;
  return {
    origin: originOf(listen, port),
    port,
    close: () =>
      new Promise((resolve) => {
        certificates?.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
