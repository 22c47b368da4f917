/** A relay of bare TCP that keeps what went through it, so that both sides of the proxy can be compared message by message. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { readConversation, type TappedMessage } from './tap-messages.ts';

export interface Tap {
  readonly port: number;
  readonly url: string;
  /** Where connections go; may be said after the tap listens. */
  target(port: number): void;
  /** Everything that passed, read as HTTP and WebSocket messages; a message that is not complete is left out. */
  messages(): readonly TappedMessage[];
  /** The same from client to server, as one text for searching; JSON escapes of ASCII are undone. */
  upText(): string;
  downText(): string;
  /** Ends every connection the hard way, as a lost network does. */
  cut(): void;
  /** Ends every connection and forgets what was recorded. */
  clear(): void;
  close(): Promise<void>;
}

interface Recorded {
  readonly up: Buffer[];
  readonly down: Buffer[];
}

export async function startTap(): Promise<Tap> {
  let targetPort = 0;
  let records: Recorded[] = [];
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const record: Recorded = { up: [], down: [] };
    records.push(record);
    const upstream = connect(targetPort, '127.0.0.1');
    for (const [from, to, chunks] of [
      [client, upstream, record.up],
      [upstream, client, record.down],
    ] as const) {
      open.add(from);
      from.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        to.write(chunk);
      });
      from.on('end', () => to.end());
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const messages = () =>
    records.flatMap((record, connection) =>
      readConversation(Buffer.concat(record.up), Buffer.concat(record.down), connection),
    );
  const text = (direction: 'up' | 'down') =>
    messages()
      .filter((message) => message.direction === direction)
      .map(({ content, target }) => `${direction === 'up' ? target : ''} ${content.toString('utf8')}`)
      .join('\n')
      .replace(/\\+u00([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    target: (next) => {
      targetPort = next;
    },
    messages,
    upText: () => text('up'),
    downText: () => text('down'),
    cut,
    clear() {
      cut();
      records = [];
    },
    close() {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** What has to be equal on both sides: bodies in any order, as connections differ; messages of a socket in theirs. */
export function comparable(tap: Tap): { readonly bodies: readonly string[]; readonly sockets: readonly string[] } {
  const bodies: string[] = [];
  const sockets = new Map<string, string[]>();
  for (const { kind, direction, target, content, connection } of tap.messages()) {
    const spelled = content.toString(kind === 'binary' ? 'hex' : 'utf8');
    if (kind === 'body') bodies.push(`${direction} ${target} ${spelled}`);
    else {
      const key = `${connection} ${direction} ${target}`;
      const list = sockets.get(key) ?? [];
      list.push(`${kind} ${spelled}`);
      sockets.set(key, list);
    }
  }
  const lines = [...sockets].map(([key, list]) => [key.slice(key.indexOf(' ') + 1), ...list].join('\n'));
  return { bodies: bodies.sort(), sockets: lines.sort() };
}
