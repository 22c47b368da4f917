/** Reading a body: whole, too large, cut off, with trailers, or handed over. */
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { collectBody } from '../../src/proxy/body.ts';

function collect(
  chunks: readonly (string | null)[],
  options: { max?: number; trailers?: string[]; peek?: (first: Buffer) => boolean; destroy?: boolean } = {},
) {
  const request = new IncomingMessage(new Socket());
  request.on('error', () => undefined);
  if (options.trailers) request.rawTrailers = options.trailers;
  const result = new Promise<[string | undefined, string]>((resolve) => {
    collectBody(request, options.max ?? 100, (fault, bytes) => resolve([fault, bytes.toString()]), {
      peek: options.peek,
    });
  });
  for (const chunk of chunks) request.push(chunk === null ? null : Buffer.from(chunk));
  if (options.destroy) setImmediate(() => request.destroy());
  return { request, result };
}

test('chunks are joined', async () => {
  expect(await collect(['a', 'b', 'c', null]).result).toEqual([undefined, 'abc']);
  expect(await collect([null]).result).toEqual([undefined, '']);
});

test('a body over the limit, a cut one, and one with trailers are told apart', async () => {
  expect(await collect(['a'.repeat(101)]).result).toEqual(['CV_BODY_TOO_LARGE', '']);
  expect(await collect(['a'], { destroy: true }).result).toEqual(['gone', '']);
  expect(await collect(['a', null], { trailers: ['X', 'y'] }).result).toEqual(['CV_TRAILERS', '']);
});

test('a stream that is taken over keeps its first chunk for its new owner', async () => {
  const seen: string[] = [];
  const { request } = collect(['one'], {
    peek(first) {
      seen.push(first.toString());
      return false;
    },
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(seen).toEqual(['one']);
  expect(request.listenerCount('data')).toBe(0);
});
