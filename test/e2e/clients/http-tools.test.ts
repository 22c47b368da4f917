/** curl and the HTTP clients of Python, Ruby and Java, unchanged: chunks, 100-continue, HTTP/1.0, asking for HTTP/2, forms. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ChatServer, type ChatStage, startChatStage } from '../../support/clients/chat-stage.ts';
import { isInstalled } from '../../support/clients/child.ts';
import { comparable, type Tap } from '../../support/clients/tap.ts';

const harmless = JSON.stringify({ text: 'Grüße 👋 at 5 on Friday' });
const card = JSON.stringify({ text: 'my card is 4111 1111 1111 1111 and my SSN is 536-22-8145.' });
const json = ['-H', 'Content-Type: application/json'];
const curl = ['curl', '-sS', '-m', '10'];
const python = (code: string) => [
  '/usr/bin/python3',
  '-c',
  `import sys\nurl, file = sys.argv[1:]\n${code}`,
  '@URL',
  '@FILE',
];

const javaSource = join(import.meta.dirname, '../../support/clients/post-thrice.java');

/** `@URL` is the address, `@FILE` the name of a file that holds the message. */
const tools: readonly (readonly [name: string, command: readonly string[]])[] = [
  ['curl', [...curl, ...json, '--data-binary', '@@FILE', '@URL']],
  [
    'curl, waiting for 100 (Continue)',
    [...curl, ...json, '-H', 'Expect: 100-continue', '--data-binary', '@@FILE', '@URL'],
  ],
  ['curl, in chunks', [...curl, ...json, '-H', 'Transfer-Encoding: chunked', '--data-binary', '@@FILE', '@URL']],
  ['curl, HTTP/1.0', [...curl, ...json, '-0', '--data-binary', '@@FILE', '@URL']],
  ['curl, a form', [...curl, '--data-urlencode', 'text@@FILE', '--data-urlencode', 'to=Köln & Bonn', '@URL']],
  ['curl, parts', [...curl, '-F', 'text=<@FILE', '-F', 'notes=@@FILE;type=text/plain', '@URL']],
  [
    'curl, PATCH',
    [...curl, '-X', 'PATCH', '-H', 'Content-Type: application/merge-patch+json', '--data-binary', '@@FILE', '@URL'],
  ],
  ['curl, asking for HTTP/2', [...curl, ...json, '--http2', '--data-binary', '@@FILE', '@URL', '@URL']],
  [
    'curl, asking for HTTP/2 in chunks',
    [...curl, ...json, '--http2', '-H', 'Transfer-Encoding: chunked', '--data-binary', '@@FILE', '@URL'],
  ],
  ['curl, twice on a connection', [...curl, ...json, '--data-binary', '@@FILE', '@URL', '@URL']],
  [
    'urllib',
    python(
      'import urllib.request as u\nprint(u.urlopen(u.Request(url, open(file, "rb").read(), {"Content-Type": "application/json"})).read())',
    ),
  ],
  [
    'http.client, a generator',
    python(
      'import http.client\nfrom urllib.parse import urlsplit\nc = http.client.HTTPConnection(urlsplit(url).netloc)\nb = open(file, "rb").read()\nfor _ in range(3):\n  c.request("POST", "/a", (b[i:i+7] for i in range(0, len(b), 7)), {"Content-Type": "application/json"}, encode_chunked=True)\n  print(c.getresponse().read())',
    ),
  ],
  [
    'net/http',
    [
      'ruby',
      '-rnet/http',
      '-e',
      'puts Net::HTTP.post(URI(ARGV[0]), File.read(ARGV[1]), "Content-Type" => "application/json").body',
      '@URL',
      '@FILE',
    ],
  ],
  ['HttpClient of Java', ['java', javaSource, '@URL', '@FILE']],
];

async function start(heard: string[]): Promise<ChatServer> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => void chunks.push(chunk));
    request.on('end', () => {
      heard.push(Buffer.concat(chunks).toString('utf8'));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"note":"card 5500 0055 5555 5559"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

describe('HTTP clients', () => {
  const heard: string[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'chatveil-tools-'));
  let server: ChatServer;
  let stage: ChatStage;
  beforeAll(async () => {
    server = await start(heard);
    stage = await startChatStage(server);
  });
  afterEach(async () => {
    heard.splice(0);
    await stage.clear();
  });
  afterAll(async () => {
    await stage.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = ([command = '', ...rest]: readonly string[], message: string) => {
    const file = join(folder, 'message.json');
    writeFileSync(file, message);
    const filled = rest.map((word) => word.replace('@URL', `${stage.url}/a`).replace('@FILE', file));
    return new Promise<string>((resolve, reject) => {
      execFile(command, filled, { timeout: 30_000 }, (error, out) => (error === null ? resolve(out) : reject(error)));
    });
  };

  for (const [name, command] of tools) {
    if (!isInstalled(command[0] ?? '')) {
      it.skip(`${name}: needs ${command[0]}`, () => undefined);
      continue;
    }
    it(`${name}: harmless bytes are the same, numbers stay here in both directions`, async () => {
      await run(command, harmless);
      const sent = (tap: Tap) => comparable(tap).bodies.filter((body) => body.startsWith('up '));
      expect(sent(stage.near).length).toBeGreaterThan(0);
      expect(sent(stage.far)).toEqual(sent(stage.near));
      const before = heard.length;
      const answered = await run(command, card);
      expect(answered).toMatch(/card \[card ••5559|card \[card \\xe2\\x80\\xa2/);
      expect(heard.length).toBe(2 * before);
      const got = heard.slice(before).join('\n');
      expect(got).toMatch(/card|5Bcard/);
      expect(got.replace(/\D/g, '')).not.toContain('4111111111111111');
      expect(got).not.toContain('536-22-8145');
      expect(answered.replace(/\D/g, '')).not.toContain('5500005555555559');
    });
  }
});
