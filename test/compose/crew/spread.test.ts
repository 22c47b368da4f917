import { expect, test } from 'vitest';
import { createSpread, visitorConnectionsMax } from '../../../src/compose/crew/spread.ts';

function spreadOver(slots: number) {
  const spread = createSpread();
  for (let slot = 0; slot < slots; slot += 1) spread.add(slot);
  return spread;
}

test('one visitor keeps its worker, also after all its connections ended', () => {
  const spread = spreadOver(4);
  const first = spread.assign('192.0.2.7') ?? -1;
  for (let more = 1; more < visitorConnectionsMax; more += 1) expect(spread.assign('192.0.2.7')).toBe(first);
  for (let ended = 0; ended < visitorConnectionsMax; ended += 1) spread.release(first, '192.0.2.7');
  expect(spread.assign('::ffff:192.0.2.7')).toBe(first);
});

test('an address with more connections than a visitor has is spread evenly', () => {
  const spread = spreadOver(2);
  const taken = Array.from({ length: 16 }, () => spread.assign('127.0.0.1'));
  expect(taken.filter((slot) => slot === 0)).toHaveLength(8);
});

test('addresses of one IPv6 network meet, others are spread', () => {
  const spread = spreadOver(8);
  expect(spread.assign('2001:db8:1:2::9')).toBe(spread.assign('2001:0db8:1:2:aaaa::1'));
  const others = Array.from({ length: 200 }, (_, at) => spread.assign(`2001:db8:${at.toString(16)}::1`));
  expect(new Set(others).size).toBe(8);
});

test('addresses are shared out about evenly', () => {
  const spread = spreadOver(3);
  const counts = [0, 0, 0];
  for (let at = 0; at < 3000; at += 1) {
    const slot = spread.assign(`10.0.${at >> 8}.${at & 255}`) ?? -1;
    counts[slot] = (counts[slot] ?? 0) + 1;
  }
  expect(Math.min(...counts)).toBeGreaterThan(850);
});

test('when a worker is away only its visitors move, and they return to it', () => {
  const spread = spreadOver(3);
  const addresses = Array.from({ length: 300 }, (_, at) => `198.51.100.${at % 250}:${at}`.split(':')[0] ?? '');
  const before = addresses.map((address) => spread.assign(address));
  spread.remove(1);
  const without = addresses.map((address) => spread.assign(address));
  expect(without.every((slot, at) => slot === before[at] || before[at] === 1)).toBe(true);
  expect(without).not.toContain(1);
  spread.add(1);
  for (const address of addresses) for (const slot of [0, 1, 2]) spread.release(slot, address);
});

test('connections of unknown senders go where there is most room; without workers nowhere', () => {
  const spread = spreadOver(2);
  const taken = [spread.assign(''), spread.assign(''), spread.assign(''), spread.assign('')];
  expect([...taken].sort()).toEqual([0, 0, 1, 1]);
  expect(createSpread().assign('192.0.2.1')).toBeUndefined();
});
