/** Texts outside the body: edited where they may be, blocked where not. */
import { expect, test } from 'vitest';
import { conversationId } from '../../src/domain/frame.ts';
import type { DataPlaneParts } from '../../src/proxy/parts.ts';
import { treatmentOf } from '../../src/proxy/scope.ts';
import type { RequestHead } from '../../src/proxy/strict.ts';
import { scanTexts } from '../../src/proxy/texts.ts';
import { fakeRedactor, forbidden, marker, openRoute, tally, testSite } from '../support/sites.ts';

const binding = { site: 'shop', conversation: conversationId('c'), credential: '' };
const recorder = tally();
const plane = { redactor: fakeRedactor(), recorder } as unknown as DataPlaneParts;
const treatment = treatmentOf(testSite({ upstream: 'http://v.test' }), openRoute, 't');
const scan = (path: string, query: string, headers: string[] = []) =>
  scanTexts(plane, {
    rawHeaders: headers,
    head: { path, query } as RequestHead,
    binding,
    treatment,
    profile: { conversation: [], credential: [] },
  });

test('what holds nothing stays as it is', () => {
  expect(scan('/a/1', '?a=b&c', ['X-Note', 'plain 123', 'Cookie', marker])).toBeUndefined();
});

test('only the value that holds something is written anew, escapes and order stay', () => {
  expect(scan('/', `?%41=%42&q=${marker}+%26&r=%zz`)).toEqual({
    query: '?%41=%42&q=%5Bhidden%5D%20%26&r=%zz',
    headers: undefined,
  });
  const escaped = [...marker].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('');
  expect(scan('/', `?q=${escaped}`)).toMatchObject({ query: '?q=%5Bhidden%5D' });
});

test('a value in a name, a header, a path', () => {
  expect(scan('/', `?${marker}=1`)).toMatchObject({ query: '?%5Bhidden%5D=1' });
  expect(scan('/', '', ['X-N', `1 ${marker}`])).toMatchObject({ headers: new Map([[1, '1 [hidden]']]) });
  expect(scan(`/x/1/${marker}`, '')).toBe('blocked');
  expect(scan('/', `?q=${forbidden}`)).toBe('blocked');
});

test('the sign-in of the widget itself is no text of anybody, and is counted', () => {
  const part = (object: object) => Buffer.from(JSON.stringify(object)).toString('base64url');
  const body = `${part({ alg: 'none' })}.${part({ user_id: 'v', note: marker })}`;
  const padded = `Bearer%20${part({ alg: 'none' })}.${part({ user_id: 'v1' })}%3D%3D.devtoken`;
  for (const pair of [`authorization=${body}.sig`, `access_token=${body}.`, `token=${padded}`]) {
    recorder.unread.clear();
    expect(scan('/', `?${pair}`)).toBeUndefined();
    expect(recorder.unread.get('to-upstream credential')).toBe(pair.length - pair.indexOf('=') - 1);
  }
  const head = part({ alg: 'none' });
  for (const pair of [
    `token=${marker}`,
    `token=${body}.${marker}`,
    `token=${head}.${marker}.sig`,
    `q=${head}.x.${marker}`,
  ]) {
    expect(scan('/', `?${pair}`), pair).toMatchObject({ query: expect.not.stringContaining(marker) });
  }
});
