/** Names are resolved once, every address is checked, and the connection gets what was checked. */
import { describe, expect, it, test } from 'vitest';
import {
  ADDRESS_REFUSED,
  literalAllowed,
  lookupFor,
  metadataNetworks,
  pinnedLookup,
  type Resolve,
} from '../../src/proxy/pinned-lookup.ts';
import { specialNetworks } from '../../src/settings/address-list.ts';

type Answer = readonly { readonly address: string; readonly family: number }[];

function ask(lookup: ReturnType<typeof pinnedLookup>['lookup'], name: string, options: object = { all: true }) {
  return new Promise<unknown>((resolve) => {
    lookup(name, options, (error, address, family) => resolve(error === null ? [address, family] : error.code));
  });
}

/** Answers in turn, and counts how often it was asked. */
function resolver(...answers: (readonly string[])[]) {
  let asked = 0;
  const resolve: Resolve = (_, done) => {
    const found: Answer = (answers[Math.min(asked, answers.length - 1)] ?? []).map((address) => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }));
    asked += 1;
    done(null, found);
  };
  return { resolve, asked: () => asked };
}

describe('an address', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '192.168.0.1',
    '172.31.255.255',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:169.254.169.254',
    '::ffff:7f00:1',
    '::7f00:1',
    'fe80::1',
    'fc00::1',
    'fd00:ec2::254',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '224.0.0.1',
    '255.255.255.255',
  ])('%s is refused', async (address) => {
    const { resolve } = resolver(['93.184.216.34', address]);
    expect(await ask(pinnedLookup(specialNetworks, resolve).lookup, 'api.vendor.example')).toBe(ADDRESS_REFUSED);
  });

  it('that is public is given on', async () => {
    const { resolve } = resolver(['93.184.216.34', '2606:2800:220:1::1']);
    const { lookup } = pinnedLookup(specialNetworks, resolve);
    expect(await ask(lookup, 'a.example')).toEqual([
      [
        { address: '93.184.216.34', family: 4 },
        { address: '2606:2800:220:1::1', family: 6 },
      ],
      undefined,
    ]);
    expect(await ask(lookup, 'a.example', { family: 6 })).toEqual(['2606:2800:220:1::1', 6]);
    expect(await ask(lookup, 'a.example', {})).toEqual(['93.184.216.34', 4]);
  });
});

test('a name that changes its mind keeps the address that was checked, and is checked again later', async () => {
  let now = 0;
  const { resolve, asked } = resolver(['93.184.216.34'], ['127.0.0.1']);
  const { lookup } = pinnedLookup(specialNetworks, resolve, () => now);
  expect(await ask(lookup, 'rebind.example', {})).toEqual(['93.184.216.34', 4]);
  expect(await ask(lookup, 'REBIND.example', {})).toEqual(['93.184.216.34', 4]);
  expect(asked()).toBe(1);
  now = 61_000;
  expect(await ask(lookup, 'rebind.example', {})).toBe(ADDRESS_REFUSED);
  expect(asked()).toBe(2);
});

test('no address, an error and the wrong family are failures', async () => {
  expect(await ask(pinnedLookup(specialNetworks, resolver([]).resolve).lookup, 'a.example')).toBe(ADDRESS_REFUSED);
  const failing: Resolve = (_, done) => done(Object.assign(new Error('none'), { code: 'ENOTFOUND' }), []);
  expect(await ask(pinnedLookup(specialNetworks, failing).lookup, 'a.example')).toBe('ENOTFOUND');
  const four = pinnedLookup(specialNetworks, resolver(['93.184.216.34']).resolve);
  expect(await ask(four.lookup, 'a.example', { family: 6 })).toBe('ENOTFOUND');
});

test('the upstream itself may be private but never metadata; a further host only when its entry says so', async () => {
  expect(metadataNetworks.has('169.254.169.254')).toBe(true);
  expect(metadataNetworks.has('10.0.0.1')).toBe(false);
  expect(metadataNetworks.has('127.0.0.1')).toBe(false);
  const mount = { name: 'a', host: 'a', hostname: 'a', home: new URL('http://h.example') };
  expect(lookupFor({})).toBe(lookupFor({ mount: { ...mount, allowPrivate: true } }));
  expect(lookupFor({ mount: { ...mount, allowPrivate: false } })).not.toBe(lookupFor({}));
  expect(await ask(lookupFor({ mount: { ...mount, allowPrivate: false } }), 'localhost')).toBe(ADDRESS_REFUSED);
  expect(await ask(lookupFor({}), 'localhost', { family: 4 })).toEqual(['127.0.0.1', 4]);
});

test('numbers that the system reads as an address are checked as one', async () => {
  const { lookup } = pinnedLookup(specialNetworks);
  for (const name of ['2130706433', '0x7f.1', '017700000001', '127.1']) {
    const answer = await ask(lookup, name);
    expect([ADDRESS_REFUSED, 'ENOTFOUND', 'EAI_AGAIN']).toContain(answer);
  }
});

test('a literal address is no name, and is checked where it is written', () => {
  expect(literalAllowed('vendor.example', false)).toBe(true);
  expect(literalAllowed('93.184.216.34', false)).toBe(true);
  expect(literalAllowed('127.0.0.1', false)).toBe(false);
  expect(literalAllowed('127.0.0.1', true)).toBe(true);
  expect(literalAllowed('169.254.169.254', true)).toBe(false);
});
