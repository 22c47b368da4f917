/** A bare HTTP and WebSocket server for protocols whose real server does not run here. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import type { ChatServer } from './chat-stage.ts';

export interface SocketServerParts {
  /** `all` are the open sockets, this one among them. */
  socket(socket: WebSocket, all: ReadonlySet<WebSocket>, request: IncomingMessage): void;
  request?(request: IncomingMessage, response: ServerResponse, body: string): void;
  readonly protocols?: ServerOptions['handleProtocols'];
}

export async function startSocketServer({ socket, request, protocols }: SocketServerParts): Promise<ChatServer> {
  const http = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => void chunks.push(chunk));
    incoming.on('end', () => {
      if (request === undefined) response.writeHead(404).end();
      else request(incoming, response, Buffer.concat(chunks).toString('utf8'));
    });
  });
  const server = new WebSocketServer({ server: http, ...(protocols && { handleProtocols: protocols }) });
  server.on('connection', (one, incoming) => {
    one.on('error', () => undefined);
    socket(one, server.clients, incoming);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    port: (http.address() as AddressInfo).port,
    stop() {
      for (const one of server.clients) one.terminate();
      http.closeAllConnections();
      return new Promise((resolve) => http.close(() => resolve()));
    },
  };
}

export function answerJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
