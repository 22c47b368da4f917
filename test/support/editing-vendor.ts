/** A small chat vendor for tests: a socket that echoes, an endpoint for messages, and the call that edits one. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocketServer } from 'ws';

export interface VendorMessage {
  readonly id: string;
  text: string;
  /** Milliseconds, monotonic. */
  readonly at: number;
}

export interface EditingVendor {
  readonly url: string;
  readonly messages: VendorMessage[];
  /** Every edit call: method, path, credential, body. */
  readonly edits: string[];
  /** Status of the next edit calls; the last one stays. */
  statuses: number[];
  /** How a socket message is acknowledged; undefined answers nothing. */
  ack: ((message: VendorMessage, client: string) => object | undefined) | undefined;
  /** Sends to every open socket. */
  say(message: object): void;
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += (chunk as Buffer).toString();
  return body;
}

export async function startEditingVendor(): Promise<EditingVendor> {
  const messages: VendorMessage[] = [];
  const edits: string[] = [];
  const keep = (text: string): VendorMessage => {
    const message = { id: `m${messages.length + 1}`, text, at: performance.now() };
    messages.push(message);
    return message;
  };
  const answer = (response: ServerResponse, status: number, body: object) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { method, url = '', headers } = request;
      if (method === 'POST') return answer(response, 201, { message: { id: keep(JSON.parse(body).text).id } });
      edits.push([method, url, headers.authorization, body].join(' '));
      const status = vendor.statuses.length > 1 ? vendor.statuses.shift() : vendor.statuses[0];
      const edited = messages.find(({ id }) => url.endsWith(`/messages/${id}`));
      if (status === 200 && edited !== undefined) edited.text = JSON.parse(body).text;
      return answer(response, status ?? 200, { done: status === 200 });
    });
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    socket.on('message', (data) => {
      const { text, client = '' } = JSON.parse(String(data));
      const message = keep(text);
      const reply = vendor.ack?.(message, client);
      if (reply !== undefined) socket.send(JSON.stringify(reply));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const vendor: EditingVendor = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    edits,
    statuses: [200],
    ack: undefined,
    say(message) {
      for (const socket of sockets.clients) socket.send(JSON.stringify(message));
    },
    close() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return vendor;
}

/** Waits until it holds, for five seconds at most. */
export async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 5000;
  while (!holds()) {
    if (performance.now() > end) throw new Error('what the test waits for did not happen');
    await wait(5);
  }
}
