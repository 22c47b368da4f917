/** Hosts, URL rules and redirection as a profile file says them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, test } from 'vitest';
import { hostList } from '../../src/domain/host-list.ts';
import { parseSource } from '../../src/settings/source.ts';
import { toProfile, vendorSchema } from '../../src/settings/vendor-schema.ts';

const file = (more: object) => ({ id: 'a', title: 'A', routes: [{ id: 'all', path: '/**' }], ...more });
const problems = (more: object) =>
  (vendorSchema.safeParse(file(more)).error?.issues ?? []).map(({ path }) => path.join('.'));

test('what a file says becomes a profile, and what it does not say is absent', () => {
  const hosts = [
    { name: 'api', match: 'api.vendor.example', role: 'messages', ports: [8443], scheme: 'http', allow_private: true },
  ];
  const profile = toProfile(
    vendorSchema.parse(
      file({
        hosts,
        rewrite_urls: [{ in: 'json', path: '**/url', hosts: ['api'] }],
        redirect: { prefix: '/_v', shim: { inject: ['html'] } },
      }),
    ),
  );
  expect(profile.hosts).toEqual([
    {
      name: 'api',
      match: 'api.vendor.example',
      role: 'messages',
      action: 'inspect',
      ports: [8443],
      scheme: 'http',
      allowPrivate: true,
    },
  ]);
  expect(profile.rewriteUrls).toEqual([{ in: 'json', path: '/**/url', hosts: ['api'], reverse: false }]);
  expect(profile.redirect).toMatchObject({ prefix: '/_v', origin: 'preserve', shim: { inject: ['html'] } });
  expect(profile.redirect?.shim?.patch).toContain('websocket');
  expect(toProfile(vendorSchema.parse(file({})))).not.toHaveProperty('hosts');
});

const host = (match: string, more: object = {}) => ({ hosts: [{ name: 'api', match, role: 'messages', ...more }] });

it.each([
  [host('*'), 'hosts.0.match'],
  [host('*.com'), 'hosts.0.match'],
  [host('a.example/b'), 'hosts.0.match'],
  [host('a.example', { ports: [0] }), 'hosts.0.ports.0'],
  [host('a.example', { scheme: 'ftp' }), 'hosts.0.scheme'],
  [{ rewrite_urls: [{ in: 'json', hosts: ['nobody'] }] }, 'rewrite_urls.0.hosts.0'],
  [{ redirect: { prefix: '/a/b' } }, 'redirect.prefix'],
  [{ redirect: { prefix: 'x' } }, 'redirect.prefix'],
])('%j has its place', (more, place) => {
  expect(problems(more)).toContain(place);
});

test('every packaged profile loads, and none of its lists is open to names that anybody may register', () => {
  const folder = join(import.meta.dirname, '../../config/vendors');
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const parsed = files.map((name) => {
    const { value } = parseSource(name, readFileSync(join(folder, name), 'utf8'));
    return { name, result: vendorSchema.safeParse(value) };
  });
  expect(parsed.flatMap(({ name, result }) => (result.success ? [] : [name]))).toEqual([]);
  const lists = parsed.flatMap(({ result }) =>
    result.success && result.data.hosts.length > 0 ? [result.data.hosts] : [],
  );
  expect(lists.length).toBeGreaterThan(10);
  for (const host of [
    'evil.example',
    'api.evil.com',
    'webmessaging.evil.de',
    'x.intercom-attachments-evil.com',
    'localhost',
  ]) {
    expect(
      lists.filter((list) =>
        hostList(toProfile({ ...vendorSchema.parse(file({})), hosts: list }).hosts ?? []).find(host),
      ),
    ).toEqual([]);
  }
});
