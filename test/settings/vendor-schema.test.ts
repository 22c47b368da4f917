/** What a profile may say beyond routes: rules of messages, hosts, next-hop URLs, certainty. */
import { describe, expect, it } from 'vitest';
import { toProfile, vendorSchema } from '../../src/settings/vendor-schema.ts';

const route = { id: 'all', path: '/**' };
const parse = (part: object) => vendorSchema.safeParse({ id: 'v', title: 'V', routes: [route], ...part });
const accepts = (part: object) => parse(part).success;
const messages = (...rules: unknown[]) => ({ routes: [{ ...route, messages: rules }] });
const rule = { id: 'm', kind: 'visitor-text', text: ['/text'] };

describe('messages', () => {
  it('are read with their conditions and forms', () => {
    const file = vendorSchema.parse({
      id: 'v',
      title: 'V',
      never: ['/id'],
      rules: [{ ...rule, id: 'shared', when: [{ path: '/t', one_of: ['a', 'b'] }] }],
      routes: [
        { ...route, never: ['/x'], messages: ['shared', { ...rule, text: [{ path: '/mail', token: 'email' }] }] },
      ],
    });
    expect(toProfile(file).routes[0]).toMatchObject({
      never: ['/id', '/x'],
      drift: true,
      unmatched: 'scan-all-strings',
      messages: [
        { id: 'shared', when: [{ path: '/t', oneOf: ['a', 'b'] }], text: [{ path: '/text' }] },
        { id: 'm', text: [{ path: '/mail', token: 'email' }] },
      ],
    });
  });

  it('put the codec of a field into that of the route', () => {
    const fields = [{ ...rule, text: [{ path: '/html', codec: 'html' }] }];
    const codecOf = (codec?: unknown) => {
      const file = vendorSchema.parse({
        id: 'v',
        title: 'V',
        routes: [{ ...route, messages: fields, ...(codec !== undefined && { codec }) }],
      });
      return toProfile(file).routes[0]?.codec;
    };
    const described = { fields: { '/html': ['html'] } };
    expect(codecOf()).toEqual([{ ...described, in: 'json' }]);
    expect(codecOf('form')).toEqual([{ ...described, in: 'form' }]);
    expect(codecOf(['sockjs'])).toEqual(['sockjs', described]);
  });

  it.each([
    ['a condition that says nothing', messages({ ...rule, when: [{ path: '/t' }] })],
    ['a condition that says two things', messages({ ...rule, when: [{ path: '/t', equals: 'a', present: true }] })],
    ['a kind that does not exist', messages({ ...rule, kind: 'chat' })],
    ['a preview from the vendor', messages({ ...rule, kind: 'typing-preview', direction: 'to-client' })],
    ['a pointer without a slash', messages({ ...rule, text: ['text'] })],
    ['a shared rule that does not exist', messages('missing')],
    [
      'a codec of a field where the route reads no fields',
      { routes: [{ ...route, codec: 'ddp', messages: [{ ...rule, text: [{ path: '/a', codec: 'html' }] }] }] },
    ],
    ['a form of token that does not exist', messages({ ...rule, text: [{ path: '/a', token: 'fax' }] })],
  ])('refuse %s', (_what, part) => {
    expect(accepts(part)).toBe(false);
  });
});

describe('hosts', () => {
  const api = { name: 'api', match: 'api{-*,}{.*,}.vendor.example', role: 'messages' };

  it('are inspected unless the profile says otherwise, and named by rewriting', () => {
    const file = vendorSchema.parse({
      id: 'v',
      title: 'V',
      hosts: [api],
      rewrite_urls: [
        { in: 'json', path: '**/url', hosts: ['api'], reverse: true },
        { in: 'js', hosts: ['api'] },
      ],
      redirect: { shim: { inject: ['html'] } },
      routes: [{ ...route, host: 'api' }],
    });
    const profile = toProfile(file);
    expect(profile.hosts?.[0]?.action).toBe('inspect');
    expect(profile.rewriteUrls).toMatchObject([
      { path: '/**/url', reverse: true },
      { in: 'js', reverse: false },
    ]);
    expect(profile.redirect).toMatchObject({ origin: 'preserve', shim: { inject: ['html'] } });
    expect(profile.redirect?.shim?.patch).toContain('websocket');
  });

  it.each([
    ['any host', { hosts: [{ ...api, match: '*' }] }],
    ['any host by alternatives', { hosts: [{ ...api, match: '{*,*.*}' }] }],
    ['a brace that is not closed', { hosts: [{ ...api, match: 'api{-*.example' }] }],
    ['a URL for a host', { hosts: [{ ...api, match: 'https://api.example' }] }],
    ['a rewriting of a host that is not listed', { rewrite_urls: [{ in: 'json', hosts: ['api'] }] }],
    ['a route of a host that is not listed', { routes: [{ ...route, host: 'api' }] }],
  ])('refuse %s', (_what, part) => {
    expect(accepts(part)).toBe(false);
  });
});

describe('certainty', () => {
  it('is memory until the profile says more', () => {
    expect(toProfile(vendorSchema.parse({ id: 'v', title: 'V', routes: [route] })).facts).toEqual({
      version: 1,
      certainty: 'memory',
      experimental: false,
    });
    expect(accepts({ certainty: 'run', verified: { date: '2026-11-23', how: 'the client itself' } })).toBe(true);
    expect(accepts({ verified: { date: 'yesterday', how: 'x' } })).toBe(false);
  });
});
