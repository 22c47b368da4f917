import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { innerSockets } from '../../../src/proxy/http2/inner-socket.ts';

async function text(socket: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  // Reading to the end by iteration would close the other direction as well.
  await new Promise<void>((resolve, reject) => {
    const readable = socket as unknown as NodeJS.ReadableStream;
    readable.on('data', (chunk: Buffer) => void chunks.push(chunk));
    readable.once('end', resolve);
    readable.once('error', reject);
  });
  return String(Buffer.concat(chunks));
}

const pair = () => innerSockets(new PassThrough(), '192.0.2.1');

test('what one end writes the other reads, and half closes stay half', async () => {
  const [asking, serving] = pair();
  asking.end('question');
  expect(await text(serving)).toBe('question');
  serving.write('answer');
  serving.destroySoon();
  expect(await text(asking)).toBe('answer');
});

test('a slow reader stops the writer', async () => {
  const [asking, serving] = pair();
  const piece = Buffer.alloc(16 * 1024);
  let written = 0;
  while (written < 1000 && asking.write(piece)) written += 1;
  expect(written).toBeLessThan(1000);
  serving.resume();
  await once(asking, 'drain');
});

test('an end that breaks is a reset for the other', async () => {
  const [asking, serving] = pair();
  const failed = once(asking, 'error');
  serving.destroy();
  expect((await failed)[0]).toMatchObject({ code: 'ECONNRESET' });
  asking.on('error', () => undefined);
});
