/** The whole product on free ports in a temporary folder, before an upstream of the test's own; everything it logs is kept. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { WebSocketServer } from 'ws';
import { type Running, start } from '../../src/main.ts';
import { createLog } from '../../src/observe/log.ts';
import { loadSettings } from '../../src/settings/load.ts';

export interface TestProduct {
  readonly running: Running;
  readonly port: number;
  readonly folder: string;
  /** All log lines so far, as one text. */
  logs(): string;
  stop(): Promise<void>;
}

export interface ProductOptions {
  readonly upstream: string;
  /** Id of a profile; `generic` unless said. */
  readonly vendor?: string;
  /** Lines of YAML for the site, two blanks deeper than `- id`. */
  readonly site?: string;
  /** Lines of YAML at the top level. */
  readonly top?: string;
  /** Files beside the configuration, by name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly policy?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Host header values besides `shop.test`, joined by commas. */
  readonly hosts?: string;
  /** Called with the folder of the configuration before it is read. */
  prepare?(folder: string): void;
}

export async function startProduct(options: ProductOptions): Promise<TestProduct> {
  const { hosts = 'shop.invalid' } = options;
  const { upstream, site = '', top = '', vendor = 'generic', policy = 'default', files = {}, env = {} } = options;
  const folder = mkdtempSync(join(tmpdir(), 'chatveil-product-'));
  const file = join(folder, 'chatveil.yaml');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const listen = 'host: 127.0.0.1, port: 0';
  writeFileSync(
    file,
    `listen: { data: { ${listen} }, console: { ${listen} }, ops: { ${listen} } }
data_dir: ./data
vault: { store: { sqlite: ./data/vault.db }, root_key: { file: ./data/root.key } }
${top}
sites:
  - id: shop
    hosts: [shop.test, ${hosts}]
    upstream: ${upstream}
    vendor: ${vendor}
    policy: ${policy}
    mode: enforce
${site}
`,
  );
  options.prepare?.(folder);
  const load = () => loadSettings({ file, env, cwd: folder });
  const loaded = await load();
  if (!loaded.ok) throw new Error(`the test's configuration is wrong: ${loaded.problems[0]?.message}`);
  const lines: string[] = [];
  const log = createLog({ level: 'debug', destination: { write: (line: string) => void lines.push(line) } });
  const running = await start({ loaded, reload: load, env, log, createVault: true });
  return {
    running,
    port: Number(new URL(running.data).port),
    folder,
    logs: () => lines.join(''),
    async stop() {
      await running.drain();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface CapturingUpstream {
  readonly url: string;
  /** Every chunk and message that arrived, in order. */
  readonly heard: Buffer[];
  text(): string;
  clear(): void;
  /** Sent over every socket that is open. */
  say(text: string): void;
  close(): Promise<void>;
}

/** A vendor that keeps every byte it is sent and answers as the test says; sockets echo. */
export async function startCapturing(
  answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.end('{"ok":true}'),
): Promise<CapturingUpstream> {
  const heard: Buffer[] = [];
  const server = createServer((request, response) => {
    keep(request);
    request.on('data', (chunk: Buffer) => void heard.push(chunk));
    request.on('end', () => answer(request, response));
  });
  const keep = ({ method, url, rawHeaders }: IncomingMessage) =>
    void heard.push(Buffer.from(`${method} ${url} ${rawHeaders.join('|')}`));
  server.on('upgrade', keep);
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    socket.on('message', (data: Buffer, binary) => {
      heard.push(Buffer.from(data));
      socket.send(data, { binary });
    });
    socket.on('close', (_, reason) => void (reason.length > 0 && heard.push(reason)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    text: () => Buffer.concat(heard).toString('utf8'),
    clear: () => void heard.splice(0),
    say(text) {
      for (const socket of sockets.clients) socket.send(text);
    },
    close() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
