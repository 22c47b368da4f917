/** What the listening process makes of a connection before a worker gets it. */
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type Arrival, createDoor } from '../../../src/compose/crew/door.ts';
import { defaultLimits } from '../../../src/domain/limits.ts';

async function arrive(text: string, balancers: readonly string[]) {
  const met = deferred<Arrival | 'refused'>();
  const door = createDoor({
    limits: { ...defaultLimits, headSecondsMax: 1 },
    proxyProtocol: balancers,
    onArrival: met.resolve,
    onRefused: () => met.resolve('refused'),
  });
  const port = await door.listen({ host: '127.0.0.1', port: 0 });
  const client = connect(port, '127.0.0.1', () => void client.write(text));
  client.on('error', () => undefined);
  onTestFinished(() => {
    client.destroy();
    door.close();
  });
  const arrival = await met.promise;
  if (arrival !== 'refused') onTestFinished(() => void arrival.socket.destroy());
  return arrival;
}

function deferred<Value>() {
  let resolve: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

test('an ordinary connection is handed on unread', async () => {
  const arrival = await arrive('GET / HTTP/1.1\r\n\r\n', []);
  expect(arrival).toMatchObject({ address: '127.0.0.1', announced: undefined, early: undefined });
});

test('a PROXY head is taken off, what follows it goes along', async () => {
  const arrival = await arrive('PROXY TCP4 192.0.2.9 10.0.0.1 1 2\r\nGET / HTTP/1.1\r\n', ['127.0.0.0/8']);
  expect(arrival).toMatchObject({ address: '192.0.2.9', announced: '192.0.2.9' });
  expect(arrival !== 'refused' && String(arrival.early)).toBe('GET / HTTP/1.1\r\n');
});

test('a listed balancer without a head is refused', async () => {
  expect(await arrive('GET / HTTP/1.1\r\n\r\n', ['127.0.0.0/8'])).toBe('refused');
});

test('a port that is taken is an error', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await new Promise((resolve) => other.once('listening', resolve));
  const door = createDoor({ limits: defaultLimits, onArrival: () => undefined, onRefused: () => undefined });
  const { port } = other.address() as AddressInfo;
  await expect(door.listen({ host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
