/** Answers that real vendors send in pieces, by the packaged profiles: the pieces add up to a masked text. */
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { startProduct, type TestProduct } from '../support/product.ts';

const card = '4111 1111 1111 1111';
const pieces = `Your card ${card} was charged on the 3rd, have a good day.`.match(/.{1,5}/gs) ?? [];
const masked = /^Your card \[card ••1111[^\]]*\] was charged on the 3rd, have a good day\.$/;

/** One event of Salesforce's token streaming, as its documentation shows it. */
const streamingToken = (text: string, sequenceNumber: number) => ({
  conversationId: '0db1b9a6-96bf-46bd-b088-182d05522e90',
  conversationEntry: {
    senderDisplayName: 'Helper',
    entryType: 'StreamingToken',
    entryPayload: JSON.stringify({
      entryType: 'StreamingToken',
      id: `5f1085c6-e933-49d3-bf87-${String(sequenceNumber).padStart(12, 'a')}`,
      streamingToken: {
        tokenType: 'MessageStreamingToken',
        sequenceNumber,
        targetMessageIdentifier: 'REQ-1',
        token: { formatType: 'Text', text },
      },
    }),
    sender: { role: 'Chatbot', appType: 'chatbot' },
  },
});

const chunk = (Content: string, ChunkNumber: number) => ({
  topic: 'aws/chat',
  contentType: 'application/json',
  content: JSON.stringify({
    Id: 'm1',
    Type: 'MESSAGE',
    ParticipantRole: 'SYSTEM',
    Content,
    ContentType: 'text/plain',
    MessageMetadata: { ChunkNumber, MessageCompleted: ChunkNumber === pieces.length },
  }),
});

let vendor: ReturnType<typeof createServer>;
let salesforce: TestProduct;
let connect: TestProduct;

beforeAll(async () => {
  vendor = createServer((_, response: ServerResponse) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    for (const [index, piece] of pieces.entries()) {
      const data = JSON.stringify(streamingToken(piece, index + 1));
      response.write(`id: ${index}\nevent: CONVERSATION_STREAMING_TOKEN\ndata: ${data}\n\n`);
    }
    response.end();
  });
  const sockets = new WebSocketServer({ server: vendor });
  sockets.on('connection', (socket) => {
    for (const [index, piece] of pieces.entries()) socket.send(JSON.stringify(chunk(piece, index + 1)));
    socket.close();
  });
  await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
  const upstream = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
  salesforce = await startProduct({ upstream, vendor: 'salesforce-miaw' });
  connect = await startProduct({ upstream, vendor: 'amazon-connect' });
});
afterAll(async () => {
  await salesforce?.stop();
  await connect?.stop();
  vendor?.closeAllConnections();
  await new Promise((resolve) => vendor.close(resolve));
});

describe('answers in pieces', () => {
  it('of Agentforce are joined by the message they are for', async () => {
    const headers = { host: 'shop.test', authorization: 'Bearer a.b.c' };
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      get({ port: salesforce.port, path: '/eventrouter/v1/sse', headers }, resolve).on('error', reject);
    });
    const stream = Buffer.concat(await answer.toArray()).toString();
    const texts = [...stream.matchAll(/^data: (.*)$/gm)].map(([, data]) => {
      const { entryPayload } = JSON.parse(data ?? '').conversationEntry;
      return JSON.parse(entryPayload).streamingToken.token.text;
    });
    expect(texts).toHaveLength(pieces.length);
    expect(texts.join('')).toMatch(masked);
  });

  it('of Amazon Connect are joined by the id of the message', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${connect.port}/prod?token=x`, { headers: { Host: 'shop.test' } });
    const texts: string[] = [];
    await new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('message', (data) => void texts.push(JSON.parse(JSON.parse(String(data)).content).Content));
      socket.on('close', resolve);
    });
    expect(texts).toHaveLength(pieces.length);
    expect(texts.join('')).toMatch(masked);
  });
});
