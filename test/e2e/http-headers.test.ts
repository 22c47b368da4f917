/** Header fields over the hop: what is removed, set, mapped and weakened, in both directions. */
import { afterEach, expect, test } from 'vitest';
import { errorCode, exchange, get, post } from '../support/raw-client.ts';
import { fakeRedactor, forbidden, marker, masked, startPlane, testSettings, testSite } from '../support/sites.ts';
import { type Answerer, answer, startRawUpstream } from '../support/upstream.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function stage(answerer?: Answerer, site: Partial<Parameters<typeof testSite>[0]> = {}) {
  const upstream = await startRawUpstream(answerer);
  const started = await startPlane([testSite({ upstream: upstream.url, ...site })]);
  closers.push(
    () => upstream.close(),
    () => started.plane.close(),
  );
  return { upstream, ...started };
}

/** Names and values of the first request the vendor got. */
function fields(text: string): string[] {
  return text.slice(0, text.indexOf('\r\n\r\n')).split('\r\n').slice(1);
}
const field = (text: string, name: string) =>
  fields(text)
    .filter((line) => line.toLowerCase().startsWith(`${name}:`))
    .map((line) => line.slice(name.length + 1).trim());

test('hop-by-hop fields and all that Connection names stay behind', async () => {
  const { port, upstream } = await stage();
  await exchange(
    port,
    get('/', [
      'Connection: close, X-Foo, Cookie, Authorization, Host, X-Forwarded-For',
      'X-Foo: 1',
      'Keep-Alive: 5',
      'TE: trailers',
      'Proxy-Authorization: Basic x',
      'Proxy-Connection: keep-alive',
      'Cookie: a=b',
      'Authorization: Bearer t',
      'X-Kept: 2',
    ]),
  );
  const names = fields(upstream.text()).map((line) => line.split(':')[0]?.toLowerCase());
  for (const gone of ['x-foo', 'keep-alive', 'te', 'proxy-authorization', 'proxy-connection'])
    expect(names).not.toContain(gone);
  for (const kept of ['cookie', 'authorization', 'host', 'x-forwarded-for', 'x-kept']) expect(names).toContain(kept);
});

test('the vendor sees its own host and origin, and who asked', async () => {
  const { port, upstream } = await stage();
  await exchange(
    port,
    get('/', [
      'Origin: http://shop.test',
      'Referer: http://shop.test/a?b',
      'X-Forwarded-For: 6.6.6.6',
      'X-Real-IP: 6.6.6.6',
      'Forwarded: for=6.6.6.6',
      'X-Forwarded-Odd: 1',
    ]),
  );
  const text = upstream.text();
  expect(field(text, 'host')).toEqual([`127.0.0.1:${upstream.port}`]);
  expect(field(text, 'origin')).toEqual([upstream.url]);
  expect(field(text, 'referer')).toEqual([`${upstream.url}/a?b`]);
  expect(field(text, 'x-forwarded-for')).toEqual(['127.0.0.1']);
  expect(field(text, 'x-forwarded-proto')).toEqual(['http']);
  expect(field(text, 'x-forwarded-host')).toEqual(['shop.test']);
  expect(text).not.toContain('6.6.6.6');
  expect(text).not.toContain('X-Forwarded-Odd');
  expect(field(text, 'via')[0]).toMatch(/^1\.1 chatveil-[0-9a-f]{12}$/);
});

test('another origin is preserved, look-alikes included', async () => {
  const { port, upstream } = await stage();
  await exchange(port, get('/', ['Origin: http://shop.test.evil', 'Referer: http://shop.test.evil/a']));
  expect(field(upstream.text(), 'origin')).toEqual(['http://shop.test.evil']);
  expect(field(upstream.text(), 'referer')).toEqual(['http://shop.test.evil/a']);
});

test('only a trusted hop may say who is behind it', async () => {
  const upstream = await startRawUpstream();
  const started = await startPlane([testSite({ upstream: upstream.url })]);
  closers.push(
    () => upstream.close(),
    () => started.plane.close(),
  );
  started.settings.swap({ ...testSettings(started.settings.current.sites), trustedHops: ['127.0.0.1'] });
  await exchange(started.port, get('/', ['X-Forwarded-For: 9.9.9.9', 'X-Forwarded-Proto: https']));
  expect(field(upstream.text(), 'x-forwarded-for')).toEqual(['9.9.9.9, 127.0.0.1']);
  expect(field(upstream.text(), 'x-forwarded-proto')).toEqual(['https']);
});

test('a request that came from here before is a loop', async () => {
  const { port, upstream } = await stage();
  await exchange(port, get('/'));
  const via = field(upstream.text(), 'via')[0];
  const again = await exchange(port, get('/', [`Via: ${via}`]));
  expect([again.status, errorCode(again)]).toEqual([508, 'CV_LOOP']);
  const hops = await exchange(port, get('/', [`Via: ${Array(30).fill('1.1 x').join(', ')}`]));
  expect(hops.status).toBe(508);
});

test('ranges do not reach the vendor where bodies are inspected', async () => {
  const { port, upstream } = await stage();
  await exchange(port, get('/', ['Range: bytes=0-3', 'If-Range: "x"']));
  expect(upstream.text()).not.toMatch(/range/i);
});

