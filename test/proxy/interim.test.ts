/** `100 Continue` in front of answers is written as a hint; every other byte stays, in any split. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectHead, mendInterims } from '../../src/proxy/interim.ts';

/** What is read of `text` in pieces that end at `cuts`; `expecting`: before the piece of that number an answer is due. */
function readIn(text: string, cuts: readonly number[] = [], expecting = 0): string {
  const bytes = Buffer.from(text, 'latin1');
  const ends = [...new Set([...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b);
  const pieces = ends.map((end, at) => Buffer.from(bytes.subarray(ends[at - 1] ?? 0, end)));
  const socket = { read: (): unknown => pieces.shift() ?? null };
  mendInterims(socket);
  let all = '';
  for (let number = 0; ; number += 1) {
    if (number === expecting) expectHead(socket);
    const chunk = socket.read();
    if (!Buffer.isBuffer(chunk)) return all;
    all += chunk.toString('latin1');
  }
}

const answer = 'HTTP/1.1 200 OK\r\nX: 100\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n';

test.each([
  ['one', 'HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 103 Continue\r\n\r\n'],
  [
    'two with fields',
    'HTTP/1.1 100 C\r\nA: b\r\n\r\nHTTP/1.0 100 \r\n\r\n',
    'HTTP/1.1 103 C\r\nA: b\r\n\r\nHTTP/1.0 103 \r\n\r\n',
  ],
  ['behind another hint', 'HTTP/1.1 103 E\r\n\r\nHTTP/1.1 100\r\n\r\n', 'HTTP/1.1 103 E\r\n\r\nHTTP/1.1 103\r\n\r\n'],
  ['none', '', ''],
])('%s', (_, before, after) => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 6 }), (cuts) => {
      expect(readIn(before + answer, cuts)).toBe(after + answer);
    }),
    { numRuns: 60 },
  );
});

test('nothing is changed where no answer is due, and nothing of an answer of its own', () => {
  expect(readIn('HTTP/1.1 100 Continue\r\n\r\n', [], 9)).toBe('HTTP/1.1 100 Continue\r\n\r\n');
  for (const text of ['HTTP/1.1 101 S\r\n\r\nHTTP/1.1 100 C\r\n\r\n', 'HTTP/2.0 x100', 'RTSP/1.1 100 C\r\n\r\n', '100'])
    expect(readIn(text)).toBe(text);
});

test('a socket that nobody watches is left alone', () => {
  expect(() => expectHead(undefined)).not.toThrow();
  expect(() => expectHead({})).not.toThrow();
});
