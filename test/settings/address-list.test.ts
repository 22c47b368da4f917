/** Addresses are matched by value, in every way that they can be spelled. */
import { expect, test } from 'vitest';
import { networks, specialNetworks } from '../../src/settings/address-list.ts';

test('an address, a network and a mapped address are found', () => {
  const list = networks(['10.0.0.0/8', '192.0.2.7', '2001:db8::/32']);
  for (const address of ['10.255.0.1', '192.0.2.7', '::ffff:10.0.0.1', '2001:DB8::1']) {
    expect(list.has(address), address).toBe(true);
  }
  for (const address of ['11.0.0.1', '192.0.2.8', '2001:db9::1', '', 'localhost', '::ffff:11.0.0.1']) {
    expect(list.has(address), address).toBe(false);
  }
});

test('an empty list holds nothing', () => {
  expect(networks([]).has('127.0.0.1')).toBe(false);
});

test('what no vendor can have is special, whatever its spelling', () => {
  const special = [
    '127.0.0.1',
    '169.254.169.254',
    '10.1.1.1',
    '172.31.255.255',
    '192.168.0.1',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    '::',
    '::ffff:169.254.169.254',
    '64:ff9b::7f00:1',
    'fd00::1',
    'fe80::1',
    '2002:7f00:1::',
  ];
  for (const address of special) expect(specialNetworks.has(address), address).toBe(true);
  for (const address of ['8.8.8.8', '172.32.0.1', '2606:4700::1', '100.128.0.1']) {
    expect(specialNetworks.has(address), address).toBe(false);
  }
});
