/** How often each detector fires on identifiers that are nobody's: hashes, order numbers, timestamps, serials. */
import { describe, expect, it } from 'vitest';
import { seeded } from '../bench/support/messages.ts';
import { createDetection } from '../src/detection/engine.ts';
import { loadDetectors } from '../src/settings/catalog.ts';

/** Identifiers drawn; half of them inside a sentence. */
const DRAWN = 5000;
/** Most findings of one detector in all of them. */
const LOUD_MAX = 5;

const random = seeded(4711);
const pick = (from: string, count: number): string =>
  Array.from({ length: count }, () => from[Math.floor(random() * from.length)]).join('');
const digits = (count: number): string => pick('0123456789', count);
const hex = (count: number): string => pick('0123456789abcdef', count);
const capitals = (count: number): string => pick('ABCDEFGHIJKLMNOPQRSTUVWXYZ', count);

const identifiers: readonly (() => string)[] = [
  () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
  () => hex(40),
  () => hex(24),
  () => digits(6 + Math.floor(random() * 14)),
  () => `${digits(3)}-${digits(7)}-${digits(7)}`,
  () => `17${digits(8)}`,
  () => `17${digits(11)}`,
  () =>
    `2026-0${1 + Math.floor(random() * 9)}-1${digits(1)}T1${digits(1)}:3${digits(1)}:${1 + Math.floor(random() * 5)}0Z`,
  () => `1Z${capitals(2)}${digits(4)}${digits(10)}`,
  () => `${capitals(2)}${digits(9)}${capitals(2)}`,
  () => `${capitals(3)}-${digits(6)}`,
  () => pick('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', 12),
  () => pick('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', 17),
  () => `v${digits(1)}.${digits(2)}.${digits(1)}`,
  () => `${digits(2)}.${digits(6)}, ${digits(2)}.${digits(6)}`,
  () => `SN${digits(10)}`,
  () => `INV-${digits(4)}-${digits(5)}`,
  () => pick('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', 22),
];

const frames: readonly ((id: string) => string)[] = [
  (id) => id,
  (id) => `it says ${id} on the box`,
  (id) => `order number ${id}`,
  (id) => `the request ${id} failed`,
  (id) => `{"orderId":"${id}","status":"shipped"}`,
  (id) => `https://shop.example/orders/${id}/items`,
  (id) => `2026-03-04T10:11:12Z INFO request ${id} took 12 ms`,
  (id) => `ORD-${id} is late`,
];

describe('random identifiers', () => {
  it('set off no detector more than its bound', async () => {
    const detectors = await loadDetectors();
    const detection = createDetection({ detectors });
    const loud = new Map<string, number>();
    for (let i = 0; i < DRAWN; i += 1) {
      const id = (identifiers[i % identifiers.length] as () => string)();
      const text = (frames[Math.floor(random() * frames.length)] as (id: string) => string)(id);
      for (const { detector } of detection.find({ text, bytes: Buffer.from(text) }))
        loud.set(detector, (loud.get(detector) ?? 0) + 1);
    }
    const over = [...loud].filter(([, count]) => count > LOUD_MAX);
    expect(detectors.length).toBeGreaterThan(40);
    expect(over).toEqual([]);
  });

  it('of sixteen digits are no card where a key, a path, a prefix or a log names them', async () => {
    const detection = createDetection({ detectors: await loadDetectors() });
    const [bare, , ...named] = frames.filter((_, index) => index !== 2);
    const found = (frame: (id: string) => string, id: string): boolean => {
      const text = frame(id);
      return detection.find({ text, bytes: Buffer.from(text) }).length > 0;
    };
    const ids = Array.from({ length: 1000 }, () => `4${digits(15)}`);
    expect(ids.filter((id) => named.some((frame) => found(frame, id)))).toEqual([]);
    // One in ten passes Luhn; nothing tells those from a card that a visitor pastes.
    expect(ids.filter((id) => bare !== undefined && found(bare, id)).length).toBeGreaterThan(50);
  });
});
