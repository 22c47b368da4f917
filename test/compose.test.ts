/** The whole product, from configuration to drain: what a vendor receives, what is counted, how it starts and ends. */
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { explainStart } from '../src/cli/run.ts';
import { ListenError, originOf } from '../src/compose/listen.ts';
import { compose, vaultFiles } from '../src/compose.ts';
import { createLive } from '../src/domain/live.ts';
import { type Running, start } from '../src/main.ts';
import { createLog } from '../src/observe/log.ts';
import { loadSettings } from '../src/settings/load.ts';
import { configFolder } from './support/config-folder.ts';

const card = '4111 1111 1111 1111';

async function vendor() {
  const heard: string[] = [];
  const waiting: (() => void)[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      heard.push(body);
      response.setHeader('content-type', 'application/json');
      if (request.url === '/slow') waiting.push(() => response.end('{}'));
      else response.end('{"ok":true}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  return { heard, waiting, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

interface SetUp {
  readonly upstream: string;
  readonly dataPort?: number;
  readonly createVault?: boolean;
}

async function setUp({ upstream, dataPort = 0, createVault = true }: SetUp) {
  const folder = configFolder();
  const text = `listen: { data: { port: ${dataPort} }, console: { port: 0 }, ops: { port: 0 } }
sites: [{ id: shop, hosts: [chat.example], upstream: "${upstream}" }]
watch: false
`;
  const file = folder.write('chatveil.yaml', text);
  const lines: string[] = [];
  const log = createLog({ level: 'info', destination: { write: (line: string) => void lines.push(line) } });
  const reload = () => loadSettings({ file, env: {}, cwd: folder.path });
  const loaded = await reload();
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const begin = async (): Promise<Running> => {
    const running = await start({ loaded, reload, env: {}, log, createVault });
    onTestFinished(() => running.drain());
    return running;
  };
  return { folder, file, text, lines, log, loaded, begin };
}

const say = (running: Running, path: string, text: string) =>
  new Promise<number>((resolve, reject) => {
    import('node:http').then(({ request }) => {
      const headers = { host: 'chat.example', 'content-type': 'application/json' };
      const out = request(`${running.data}${path}`, { method: 'POST', headers, agent: false }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode ?? 0));
      });
      out.on('error', reject).end(JSON.stringify({ text }));
    }, reject);
  });

describe('the product', () => {
  it('sends the vendor a token, counts it, and prints no value anywhere', async () => {
    const { origin, heard } = await vendor();
    const { begin, lines } = await setUp({ upstream: origin });
    const running = await begin();
    expect(await say(running, '/messages', `my card is ${card}`)).toBe(200);
    expect(heard).toEqual([expect.stringMatching(/^\{"text":"my card is \[card ••1111 #\w+\]"\}$/)]);
    const metrics = await (await fetch(`${running.ops}/metrics`)).text();
    expect(metrics).toContain(
      'chatveil_findings_total{site="shop",direction="to-upstream",kind="PAYMENT_CARD",action="tokenize"} 1',
    );
    expect(metrics).toContain('chatveil_vault_records 1');
    const token = /\[card[^\]]*\]/.exec(heard[0] ?? '')?.[0] ?? '';
    const secret = await running.product.vault.admin.resolve(token);
    expect(secret?.expose((plain) => plain)).toBe(card);
    await running.product.stats.flush();
    expect(`${metrics}${lines.join()}`).not.toMatch(/4111[ -]?1111/);
  });

  it('opens the console with a link and says that it is ready', async () => {
    const { origin } = await vendor();
    const running = await (await setUp({ upstream: origin })).begin();
    expect(running.consoleLink().startsWith(`${running.console}/setup#`)).toBe(true);
    expect((await fetch(`${running.console}/api/stats`)).status).toBeGreaterThanOrEqual(400);
    const ready = await fetch(`${running.ops}/readyz?verbose`);
    expect([ready.status, await ready.text()]).toEqual([
      200,
      '[+] vault open\n[+] settings loaded\n[+] drain accepting\nready\n',
    ]);
  });

  it('applies a tightened policy while it runs, and keeps the old one when the new one is broken', async () => {
    const { origin, heard } = await vendor();
    const { begin, folder } = await setUp({ upstream: origin });
    const running = await begin();
    folder.write('policies/default.yaml', 'id: default\ntitle: Block\nrules: [{ id: all, action: block }]\n');
    await running.reload();
    expect(await say(running, '/messages', `my card is ${card}`)).toBe(422);
    folder.write('policies/default.yaml', 'id: default\nrules: nothing\n');
    await running.reload();
    expect(await say(running, '/messages', `my card is ${card}`)).toBe(422);
    expect(heard).toEqual([]);
    const metrics = await (await fetch(`${running.ops}/metrics`)).text();
    expect(metrics).toContain('chatveil_config_reloads_total{outcome="applied"} 1');
    expect(metrics).toContain('chatveil_config_reloads_total{outcome="refused"} 1');
  });

  it('drains: not ready at once, what is under way ends, then everything is closed', async () => {
    const { origin, waiting } = await vendor();
    const { begin } = await setUp({ upstream: origin });
    const running = await begin();
    const slow = say(running, '/slow', 'hello');
    await expect.poll(() => waiting.length).toBe(1);
    const drained = running.drain();
    expect((await fetch(`${running.ops}/readyz`)).status).toBe(503);
    expect((await fetch(`${running.ops}/livez`)).status).toBe(200);
    for (const answer of waiting) answer();
    expect(await slow).toBe(200);
    await drained;
    await expect(fetch(`${running.ops}/livez`)).rejects.toThrow();
    await expect(say(running, '/messages', 'hello')).rejects.toThrow();
    await running.drain();
  });
});

