/** The STOMP client (1.2 frames over WebSocket, lengths included) before a small broker. */
import { Client } from '@stomp/stompjs';
import { WebSocket } from 'ws';
import { soon } from '../../support/clients/chat-stage.ts';
import { type ChatPeer, exercise } from '../../support/clients/exercise.ts';
import { startSocketServer } from '../../support/clients/socket-server.ts';

interface Frame {
  readonly command: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** Reads one frame as a broker does: by its length where it has one (STOMP 1.2, "Body"). */
function readFrame(data: Buffer): Frame {
  const headEnd = data.indexOf('\n\n');
  const [command = '', ...lines] = data.toString('utf8', 0, headEnd).split('\n');
  const headers = new Map(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]));
  const length = headers.get('content-length');
  const end = length === undefined ? data.indexOf(0, headEnd) : headEnd + 2 + Number(length);
  if (data[end] !== 0) throw new Error('a frame does not end where its length says');
  return { command, headers, body: data.subarray(headEnd + 2, end) };
}

const start = () =>
  startSocketServer({
    protocols: () => 'v12.stomp',
    socket(socket, all) {
      socket.on('message', (data: Buffer) => {
        if (data.toString() === '\n') return;
        const { command, headers, body } = readFrame(data);
        const reply = (head: string, content: Buffer = Buffer.alloc(0)) =>
          Buffer.concat([Buffer.from(`${head}\ncontent-length:${content.length}\n\n`), content, Buffer.from([0])]);
        if (command === 'CONNECT') socket.send(reply('CONNECTED\nversion:1.2\nheart-beat:0,0').toString());
        if (command === 'SEND') {
          for (const one of all) {
            if (one !== socket) one.send(reply(`MESSAGE\nsubscription:sub-0\nmessage-id:7`, body).toString());
          }
        }
        const receipt = headers.get('receipt');
        if (receipt !== undefined) socket.send(reply(`RECEIPT\nreceipt-id:${receipt}`).toString());
      });
    },
  });

async function connect(url: string): Promise<ChatPeer> {
  const got: string[] = [];
  let connected: () => void = () => undefined;
  let last = 0;
  const client = new Client({
    webSocketFactory: () => new WebSocket(`${url.replace('http', 'ws')}/ws`, ['v12.stomp']),
    reconnectDelay: 50,
    heartbeatIncoming: 0,
    heartbeatOutgoing: 0,
    onConnect() {
      client.subscribe('/topic/room', (message) => void got.push(message.body), { id: 'sub-0' });
      connected();
    },
  });
  const next = () => soon('connect', new Promise<void>((resolve) => (connected = resolve)));
  const first = next();
  client.activate();
  await first;
  return {
    got,
    send(body) {
      last += 1;
      const receipt = `receipt-${last}`;
      const received = new Promise<void>((resolve) => client.watchForReceipt(receipt, () => resolve()));
      client.publish({ destination: '/app/chat', body, headers: { receipt } });
      return soon('receipt', received, 15_000);
    },
    back: next,
    async close() {
      await client.deactivate();
    },
  };
}

exercise({ name: 'stomp', start, connect });
