/** Two questions to the network for the self-check: may this port be opened, does that address answer. */
import { connect, createServer, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Listen, UpstreamLink } from './settings.ts';

/** Whether the address and port can be bound right now; the port is given back at once. */
export function canListen({ host, port }: Pick<Listen, 'host' | 'port'>): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

const reachMilliseconds = 5000;

/** `ok`, or a word that says why not. Opens a connection (with a verified certificate for https) and sends nothing. */
export function canReach(url: URL, { socket: path, serverName, ...tls }: UpstreamLink = {}): Promise<string> {
  const secure = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || (secure ? 443 : 80));
  return new Promise((resolve) => {
    const where = path === undefined ? { host, port } : { path };
    const name = serverName ?? (isIP(host) === 0 ? host : undefined);
    const socket = secure ? connectTls({ ...where, ...tls, ...(name && { servername: name }) }) : connect(where);
    const answer = (word: string) => {
      socket.destroy();
      resolve(word);
    };
    socket.setTimeout(reachMilliseconds, () => answer('no answer in time'));
    socket.once(secure ? 'secureConnect' : 'connect', () => answer('ok'));
    socket.once('error', (error: NodeJS.ErrnoException) => answer(error.code ?? 'connection failed'));
  });
}
