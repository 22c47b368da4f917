/** Seeded harmless identifiers of the kinds that customers paste; whatever a detector finds in them is noise. */
import { chanceOf } from '../../test/support/corpus/random.ts';
import { makeValue } from '../../test/support/corpus/values.ts';

const patterns: Readonly<Record<string, string>> = {
  'order number, 8 digits': '[1-9]#{7}',
  'order number, 9 digits': '[1-9]#{8}',
  'order number, 10 digits': '[1-9]#{9}',
  'order number, 12 digits': '[1-9]#{11}',
  'order number, 16 digits': '[1-9]#{15}',
  'order number, letters': '[A-Z]{2}-#{8}',
  'hash, 32 hex': '[0-9a-f]{32}',
  'hash, 40 hex': '[0-9a-f]{40}',
  'hash, 64 hex': '[0-9a-f]{64}',
  'base64, 44': '[A-Za-z0-9+/]{43}=',
  'timestamp, ms': '17#{11}',
  'timestamp, ISO': '2026-%m-%dT1#:[0-5]#:[0-5]#.###Z',
  'tracking, UPS': '1Z[A-Z0-9]{6}#{10}',
  'tracking, 12 digits': '[1-9]#{11}',
  'tracking, 20 digits': '94#{18}',
  'phone-like, dashes': '#{3}-#{4}-#{2}',
  float: '#.#{15}',
  coordinates: '[1-8]#.#{6}, [1-9]#.#{6}',
  version: '[1-9].##.#{4}.#{2}',
  price: '[1-9],#{3}.##',
};
const checked = { UUID: 'uuid', IMEI: 'imei', 'ISBN-13': 'isbn' } as const;

/** Kind of identifier to `each` of them. */
export function noise(each: number): ReadonlyMap<string, readonly string[]> {
  const kinds = new Map<string, readonly string[]>();
  const seeds = Array.from({ length: each }, (_, index) => String(index));
  for (const [name, kind] of Object.entries(checked))
    kinds.set(
      name,
      seeds.map((seed) => makeValue(kind, '', `noise ${name} ${seed}`)),
    );
  for (const [name, pattern] of Object.entries(patterns))
    kinds.set(
      name,
      seeds.map((seed) => chanceOf(`noise ${name} ${seed}`).string(pattern)),
    );
  return kinds;
}