describe('a start that fails', () => {
  it('names the verb that makes a missing key, and makes none itself', async () => {
    const { begin } = await setUp({ upstream: 'http://127.0.0.1:9', createVault: false });
    const error = await begin().catch((thrown: unknown) => thrown);
    expect(explainStart(error, 'my.yaml')).toEqual({
      code: 'CV_VAULT_KEY',
      sentence: 'the root key is missing; make it with "chatveil vault init --config my.yaml"',
    });
  });

  it('names the port that is taken, and leaves nothing open', async () => {
    const taken = createTcpServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void taken.close());
    const { port } = taken.address() as AddressInfo;
    const { begin, loaded, log } = await setUp({ upstream: 'http://127.0.0.1:9', dataPort: port });
    const error = await begin().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ListenError);
    expect(explainStart(error, undefined).sentence).toBe(
      `cannot listen on 127.0.0.1:${port} (listen.data): another program uses this port`,
    );
    // The vault was let go of: it can be opened again at once.
    const product = await compose({ settings: createLive(loaded.settings), env: {}, log });
    await product.close();
  });

  it('refuses a vault that another process has open', async () => {
    const { begin, loaded, log } = await setUp({ upstream: 'http://127.0.0.1:9' });
    await begin();
    const error = await compose({ settings: createLive(loaded.settings), env: {}, log }).catch((thrown) => thrown);
    expect(explainStart(error, undefined).sentence).toContain('stop the one that uses this data directory');
  });
});

describe('places', () => {
  it('are shown as a browser would reach them', () => {
    expect(originOf({ host: '0.0.0.0', port: 0 }, 80)).toBe('http://127.0.0.1:80');
    expect(originOf({ host: '::', port: 0, tls: { cert: 'c', key: 'k', names: [], minVersion: 'TLSv1.2' } }, 443)).toBe(
      'https://[::1]:443',
    );
  });

  it('of vault and key follow the settings', async () => {
    const { folder, loaded } = await setUp({ upstream: 'http://127.0.0.1:9' });
    const parts = { env: {}, clock: { now: () => 0 }, entropy: { bytes: (size: number) => Buffer.alloc(size) } };
    expect(vaultFiles(loaded.settings, parts)).toMatchObject({
      sqlite: join(folder.path, 'data/vault.db'),
      rootKey: { file: join(folder.path, 'data/root.key') },
    });
  });
});