test('digests go when a request body was edited, and stay when not', async () => {
  const { port, upstream } = await stage();
  const headers = ['Content-Type: application/json', 'Content-MD5: abc', 'Digest: sha-256=x'];
  await exchange(port, post(`{"a":"${marker}"}`, headers));
  expect(upstream.text()).not.toMatch(/Content-MD5|Digest/);
  await exchange(port, post('{"a":1}', headers));
  expect(upstream.text()).toMatch(/Content-MD5: abc\r\nDigest: sha-256=x/);
});

const J = 'Content-Type: application/json';

test('validators of an answer are weakened, and gone once it was edited', async () => {
  let body = '{"a":1}';
  const { port } = await stage(() =>
    answer(body, [J, 'ETag: "v1"', 'Digest: x', 'Content-MD5: y', 'Cache-Control: max-age=5']),
  );
  const clean = await exchange(port, get('/'));
  expect(clean.head).toContain('ETag: W/"v1"');
  expect(clean.head).toContain('Cache-Control: max-age=5');
  expect(clean.head).not.toMatch(/Digest|Content-MD5/);
  body = `{"a":"${marker}"}`;
  const edited = await exchange(port, get('/'));
  expect(edited.head).not.toMatch(/ETag|Digest|Content-MD5/);
  expect(edited.head).toContain(`Content-Length: ${`{"a":"${masked}"}`.length}`);
});

test('redirects, cookies and allowed origins of the vendor become ours', async () => {
  let origin = '';
  const { port, upstream } = await stage(() =>
    answer(
      '',
      [
        `Location: ${origin}/next?x=1`,
        'Set-Cookie: a=1; Domain=127.0.0.1; Path=/; HttpOnly',
        'Set-Cookie: b=2; Path=/; domain=.shop.test',
        `Access-Control-Allow-Origin: ${origin}`,
        'Connection: X-Hop',
        'X-Hop: 1',
        'X-Kept: 2',
      ],
      '302 Found',
    ),
  );
  origin = upstream.url;
  const reply = await exchange(port, get('/'));
  expect(reply.status).toBe(302);
  expect(reply.head).toContain('Location: http://shop.test/next?x=1');
  expect(reply.head).toContain('Set-Cookie: a=1; Path=/; HttpOnly\r\n');
  expect(reply.head).toContain('Set-Cookie: b=2; Path=/; domain=.shop.test');
  expect(reply.head).toContain('Access-Control-Allow-Origin: http://shop.test\r\n');
  expect(reply.head).not.toContain('X-Hop');
  expect(reply.head).toContain('X-Kept: 2');
  expect(upstream.sockets.length).toBe(1);
});

test('a base path of the vendor is added, and taken off redirects', async () => {
  const upstream = await startRawUpstream(() => answer('', ['Location: /base/next'], '302 Found'));
  const started = await startPlane([testSite({ upstream: `${upstream.url}/base` })]);
  closers.push(
    () => upstream.close(),
    () => started.plane.close(),
  );
  const reply = await exchange(started.port, get('/a?b=c'));
  expect(upstream.text()).toMatch(/^GET \/base\/a\?b=c HTTP\/1\.1/);
  expect(reply.head).toContain('Location: /next');
});

test('query values and header texts are masked, a value in the path is blocked', async () => {
  const { port, upstream } = await stage();
  await exchange(
    port,
    get(`/a?q=${marker}%20x&keep=%41%2b+z&r=1`, [`X-Note: 123 ${marker}`, `Referer: http://else.test/?q=${marker}`]),
  );
  expect(upstream.text()).toMatch(/^GET \/a\?q=%5Bhidden%5D%20x&keep=%41%2b\+z&r=1 HTTP/);
  expect(upstream.text()).not.toContain(marker);
  expect(field(upstream.text(), 'x-note')).toEqual([`123 ${masked}`]);
  const path = await exchange(port, get(`/card/1/${marker}`));
  expect([path.status, errorCode(path)]).toEqual([422, 'CV_BLOCKED_BY_POLICY']);
  const query = await exchange(port, get(`/a?q=${forbidden}`));
  expect(query.status).toBe(422);
  expect(upstream.text()).not.toContain(forbidden);
});

test('an untouched request is written as it was scanned: same target, same order, same values', async () => {
  const redactor = fakeRedactor();
  const upstream = await startRawUpstream();
  const started = await startPlane([testSite({ upstream: upstream.url })], { redactor });
  closers.push(
    () => upstream.close(),
    () => started.plane.close(),
  );
  const body = '{"odd":"\\u0041","n":1E400}';
  await exchange(
    started.port,
    post(body, [J, 'X-B: 1', 'X-A: caf\xe9', 'X-B: 2', 'Cookie: a=b', 'Cookie: c=d'], '/p;v=1//x%2Fy/?a=b&a=c&=&%zz'),
  );
  const text = upstream.text();
  expect(text).toMatch(/^POST \/p;v=1\/\/x%2Fy\/\?a=b&a=c&=&%zz HTTP\/1\.1\r\n/);
  const kept = fields(text).filter((line) => /^(x-[ab]|cookie|content-type):/i.test(line));
  expect(kept).toEqual([J, 'X-B: 1', 'X-A: caf\xe9', 'X-B: 2', 'Cookie: a=b', 'Cookie: c=d']);
  expect(text.endsWith(`\r\n\r\n${body}`)).toBe(true);
  expect(redactor.seen[0]).toBe(body);
});
