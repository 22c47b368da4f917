/** Heads of the PROXY protocol in both versions: whole, in pieces, malformed. */
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { readAnnounced, takeAnnounced } from '../../src/proxy/proxy-protocol.ts';

const signature = Buffer.from('0d0a0d0a000d0a515549540a', 'hex');

function binary(command: number, family: number, body: Buffer): Buffer {
  const head = Buffer.from([command, family, body.length >> 8, body.length & 0xff]);
  return Buffer.concat([signature, head, body]);
}

const ports = Buffer.from([0x1f, 0x90, 0x01, 0xbb]);
const tcp4 = Buffer.concat([Buffer.from([203, 0, 113, 7, 10, 0, 0, 1]), ports]);
const tcp6 = Buffer.concat([Buffer.from(`2001${'0'.repeat(27)}7`, 'hex'), Buffer.alloc(16), ports]);

test.each([
  ['PROXY TCP4 203.0.113.7 10.0.0.1 8080 443\r\n', '203.0.113.7'],
  ['PROXY TCP6 2001::7 ::1 8080 443\r\n', '2001::7'],
  ['PROXY UNKNOWN\r\n', undefined],
  ['PROXY UNKNOWN anything goes here\r\n', undefined],
])('the line %j', (line, address) => {
  expect(readAnnounced(Buffer.from(`${line}GET / HTTP/1.1`))).toEqual({ address, length: line.length });
});

test.each([
  ['version 2 over IPv4', binary(0x21, 0x11, tcp4), '203.0.113.7'],
  ['version 2 over IPv6', binary(0x21, 0x21, tcp6), '2001:0:0:0:0:0:0:7'],
  ['version 2 with extensions', binary(0x21, 0x11, Buffer.concat([tcp4, Buffer.from([4, 0, 1, 0])])), '203.0.113.7'],
  ['a health check', binary(0x20, 0x00, Buffer.alloc(0)), undefined],
  ['a Unix peer', binary(0x21, 0x31, Buffer.alloc(216)), undefined],
])('%s', (_name, bytes, address) => {
  expect(readAnnounced(bytes)).toEqual({ address, length: bytes.length });
  for (let cut = 0; cut < bytes.length; cut++) expect(readAnnounced(bytes.subarray(0, cut))).toBe('more');
});

test.each([
  ['a request', Buffer.from('GET / HTTP/1.1\r\n')],
  ['another family', Buffer.from('PROXY TCP5 1.1.1.1 1.1.1.1 1 1\r\n')],
  ['an address of the other family', Buffer.from('PROXY TCP4 ::1 ::1 1 1\r\n')],
  ['a port out of range', Buffer.from('PROXY TCP4 1.1.1.1 1.1.1.1 1 65536\r\n')],
  ['a port with a leading zero', Buffer.from('PROXY TCP4 1.1.1.1 1.1.1.1 01 1\r\n')],
  ['a word too many', Buffer.from('PROXY TCP4 1.1.1.1 1.1.1.1 1 1 1\r\n')],
  ['a line without end', Buffer.from(`PROXY UNKNOWN ${'x'.repeat(100)}`)],
  ['another version', binary(0x31, 0x11, tcp4)],
  ['another command', binary(0x22, 0x11, tcp4)],
  ['another address family', binary(0x21, 0x41, tcp4)],
  ['too few addresses', binary(0x21, 0x21, tcp4)],
  ['a huge head', binary(0x21, 0x11, Buffer.alloc(60_000))],
])('%s is no head', (_name, bytes) => {
  expect(readAnnounced(bytes)).toBe('bad');
});

test('what follows the head is still there for the next reader', async () => {
  const socket = new PassThrough();
  const heard = new Promise((resolve) => takeAnnounced(socket, 1000, resolve));
  for (const byte of Buffer.from('PROXY TCP4 203.0.113.7 10.0.0.1 8080 443\r\nGET ')) socket.write(Buffer.from([byte]));
  expect(await heard).toMatchObject({ address: '203.0.113.7' });
  socket.end('/');
  let rest = '';
  for await (const chunk of socket) rest += String(chunk);
  expect(rest).toBe('GET /');
});

test('a socket that says nothing is given up', async () => {
  const socket = new PassThrough();
  expect(await new Promise((resolve) => takeAnnounced(socket, 20, resolve))).toBeUndefined();
  const gone = new PassThrough();
  const heard = new Promise((resolve) => takeAnnounced(gone, 1000, resolve));
  gone.destroy();
  expect(await heard).toBeUndefined();
});
