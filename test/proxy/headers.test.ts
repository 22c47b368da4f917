/** The writer of request headers, without sockets. */
import { expect, test } from 'vitest';
import {
  acceptableCodings,
  accepts,
  type ForwardFacts,
  loopFault,
  requestHeaders,
  swapOrigin,
  untouched,
} from '../../src/proxy/headers.ts';
import type { RequestHead } from '../../src/proxy/strict.ts';

const facts: ForwardFacts = {
  ownOrigin: 'http://shop.test',
  upstream: new URL('https://vendor.example/base'),
  clientAddress: '10.0.0.1',
  scheme: 'http',
  trusted: false,
  via: 'chatveil-1',
  inspect: true,
};
const head = { host: 'shop.test', nominated: [] as string[], via: undefined } as unknown as RequestHead;

test('host, forwarded fields and Via are ours', () => {
  const out = requestHeaders(
    ['Host', 'shop.test', 'X-Forwarded-For', '1.1.1.1', 'A', 'b'],
    head,
    facts,
    untouched,
    undefined,
  );
  expect(out).toEqual([
    'Host',
    'vendor.example',
    'A',
    'b',
    'X-Forwarded-For',
    '10.0.0.1',
    'X-Forwarded-Proto',
    'http',
    'X-Forwarded-Host',
    'shop.test',
    'Via',
    '1.1 chatveil-1',
  ]);
});

test('an edited body changes what the fields say about it', () => {
  const raw = ['Content-Type', 'text/plain; charset=x', 'Content-Encoding', 'gzip', 'Digest', 'd'];
  const out = requestHeaders(
    raw,
    head,
    facts,
    { edited: true, identity: true, contentType: 'text/plain; charset=utf-8' },
    undefined,
  );
  expect(out.slice(2, 4)).toEqual(['Content-Type', 'text/plain; charset=utf-8']);
  expect(out).not.toContain('gzip');
  expect(out).not.toContain('Digest');
});

test('a masked value takes its place', () => {
  expect(requestHeaders(['X-Note', 'secret'], head, facts, untouched, new Map([[1, '***']])).slice(2, 4)).toEqual([
    'X-Note',
    '***',
  ]);
});

test('origins are swapped only as a whole', () => {
  expect(swapOrigin('http://a/x', 'http://a', 'http://b')).toBe('http://b/x');
  expect(swapOrigin('http://a', 'http://a', 'http://b')).toBe('http://b');
  expect(swapOrigin('http://a.evil/', 'http://a', 'http://b')).toBe('http://a.evil/');
  expect(swapOrigin('http://a:80/', 'http://a', 'http://b')).toBe('http://a:80/');
});

test('codings are accepted as the field says', () => {
  expect(accepts('gzip;q=0, *', 'gzip')).toBe(false);
  expect(accepts('GZIP ; q=0.5', 'gzip')).toBe(true);
  expect(accepts('*;q=0', 'gzip')).toBe(false);
  expect(accepts(undefined, 'gzip')).toBe(false);
  expect(acceptableCodings('br')).toBe('identity');
});

test('loops are seen by name and by length', () => {
  expect(loopFault({ ...head, via: '1.1 chatveil-1' }, 'chatveil-1')).toBe('CV_LOOP');
  expect(loopFault({ ...head, via: '1.1 other' }, 'chatveil-1')).toBeUndefined();
});
