/** The vendor's side of a connection: names of faults, strict peer names, sockets of one connection only. */
import type { PeerCertificate } from 'node:tls';
import { expect, test } from 'vitest';
import { createUpstreams, strictServerIdentity, upstreamFault } from '../../src/proxy/upstream.ts';
import { testSite } from '../support/sites.ts';

test.each([
  ['ECONNREFUSED', 'CV_UPSTREAM_UNREACHABLE', 'refused'],
  ['UND_ERR_CONNECT_TIMEOUT', 'CV_UPSTREAM_TIMEOUT', 'timeout'],
  ['UND_ERR_HEADERS_TIMEOUT', 'CV_UPSTREAM_TIMEOUT', 'timeout'],
  ['ENOTFOUND', 'CV_UPSTREAM_UNREACHABLE', 'dns'],
  ['UND_ERR_SOCKET', 'CV_UPSTREAM_CLOSED', 'closed'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'CV_UPSTREAM_UNREACHABLE', 'tls'],
  ['UND_ERR_HEADERS_OVERFLOW', 'CV_UPSTREAM_PROTOCOL', 'protocol'],
  ['SOMETHING', 'CV_UPSTREAM_UNREACHABLE', 'other'],
])('%s is %s', (code, ours, reason) => {
  expect(upstreamFault(Object.assign(new Error('x'), { code }))).toEqual({ code: ours, reason });
});

test('peer names are plain letters, and have to fit', () => {
  const certificate = {
    subject: { CN: 'a.test' },
    subjectaltname: 'DNS:*.vendor.example',
  } as unknown as PeerCertificate;
  expect(strictServerIdentity('api.vendor.example', certificate)).toBeUndefined();
  expect(strictServerIdentity('API.Vendor.example', certificate)).toBeUndefined();
  expect(strictServerIdentity('a.b.vendor.example', certificate)).toBeInstanceOf(Error);
  expect(strictServerIdentity('api\u3002vendor.example', certificate)).toBeInstanceOf(Error);
  const nul = { ...certificate, subjectaltname: 'DNS:api.vendor.example\0.evil' } as PeerCertificate;
  expect(strictServerIdentity('api.vendor.example', nul)).toBeInstanceOf(Error);
});

test('one connection has one client a site, another connection has its own', () => {
  const site = testSite({ upstream: 'http://127.0.0.1:9' });
  const one = createUpstreams();
  const other = createUpstreams();
  const client = one.to(site);
  expect(one.to(site)).toBe(client);
  expect(other.to(site)).not.toBe(client);
  one.drop(site);
  expect(one.to(site)).not.toBe(client);
  one.cut(site);
  one.destroy();
  other.destroy();
});
