/** The socket behind a client: known once connected, and asked how it died. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { strictConnector } from '../../src/proxy/first-bytes.ts';
import { keeping, markOf, type Wire } from '../../src/proxy/kept-socket.ts';

async function connected() {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const wire: Wire = { socket: undefined };
  const port = String((server.address() as AddressInfo).port);
  const target = { hostname: '127.0.0.1', protocol: 'http:', port } as const;
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  await new Promise<void>((resolve, reject) =>
    keeping(wire, strictConnector({}))(target, (...[error]) => (error === null ? resolve() : reject(error))),
  );
  const [far] = await accepted;
  const { socket } = wire;
  if (socket === undefined) throw new Error('no socket');
  onTestFinished(() => void socket.destroy());
  return { far, socket };
}

test('a socket that ends without another byte has died, one that said something has not', async () => {
  for (const last of ['', 'HTTP/1.1 2']) {
    const { far, socket } = await connected();
    const died = markOf(socket);
    expect(died()).toBe(false);
    socket.resume();
    far.end(last);
    await once(socket, 'close');
    expect(died()).toBe(last === '');
  }
});

test('where there was no socket, or none alive, nothing was kept', async () => {
  expect(markOf(undefined)()).toBe(false);
  const { socket } = await connected();
  socket.destroy();
  expect(markOf(socket)()).toBe(false);
});
