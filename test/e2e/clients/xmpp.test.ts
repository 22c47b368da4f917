/** XMPP: the @xmpp client over WebSocket, and BOSH by hand, before a real Prosody, where Debian's package is installed. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { client, type Element, xml } from '@xmpp/client';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { soon, within } from '../../support/clients/chat-stage.ts';
import { isInstalled, startChild } from '../../support/clients/child.ts';
import { type ChatPeer, exercise } from '../../support/clients/exercise.ts';

Object.assign(globalThis, { WebSocket });

const people = ['anna', 'ben', 'cleo', 'dave', 'eve', 'finn', 'gina', 'hugo', 'ines', 'jan', 'kim', 'lea'];
const password = 'a-password-for-tests';
const room = 'lobby@rooms.localhost';

/** Prosody has no port 0: one that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function start() {
  const folder = mkdtempSync(join(tmpdir(), 'chatveil-prosody-'));
  const port = await freePort();
  const accounts = join(folder, 'data', 'localhost', 'accounts');
  mkdirSync(accounts, { recursive: true });
  for (const name of people)
    writeFileSync(join(accounts, `${name}.dat`), `return { ["password"] = "${password}"; };\n`);
  writeFileSync(
    join(folder, 'prosody.cfg.lua'),
    `data_path = "${join(folder, 'data')}"
pidfile = "${join(folder, 'prosody.pid')}"
run_as_root = true
interfaces = { "127.0.0.1" }
modules_enabled = { "roster", "saslauth", "disco", "websocket", "bosh" }
modules_disabled = { "s2s", "tls", "offline", "admin_shell" }
c2s_ports = {}
c2s_direct_tls_ports = {}
http_ports = { ${port} }
https_ports = {}
c2s_require_encryption = false
consider_websocket_secure = true
consider_bosh_secure = true
allow_unencrypted_plain_auth = true
authentication = "internal_plain"
limits = {}
log = { info = "*console" }
VirtualHost "localhost"
Component "rooms.localhost" "muc"
  modules_enabled = {}
  muc_room_default_history_length = 0
  muc_room_locking = false
`,
  );
  const line = `prosody --config ${join(folder, 'prosody.cfg.lua')} -F`;
  const child = await startChild(line, /Activated service 'http' on [^\n]*127\.0\.0\.1\]?:\d+/, folder);
  return {
    port,
    async stop() {
      await child.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

let turn = 0;

async function connect(url: string): Promise<ChatPeer> {
  const name = people[turn % people.length] ?? 'anna';
  turn += 1;
  const xmpp = client({
    service: `${url.replace('http', 'ws')}/xmpp-websocket`,
    domain: 'localhost',
    resource: `r${turn}`,
    username: name,
    password,
  });
  xmpp.reconnect.delay = 100;
  const me = `${room}/${name}${turn}`;
  const got: string[] = [];
  const waiting = new Map<string, () => void>();
  let joined: () => void = () => undefined;
  let last = 0;
  xmpp.on('error', () => undefined);
  xmpp.on('online', () => {
    void xmpp.send(xml('presence', { to: me }, xml('x', { xmlns: 'http://jabber.org/protocol/muc' })));
  });
  xmpp.on('stanza', (stanza: Element) => {
    if (stanza.is('presence') && stanza.attrs['from'] === me) joined();
    const body = stanza.is('message') ? stanza.getChildText('body') : null;
    if (body === null || stanza.attrs['type'] !== 'groupchat') return;
    if (stanza.attrs['from'] === me) waiting.get(stanza.attrs['id'] ?? '')?.();
    else got.push(body);
  });
  const next = () => soon('join', new Promise<void>((resolve) => (joined = resolve)), 15_000);
  const first = next();
  await xmpp.start();
  await first;
  return {
    got,
    async send(text) {
      last += 1;
      const id = `m-${last}`;
      const echoed = new Promise<void>((resolve) => waiting.set(id, resolve));
      await xmpp.send(xml('message', { to: room, type: 'groupchat', id }, xml('body', {}, text)));
      await soon('echo', echoed, 20_000);
    },
    back: next,
    async close() {
      await xmpp.stop();
    },
  };
}

if (isInstalled('prosody')) {
  exercise({
    name: 'xmpp over websocket',
    start,
    connect,
    more(stage, another) {
      it('reads and masks BOSH', async () => {
        const agent = await another();
        let rid = 7000;
        let sid = '';
        const post = async (content: string, attributes = '') => {
          rid += 1;
          const head = `rid="${rid}" xmlns="http://jabber.org/protocol/httpbind"${sid && ` sid="${sid}"`}`;
          const answer = await fetch(`${stage().url}/http-bind`, {
            method: 'POST',
            headers: { 'content-type': 'text/xml; charset=utf-8' },
            body: `<body ${head} ${attributes}>${content}</body>`,
          });
          expect(answer.status).toBe(200);
          return answer.text();
        };
        const version = 'ver="1.6" wait="2" hold="1" xmpp:version="1.0" xmlns:xmpp="urn:xmpp:xbosh"';
        const hello = await post('', `to="localhost" ${version}`);
        sid = /\bsid=['"]([^'"]+)/.exec(hello)?.[1] ?? '';
        const plain = Buffer.from(`\0lea\0${password}`).toString('base64');
        const sasl = 'urn:ietf:params:xml:ns:xmpp-sasl';
        expect(await post(`<auth xmlns="${sasl}" mechanism="PLAIN">${plain}</auth>`)).toContain('<success');
        await post('', `xmpp:restart="true" to="localhost" xmlns:xmpp="urn:xmpp:xbosh"`);
        await post('<iq type="set" id="b"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/></iq>');
        await post(
          `<presence xmlns="jabber:client" to="${room}/bosh"><x xmlns="http://jabber.org/protocol/muc"/></presence>`,
        );
        await post(
          `<message xmlns="jabber:client" to="${room}" type="groupchat"><body>4111 1111 1111 1111 &amp; thanks</body></message>`,
        );
        await within(5000, 'the mask', () => agent.got.length > 0);
        expect(agent.got[0]).toMatch(/^\[card ••1111 #[^\]]+\] & thanks$/);
        expect(stage().far.upText().replace(/\D/g, '')).not.toContain('4111111111111111');
      });
    },
  });
} else describe('xmpp', () => it.skip('needs prosody from Debian', () => undefined));
