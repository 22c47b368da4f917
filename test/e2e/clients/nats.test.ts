/** The NATS server, where Debian's package is installed, with a client that takes a message by its size and nothing else. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type ChatServer, soon, within } from '../../support/clients/chat-stage.ts';
import { isInstalled, startChild } from '../../support/clients/child.ts';
import { type ChatPeer, exercise } from '../../support/clients/exercise.ts';

async function start(): Promise<ChatServer> {
  const folder = mkdtempSync(join(tmpdir(), 'chatveil-nats-'));
  const socket = 'websocket {\n  host: "127.0.0.1"\n  port: -1\n  no_tls: true\n  compression: true\n}\n';
  writeFileSync(join(folder, 'nats.conf'), `listen: "127.0.0.1:-1"\n${socket}`);
  const ready = /websocket clients on ws:\/\/127\.0\.0\.1:(\d+)[\s\S]*Server is ready/;
  const child = await startChild(`nats-server -c ${folder}/nats.conf`, ready, folder);
  return {
    port: Number(child.said),
    async stop() {
      await child.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Takes messages off the front of the stream; what does not fit the protocol to the byte ends the client. */
class Reader {
  readonly got: string[] = [];
  pongs = 0;
  #rest: Buffer = Buffer.alloc(0);

  push(bytes: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    for (let end = this.#next(); end > 0; end = this.#next()) this.#rest = this.#rest.subarray(end);
  }

  #next(): number {
    const line = this.#rest.indexOf('\r\n');
    if (line < 0) return 0;
    const words = this.#rest.toString('utf8', 0, line).split(' ');
    if (words[0] === 'PONG') this.pongs += 1;
    if (words[0] !== 'MSG' && words[0] !== 'HMSG') {
      expect(['INFO', 'PING', 'PONG', '+OK']).toContain(words[0]);
      return line + 2;
    }
    const from = line + 2;
    const end = from + Number(words.at(-1));
    if (this.#rest.length < end + 2) return 0;
    expect(this.#rest.toString('latin1', end, end + 2)).toBe('\r\n');
    const headers = words[0] === 'HMSG' ? Number(words.at(-2)) : 0;
    if (headers > 0) expect(this.#rest.toString('utf8', from, from + headers)).toMatch(/^NATS\/1\.0\r\n.*\r\n\r\n$/s);
    this.got.push(this.#rest.toString('utf8', from + headers, end));
    return end + 2;
  }
}

async function connect(url: string): Promise<ChatPeer> {
  const socket = new WebSocket(url.replace('http', 'ws'));
  const reader = new Reader();
  socket.on('error', () => undefined);
  socket.on('message', (data: Buffer) => reader.push(data));
  await soon('open', new Promise<void>((resolve) => socket.once('open', () => resolve())));
  const send = (text: string) => socket.send(Buffer.from(text));
  let asked = 0;
  const pong = async () => {
    asked += 1;
    const wanted = asked;
    send('PING\r\n');
    await within(20_000, 'PONG', () => reader.pongs >= wanted);
  };
  send('CONNECT {"verbose":false,"echo":false,"headers":true,"name":"visitor","pass":"x"}\r\nSUB room 1\r\n');
  await pong();
  return {
    got: reader.got,
    send(text) {
      const size = Buffer.byteLength(text);
      const headers = 'NATS/1.0\r\nFrom: visitor\r\n\r\n';
      // Every other message has headers, and so a second size.
      if (size % 2 === 0) send(`PUB room ${size}\r\n${text}\r\n`);
      else send(`HPUB room ${headers.length} ${headers.length + size}\r\n${headers}${text}\r\n`);
      return pong();
    },
    close: () => socket.terminate(),
  };
}

if (isInstalled('nats-server')) exercise({ name: 'nats', start, connect });
else describe('nats', () => it.skip('needs nats-server from Debian', () => undefined));
