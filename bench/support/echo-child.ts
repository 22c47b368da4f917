/** The vendor of the network benches: echoes HTTP bodies and WebSocket messages. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { serveParent } from './children.ts';

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks);
    response.writeHead(200, ['Content-Type', 'application/json', 'Content-Length', String(body.length)]);
    response.end(body);
  });
});
server.keepAliveTimeout = 60_000;
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on('connection', (socket) => {
  socket.on('error', () => undefined);
  socket.on('message', (data: Buffer, binary: boolean) => socket.send(data, { binary }));
});
server.listen(0, '127.0.0.1', () => serveParent((server.address() as AddressInfo).port));
