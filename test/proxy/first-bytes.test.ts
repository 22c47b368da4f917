/** The first bytes of a vendor's connection decide whether it is read at all. */
import { expect, test } from 'vitest';
import { guard } from '../../src/proxy/first-bytes.ts';

/** A socket that gives these chunks one after the other. */
function giving(...chunks: string[]) {
  let error: Error | undefined;
  const socket = {
    readableLength: 0,
    destroyed: false,
    read: (): unknown => (chunks.length > 0 ? Buffer.from(chunks.shift() ?? '') : null),
    destroy(fault?: Error) {
      error = fault;
      return this as never;
    },
  };
  guard(socket);
  return { socket, fault: () => error?.name };
}

test.each([[['HTTP/1.1 200 OK']], [['HTTP/1.0 200 OK']], [['H', 'TTP/', '1.1', ' 200', ' OK']]])(
  '%j is read as it comes',
  (chunks) => {
    const { socket, fault } = giving(...chunks);
    for (const chunk of [...chunks]) expect(String(socket.read())).toBe(chunk);
    expect(socket.read()).toBeNull();
    expect(fault()).toBeUndefined();
  },
);

test.each(['HTTP/2.0 200 OK', 'HTTP/0.9 200', 'RTSP/1.0 200', 'http/1.1 200', '<html>', 'HTTP/1.11 200'])(
  '%j ends the connection unread',
  (text) => {
    const { socket, fault } = giving(text.slice(0, 3), text.slice(3));
    const read = [socket.read(), socket.read()];
    expect(read).toContain(null);
    expect(fault()).toBe('HTTPParserError');
  },
);

test('a long beginning is read in small pieces, what follows as it is', () => {
  const asked: unknown[] = [];
  const read = (size?: number): unknown => {
    asked.push(size);
    return Buffer.from('HTTP/1.1 '.padEnd(size ?? 40_000, 'x'));
  };
  const socket = { readableLength: 100_000, destroyed: false, read, destroy: () => socket as never };
  guard(socket);
  for (let round = 0; round < 10; round += 1) socket.read();
  expect(asked.slice(0, 9)).toEqual(Array(9).fill(8192));
  expect(asked[9]).toBeUndefined();
});
