/** A text in a buffer can be read, compared, replaced and wiped. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KeptText } from '../../../src/detection/conversation/kept.ts';

const texts = fc.string({ unit: 'binary', maxLength: 40 });

it('is the last text that it was given, whatever it held before', () => {
  fc.assert(
    fc.property(texts, fc.array(texts, { maxLength: 5 }), (first, later) => {
      const kept = new KeptText(first);
      for (const text of later) {
        kept.refill(text);
        expect(kept.read()).toBe(text);
        expect(kept.length).toBe(text.length);
        expect(kept.is(text)).toBe(true);
        expect(kept.is(`${text}.`)).toBe(false);
      }
    }),
  );
});

it('leaves nothing of a longer text behind a shorter one, and nothing at all when it is wiped', () => {
  const written: Buffer[] = [];
  const from = Buffer.from;
  const spied = (...given: unknown[]) => {
    const made = Reflect.apply(from, Buffer, given) as Buffer;
    written.push(made);
    return made;
  };
  Buffer.from = spied as typeof Buffer.from;
  try {
    const kept = new KeptText('4111 1111 1111 1111');
    kept.refill('hi');
    expect(written[0]?.toString('utf16le').replaceAll('\0', '')).toBe('hi');
    kept.wipe();
    expect(written.every((one) => one.every((byte) => byte === 0))).toBe(true);
  } finally {
    Buffer.from = from;
  }
});
