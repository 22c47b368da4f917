/** Free ports of this computer: the wanted ones when nobody has them, else any. */
import { type AddressInfo, createServer, type Server } from 'node:net';

const host = '127.0.0.1';

/**
 * One port for each wanted one, all different; 0 means any.
 * Another program may take one before we do: then the start fails with a clear message.
 */
export async function freePorts(wanted: readonly number[]): Promise<readonly number[]> {
  // All are held until the last is found, so that none is handed out twice.
  const held: Server[] = [];
  for (const port of wanted) held.push((await hold(port)) ?? (await holdAny()));
  const ports = held.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function hold(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, host, () => resolve(server));
  });
}

async function holdAny(): Promise<Server> {
  const server = await hold(0);
  if (server === undefined) throw new Error('this computer has no free port');
  return server;
}
