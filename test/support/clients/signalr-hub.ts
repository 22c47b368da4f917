/** A SignalR hub after the HubProtocol and TransportProtocols specifications: negotiation and all three transports. */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { answerJson, startSocketServer } from './socket-server.ts';

const END = '\u001e';

interface Call {
  readonly type?: number;
  readonly protocol?: string;
  readonly target?: string;
  readonly invocationId?: string;
  readonly arguments?: readonly string[];
}

interface Line {
  send(text: string): void;
}

interface Polled extends Line {
  /** What waits for the next poll. */
  pending: string;
  poll: ServerResponse | undefined;
  events: ServerResponse | undefined;
}

export function startSignalrHub() {
  const lines = new Map<string, Line>();
  const hear = (line: Line, data: string) => {
    for (const record of data.split(END).slice(0, -1)) {
      const call = JSON.parse(record) as Call;
      if (call.protocol !== undefined) line.send(`{}${END}`);
      if (call.type !== 1) continue;
      const said = { type: 1, target: 'message', arguments: call.arguments };
      for (const other of lines.values()) if (other !== line) other.send(`${JSON.stringify(said)}${END}`);
      line.send(`${JSON.stringify({ type: 3, invocationId: call.invocationId, result: 'ok' })}${END}`);
    }
  };
  return startSocketServer({
    socket(socket, _all, request) {
      const id = new URL(request.url ?? '', 'http://x').searchParams.get('id') ?? '';
      lines.set(id, socket);
      socket.on('message', (data: Buffer) => hear(socket, data.toString()));
      socket.on('close', () => void lines.delete(id));
    },
    request(request, response, body) {
      const url = new URL(request.url ?? '', 'http://x');
      if (url.pathname.endsWith('/negotiate')) return answerJson(response, negotiation());
      const id = url.searchParams.get('id') ?? '';
      const line = (lines.get(id) as Polled | undefined) ?? polled();
      if (!lines.has(id)) lines.set(id, line);
      if (request.method === 'POST') {
        hear(line, body);
        response.end();
      } else if (request.method === 'DELETE') {
        lines.delete(id);
        if (line.poll?.headersSent === false) line.poll.writeHead(204).end();
        response.writeHead(202).end();
      } else if (request.headers.accept === 'text/event-stream') {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\r\n\r\n');
        line.events = response;
      } else poll(line, response);
    },
  });
}

function negotiation() {
  const formats = ['Text'];
  return {
    negotiateVersion: 1,
    connectionId: randomUUID(),
    connectionToken: randomUUID(),
    availableTransports: ['WebSockets', 'ServerSentEvents', 'LongPolling'].map((transport) => ({
      transport,
      transferFormats: formats,
    })),
  };
}

/** The first poll of a connection is answered at once, to say that it is open. */
function poll(line: Polled, response: ServerResponse): void {
  if (line.poll === undefined || line.pending !== '') {
    line.poll = response;
    response.writeHead(200, { 'content-type': 'text/plain' }).end(line.pending);
    line.pending = '';
  } else line.poll = response;
}

function polled(): Polled {
  return {
    pending: '',
    poll: undefined,
    events: undefined,
    send(text) {
      if (this.events !== undefined) this.events.write(`data: ${text}\r\n\r\n`);
      else if (this.poll !== undefined && !this.poll.writableEnded) {
        this.poll.writeHead(200, { 'content-type': 'text/plain' }).end(text);
      } else this.pending += text;
    },
  };
}
