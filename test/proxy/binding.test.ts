/** Which conversation and visitor a request speaks for. */
import { expect, test } from 'vitest';
import { createLive } from '../../src/domain/live.ts';
import { cookieValue, createBinder, idInPath } from '../../src/proxy/binding.ts';
import type { DataPlaneParts } from '../../src/proxy/parts.ts';
import type { RequestHead } from '../../src/proxy/strict.ts';
import { testSettings, testSite } from '../support/sites.ts';

const profile = {
  conversation: [
    { from: 'path' as const, pattern: '/c/{id}/**' },
    { from: 'query' as const, name: 'room' },
  ],
  credential: [
    { from: 'cookie' as const, name: 'sid' },
    { from: 'header' as const, name: 'Authorization' },
  ],
};
const site = testSite({ upstream: 'http://v.test', profile });

function binder() {
  const closed: string[] = [];
  let opened = 0;
  let seed = 0;
  const parts = {
    settings: createLive(testSettings([site])),
    digest: (text: string) => `d(${text})`,
    entropy: {
      bytes(size: number) {
        seed += 1;
        return Buffer.alloc(size, seed);
      },
    },
    tenant: 't',
    openRestorer: ({ conversation }: { conversation: string }) => {
      opened += 1;
      return { conversation, restore: async () => undefined, close: () => closed.push(conversation) };
    },
  } as unknown as DataPlaneParts;
  return { made: createBinder(parts), closed, opened: () => opened };
}
const head = (more: Partial<RequestHead>) => ({ path: '/', query: '', cookie: undefined, ...more }) as RequestHead;

test('the vendor id wins, then the visitor, then the connection', () => {
  const { made } = binder();
  expect(made.bind(site, head({ path: '/c/77/messages' }), []).conversation).toContain('77');
  expect(made.bind(site, head({ query: '?room=9' }), []).conversation).toContain('9');
  const visitor = made.bind(site, head({ cookie: 'x=1; sid=s3' }), []);
  expect(visitor.credential).toContain('s3');
  expect(visitor.conversation).toBe(`v-${visitor.credential}`);
  const anonymous = made.bind(site, head({}), []);
  expect(anonymous).toEqual({ site: 'shop', conversation: `c-${'01'.repeat(12)}`, credential: '' });
  expect(made.bind(site, head({}), [])).toEqual(anonymous);
  expect(binder().made.bind(site, head({ cookie: 'sid=' }), ['authorization', 'B t']).credential).toContain('B t');
});

test('nothing is restored without a credential, and restorers die with the connection', () => {
  const { made, closed, opened } = binder();
  expect(made.restorer(site, made.bind(site, head({}), []))).toBeUndefined();
  const bound = made.bind(site, head({ cookie: 'sid=a' }), []);
  expect(made.restorer(site, bound)).toBe(made.restorer(site, bound));
  expect(opened()).toBe(1);
  made.close();
  expect(closed).toEqual([bound.conversation]);
});

test('ids and cookies are read as written', () => {
  expect(idInPath('/a/{id}', '/a/b/c')).toBe('b');
  expect(idInPath('/a/*/{id}/x', '/a/q/7/x')).toBe('7');
  expect(idInPath('/a/{id}/x', '/b/7/x')).toBeUndefined();
  expect(cookieValue('a=1;b=2=3; c', 'b')).toBe('2=3');
  expect(cookieValue('ab=1', 'b')).toBeUndefined();
});

test('messages may name their conversation where the request does not', () => {
  const speaking = testSite({
    upstream: 'http://v.test',
    profile: { ...profile, conversation: [...profile.conversation, { from: 'body' as const, pointer: '/chat' }] },
  });
  const { made } = binder();
  const head = { path: '/socket', query: '', cookie: 'sid=1' } as RequestHead;
  const binding = made.bind(speaking, head, []);
  expect(binding.rebind?.('A')).toBe('d(conversation\0shop\0A)');
  const restorer = made.restorer(speaking, binding);
  const conversation = binding.rebind?.('A');
  expect(conversation === undefined ? undefined : restorer?.beside?.(conversation)?.conversation).toBe(conversation);
  // Nothing of the kind where the request names it, or the profile knows no such field.
  expect(made.bind(speaking, { ...head, path: '/c/7/x' } as RequestHead, []).rebind).toBeUndefined();
  expect(made.bind(site, head, []).rebind).toBeUndefined();
});

test('a cookie may be named by its beginning', () => {
  expect(cookieValue('a=1; session-abc=2; b=3', 'session-*')).toBe('2');
  expect(cookieValue('xsession-abc=2', 'session-*')).toBeUndefined();
  expect(cookieValue('session-=2', 'session-*')).toBe('2');
});
