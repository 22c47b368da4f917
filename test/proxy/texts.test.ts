/** Texts outside the body: edited where they may be, blocked where not. */
import { expect, test } from 'vitest';
import { conversationId } from '../../src/domain/frame.ts';
import type { DataPlaneParts } from '../../src/proxy/parts.ts';
import { treatmentOf } from '../../src/proxy/scope.ts';
import type { RequestHead } from '../../src/proxy/strict.ts';
import { scanTexts } from '../../src/proxy/texts.ts';
import { fakeRedactor, forbidden, marker, openRoute, tally, testSite } from '../support/sites.ts';

const binding = { site: 'shop', conversation: conversationId('c'), credential: '' };
const plane = { redactor: fakeRedactor(), recorder: tally() } as unknown as DataPlaneParts;
const treatment = treatmentOf(testSite({ upstream: 'http://v.test' }), openRoute, 't');
const scan = (path: string, query: string, headers: string[] = []) =>
  scanTexts(plane, headers, { path, query } as RequestHead, binding, treatment);

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

test('the sign-in of the widget itself is no text of anybody', () => {
  const body = `eyJhbGciOiJub25lIn0.${marker}`;
  for (const pair of [`authorization=${body}.sig`, `access_token=${body}.`, `token=Bearer%20${body}%3D%3D.devtoken`]) {
    expect(scan('/', `?${pair}`)).toBeUndefined();
  }
  for (const pair of [`q=${body}.sig`, `token=${marker}`, `authorization=hello ${body}.sig`]) {
    expect(scan('/', `?${pair}`), pair).toMatchObject({ query: expect.not.stringContaining(marker) });
  }
});
