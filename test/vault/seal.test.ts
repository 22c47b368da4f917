/** Records open in their own context under their own key, and in no other; docs/vault.md numbers what is cited here. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { expandDataKey } from '../../src/vault/keyring.ts';
import { openRecord, type RecordContext, sealRecord } from '../../src/vault/seal.ts';
import { plain, seededEntropy } from './scene.ts';

const { key } = expandDataKey(Buffer.alloc(16, 9), Buffer.alloc(32, 8));
const context: RecordContext = {
  tenant: 'main',
  site: 'shop',
  conversation: Buffer.alloc(32, 1),
  tokenId: Buffer.alloc(16, 2),
  detector: 'payment-card',
  kind: 'PAYMENT_CARD',
  credential: 'digest',
};
const seal = (value: string, seed = 'seal'): Buffer => sealRecord(key, context, new Secret(value), seededEntropy(seed));
const integrity = expect.objectContaining({ code: 'CV_VAULT_INTEGRITY', facts: {} });

describe('a sealed record', () => {
  it('opens to the exact value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (value) => {
        expect(plain(openRecord(key, context, seal(value)))).toBe(value);
      }),
      { numRuns: 300 },
    );
  });

  it('has the layout of the format (V5)', () => {
    const record = seal('4111 1111 1111 1111');
    expect([record[0], record[1]]).toEqual([1, 1]);
    expect(record.subarray(2, 18)).toEqual(key.id);
    expect(record.length).toBe(2 + 16 + 12 + 32 + 16);
  });

  it('has one of few sizes (V7)', () => {
    const size = (length: number): number => seal('x'.repeat(length)).length - 46;
    expect([0, 1, 14, 15, 16, 30, 31, 62, 63, 126, 127].map(size)).toEqual([
      16, 16, 16, 32, 32, 32, 64, 64, 128, 128, 256,
    ]);
    expect(seal('4111111111111111').length).toBe(seal('378282246310005').length);
  });

  it('differs each time, for the same value too (V8)', () => {
    const entropy = seededEntropy('many');
    const records = Array.from({ length: 200 }, () =>
      sealRecord(key, context, new Secret('same'), entropy).toString('hex'),
    );
    expect(new Set(records).size).toBe(200);
    expect(new Set(records.map((record) => record.slice(36, 60))).size).toBe(200);
  });

  it('keeps its nonce unique for different values even when chance repeats itself (V8)', () => {
    const nonces = ['a', 'b', 'c'].map((value) => seal(value, 'stuck').subarray(18, 30).toString('hex'));
    expect(new Set(nonces).size).toBe(3);
  });

  it('refuses every flipped bit (V9)', () => {
    const record = seal('4111 1111 1111 1111');
    for (let bit = 0; bit < 8 * record.length; bit++) {
      const changed = Buffer.from(record);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => openRecord(key, context, changed)).toThrow(integrity);
    }
  });

  it('refuses every length but its own (V9)', () => {
    const record = seal('4111 1111 1111 1111');
    for (let length = 0; length < record.length; length++) {
      expect(() => openRecord(key, context, record.subarray(0, length))).toThrow(integrity);
    }
    expect(() => openRecord(key, context, Buffer.concat([record, Buffer.of(0)]))).toThrow(integrity);
  });

  it('refuses every other context, each field for itself (V6)', () => {
    const others: Partial<RecordContext>[] = [
      { tenant: 'other' },
      { site: 'other' },
      { conversation: Buffer.alloc(32, 3) },
      { tokenId: Buffer.alloc(16, 3) },
      { detector: 'us-ssn' },
      { kind: 'US_SSN' },
      { credential: '' },
    ];
    expect(others.map((change) => Object.keys(change)[0]).sort()).toEqual(Object.keys(context).sort());
    const record = seal('value');
    for (const change of others) expect(() => openRecord(key, { ...context, ...change }, record)).toThrow(integrity);
    // Text that moves over the edge of two fields changes the whole too.
    expect(() => openRecord(key, { ...context, tenant: 'mains', site: 'hop' }, record)).toThrow(integrity);
  });

  it('refuses every other key (V6)', () => {
    const record = seal('value');
    const otherKey = expandDataKey(key.id, Buffer.alloc(32, 7)).key;
    const otherId = expandDataKey(Buffer.alloc(16, 1), Buffer.alloc(32, 8)).key;
    expect(() => openRecord(otherKey, context, record)).toThrow(integrity);
    expect(() => openRecord(otherId, context, record)).toThrow(integrity);
  });

  it('is refused for a value that could not come back exactly', () => {
    expect(() => seal('\ud800')).toThrow(expect.objectContaining({ code: 'CV_TEXT_NOT_UTF8' }));
    expect(() => seal('x'.repeat(65_536))).toThrow(expect.objectContaining({ code: 'CV_RECORD_TOO_LARGE' }));
    expect(plain(openRecord(key, context, seal('x'.repeat(65_535))))?.length).toBe(65_535);
  });
});

describe('the frozen vectors', () => {
  const blocks = readFileSync(new URL('../fixtures/vault/records.txt', import.meta.url), 'utf8')
    .split(/\n\n+/)
    .map(
      (block) =>
        new Map(
          block
            .split('\n')
            .flatMap((line) => (/^(\w+): ?(.*)$/.exec(line) ? [line.split(/: ?/, 2) as [string, string]] : [])),
        ),
    )
    .filter((block) => block.has('expect'));

  it('are all there', () => {
    expect(blocks.length).toBe(10);
  });

  it.each(blocks.map((block) => [block.get('name') ?? '', block] as const))(
    'answer as they always did: %s',
    (_, block) => {
      const text = (name: string): string => block.get(name) ?? '';
      const bytes = (name: string): Buffer => Buffer.from(text(name), 'hex');
      const vectorKey = expandDataKey(bytes('dataKeyId'), bytes('dataKey')).key;
      const vectorContext: RecordContext = {
        tenant: text('tenant'),
        site: text('site'),
        conversation: bytes('conversation'),
        tokenId: bytes('tokenId'),
        detector: text('detector'),
        kind: text('kind'),
        credential: text('credential'),
      };
      const open = (): Secret => openRecord(vectorKey, vectorContext, bytes('record'));
      if (text('expect') === 'integrity') expect(open).toThrow(integrity);
      else expect(open().expose((value) => Buffer.from(value).toString('hex'))).toBe(text('value'));
    },
  );
});
