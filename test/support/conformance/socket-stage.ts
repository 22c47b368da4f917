/** Two bare TCP peers that speak WebSocket by hand, with the proxy between them: a visitor and a vendor. */
import { createHash } from 'node:crypto';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type SiteOptions, startPlane, testSite } from '../sites.ts';
import { expectFrames, type Heard, readFrames, splitFrames, writeFrame } from './frames.ts';
import { soon } from './raw-line.ts';

/** One end of a connection whose handshake is over. */
export interface Peer {
  readonly socket: Socket;
  /** Bytes after the handshake. */
  bytes: Buffer;
  closed: boolean;
  /** How the handshake was answered, or asked. */
  head: string;
}

export interface SocketStage {
  readonly port: number;
  /** Answers the next handshakes with these bytes, in which `{ACCEPT}` is the right key; undefined: as a vendor should. */
  plan(answer: string | undefined): void;
  /** The vendor's ends, in order. */
  readonly vendors: Peer[];
  /** A connected pair; `deflate` when both sides shall speak permessage-deflate. */
  pair(deflate: boolean): Promise<{ readonly visitor: Peer; readonly vendor: Peer }>;
  stop(): Promise<void>;
}

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

export async function socketStage(site: Partial<SiteOptions> = {}): Promise<SocketStage> {
  const vendors: Peer[] = [];
  let planned: string | undefined;
  const answer = (peer: Peer) => {
    if (planned === undefined) accept(peer);
    else peer.socket.write(Buffer.from(planned.replace('{ACCEPT}', acceptKey(peer.head)), 'latin1'));
  };
  const server = createServer((socket) => vendors.push(listen(socket, answer)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const upstream = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const guarded = {
    id: 'guarded',
    hosts: ['guarded.test'],
    origins: ['https://shop.example', 'http://localhost:3000'],
  };
  const sites = [testSite({ upstream, ...site }), testSite({ upstream, ...site, ...guarded })];
  const { plane, port } = await startPlane(sites);
  return {
    port,
    vendors,
    plan(text) {
      planned = text;
    },
    async pair(deflate) {
      vendors.length = 0;
      const visitor = listen(connect(port, '127.0.0.1'), () => undefined);
      visitor.socket.write(handshake(deflate));
      await soon(() => visitor.head !== '' && vendors.length === 1);
      const [vendor] = vendors;
      if (vendor === undefined || !visitor.head.startsWith('HTTP/1.1 101')) throw new Error(`no pair: ${visitor.head}`);
      return { visitor, vendor };
    },
    async stop() {
      await plane.close();
      for (const { socket } of vendors) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function handshake(deflate: boolean): string {
  const lines = ['GET /socket HTTP/1.1', 'Host: shop.test', 'Connection: Upgrade', 'Upgrade: websocket'];
  if (deflate) lines.push('Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits');
  return [...lines, 'Sec-WebSocket-Version: 13', `Sec-WebSocket-Key: ${KEY}`, '', ''].join('\r\n');
}

function acceptKey(head: string): string {
  const key = /sec-websocket-key: (\S+)/i.exec(head)?.[1] ?? '';
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
}

function accept(peer: Peer): void {
  const lines = ['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: websocket'];
  if (/permessage-deflate/i.test(peer.head)) {
    lines.push('Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover');
  }
  peer.socket.write([...lines, `Sec-WebSocket-Accept: ${acceptKey(peer.head)}`, '', ''].join('\r\n'));
}

function listen(socket: Socket, begun: (peer: Peer) => void): Peer {
  const peer: Peer = { socket, bytes: Buffer.alloc(0), closed: false, head: '' };
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.on('close', () => {
    peer.closed = true;
  });
  socket.on('data', (chunk) => {
    peer.bytes = Buffer.concat([peer.bytes, chunk]);
    const end = peer.head === '' ? peer.bytes.indexOf('\r\n\r\n') : -1;
    if (end === -1) return;
    peer.head = peer.bytes.toString('latin1', 0, end + 4);
    peer.bytes = peer.bytes.subarray(end + 4);
    begun(peer);
  });
  return peer;
}

export interface SocketCase {
  /** Which peer sends the frames. */
  readonly leg: 'visitor' | 'vendor';
  readonly deflate: boolean;
  readonly frames: string;
  /** Frames that the sender must get back, and those that must arrive at the other end. */
  readonly back: string;
  readonly over: string;
  /** Bytes a write. */
  readonly size: number;
}

/** Plays one case; a peer that gets a close frame answers it, as RFC 6455 section 5.5.1 wants. */
export async function playCase(
  stage: SocketStage,
  one: SocketCase,
): Promise<{ back: Heard; over: Heard; closed: boolean }> {
  const { visitor, vendor } = await stage.pair(one.deflate);
  const [sender, other] = one.leg === 'visitor' ? [visitor, vendor] : [vendor, visitor];
  const masks = one.leg === 'visitor';
  // Empty pings are the proxy's own, to see whether we are alive.
  const heard = (peer: Peer, masked: boolean) => {
    const all = readFrames(peer.bytes, masked, one.deflate);
    return { ...all, frames: all.frames.filter((frame) => frame !== 'P:') };
  };
  const read = () => ({ back: heard(sender, !masks), over: heard(other, masks) });
  await send(sender.socket, one, masks);
  const wanted = JSON.stringify([expectFrames(one.back), expectFrames(one.over)]);
  await soon(() => JSON.stringify(Object.values(read()).map(({ frames }) => frames)) === wanted, 1500);
  const ends = /(?:^|\| )X:/.test(one.over);
  if (ends) {
    other.socket.write(writeFrame('X:1000', !masks));
    await soon(() => other.closed && sender.closed, 1000);
  } else await new Promise((resolve) => setTimeout(resolve, 10));
  const played = { ...read(), closed: other.closed && sender.closed };
  sender.socket.destroy();
  other.socket.destroy();
  return played;
}

async function send(socket: Socket, { frames, size }: SocketCase, masks: boolean): Promise<void> {
  let bytes = Buffer.alloc(0);
  for (const text of splitFrames(frames)) {
    if (text !== 'FIN' && text !== 'RST') bytes = Buffer.concat([bytes, writeFrame(text, masks)]);
  }
  for (let at = 0; at < bytes.length; at += size) {
    socket.write(bytes.subarray(at, at + size));
    if (at + size < bytes.length) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  if (frames.endsWith('FIN')) socket.end();
  if (!frames.endsWith('RST')) return;
  await new Promise((resolve) => setTimeout(resolve, 20));
  socket.resetAndDestroy();
}
