/** Payloads of the fixtures, and ways to send them in pieces, for tests of splits. */
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type CapturingUpstream, startCapturing } from './product.ts';

export interface Payload {
  readonly name: string;
  readonly mediaType: string;
  readonly body: string;
  readonly values: readonly string[];
}

export interface Reply {
  readonly mediaType: string;
  readonly pieces: readonly Buffer[];
}

/** A vendor that writes its answer piece by piece: what `reply` says at that moment, or a plain yes. */
export function startReplying(reply: () => Reply | undefined): Promise<CapturingUpstream> {
  return startCapturing((_, response) => {
    const { mediaType, pieces } = reply() ?? { mediaType: 'application/json', pieces: [Buffer.from('{"ok":true}')] };
    response.setHeader('Content-Type', mediaType);
    void writePieces((piece) => response.write(piece), pieces).then(() => response.end());
  });
}

export function payloads(name: string): Payload[] {
  const file = join(import.meta.dirname, '../fixtures/payloads', name);
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Payload);
}

const reference = /#[bcdfghjklmnpqrstvwxz]{20,}/g;

export async function writePieces(write: (piece: Buffer) => void, pieces: readonly Buffer[]): Promise<void> {
  for (const piece of pieces) {
    write(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export function expectNoValue(text: string, { values, name }: Pick<Payload, 'values' | 'name'>): void {
  for (const [index, value] of values.entries()) {
    expect(text.includes(value), `value ${index} of "${name}" is gone`).toBe(false);
  }
}

/** Tokens are random; all else of an output must not depend on the cut. */
export function shape(text: string): string {
  return text.replace(reference, '#ref').replace(/%23[bcdfghjklmnpqrstvwxz]{20,}/g, '#ref');
}

/** One kept-alive connection that sends chunked requests piece by piece. */
export class ChunkedClient {
  readonly #socket: Socket;
  #pending = '';
  #wake: (() => void) | undefined;

  constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1').setNoDelay(true);
    this.#socket.on('data', (chunk) => {
      this.#pending += chunk.toString('utf8');
      this.#wake?.();
    });
  }

  async post(mediaType: string, pieces: readonly Buffer[]): Promise<string> {
    this.#pending = '';
    const head = `POST /messages HTTP/1.1\r\nHost: shop.test\r\nContent-Type: ${mediaType}\r\n`;
    this.#socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n`);
    const chunks = pieces.filter((piece) => piece.length > 0);
    const coded = chunks.map((piece) =>
      Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')]),
    );
    await writePieces((piece) => this.#socket.write(piece), coded);
    this.#socket.write('0\r\n\r\n');
    while (!this.#whole())
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    return this.#pending;
  }

  #whole(): boolean {
    const end = this.#pending.indexOf('\r\n\r\n');
    if (end === -1) return false;
    const length = /content-length: (\d+)/i.exec(this.#pending.slice(0, end))?.[1];
    if (length === undefined) return this.#pending.endsWith('0\r\n\r\n');
    return Buffer.byteLength(this.#pending.slice(end + 4)) >= Number(length);
  }

  close(): void {
    this.#socket.destroy();
  }
}

export function unchunked(answer: string): string {
  return answer.slice(answer.indexOf('\r\n\r\n') + 4).replace(/(^|\r\n)[0-9a-f]+\r\n/g, '');
}
