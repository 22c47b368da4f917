/** The vendor's WebSocket: one per open widget, JSON text messages both ways. */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Desk } from './desk.ts';
import { isLoopback, originAllowed, visitorOf } from './guard.ts';
import type { VisitorFrame } from './protocol.ts';
import type { Conversation } from './store.ts';
import { readSaid } from './visitor-routes.ts';

const frameBytesMax = 64 * 1024;
const pathPattern = /^\/api\/conversations\/([a-z-]{1,40})\/socket$/;

/** Answers the server's upgrades; the returned function closes every socket with 1001. */
export function attachVisitorSockets(server: Server, desk: Desk): () => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: frameBytesMax });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const conversation = admitted(request, desk);
    if (conversation === undefined) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => serve(accepted, conversation, desk));
  });
  return () => {
    for (const client of sockets.clients) client.close(1001);
    sockets.close();
  };
}

function admitted(request: IncomingMessage, desk: Desk): Conversation | undefined {
  if (!isLoopback(request.headers.host) || !originAllowed(request.headers.origin)) return undefined;
  const id = pathPattern.exec(request.url ?? '')?.[1];
  const conversation = id === undefined ? undefined : desk.store.find(id);
  return conversation?.owner === visitorOf(request.headers.cookie) ? conversation : undefined;
}

function serve(socket: WebSocket, conversation: Conversation, desk: Desk): void {
  const leave = desk.join(conversation, { send: (frame) => socket.send(JSON.stringify(frame)) });
  socket.on('close', leave);
  socket.on('error', () => socket.terminate());
  socket.on('message', (data, binary) => {
    const raw = binary ? '' : String(data);
    const frame = readFrame(raw);
    if (frame === undefined) socket.close(1003);
    else desk.hear(conversation, frame, 'websocket', raw);
  });
}

function readFrame(raw: string): VisitorFrame | undefined {
  const said = readSaid(raw);
  if (said === undefined) return undefined;
  const { type } = JSON.parse(raw) as { type?: unknown };
  if (type === 'typing') return { type, text: said.text };
  return type === 'message' ? { type, ...said } : undefined;
}
