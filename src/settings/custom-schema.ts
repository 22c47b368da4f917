/** What a policy file may say of an operator's own detectors: patterns, word lists and exact lists. */
import { z } from 'zod';
import { checksumNames } from '../detection/checksum.ts';
import { NEAR_MAX } from '../detection/detector.ts';
import { normaliseNames } from '../detection/exact-value.ts';
import { idSchema } from './schema.ts';

const examples = z.array(z.string().min(1).max(1000)).min(1).max(100);
const filePath = z.string().min(1, 'expected a file path').meta({ description: 'Relative to this file.' });

const context = (distanceMax: number) =>
  z
    .strictObject({
      words: z.array(z.string().min(1).max(60)).min(1).max(200),
      distance: z.int().min(1).max(distanceMax).exactOptional(),
    })
    .exactOptional()
    .meta({ description: 'One of the words must stand within so many characters (60).' });

const named = {
  name: idSchema,
  kind: z.string().regex(/^[A-Z][A-Z0-9_]{0,39}$/, 'expected capitals, digits and underscores, such as MEMBER_NUMBER'),
  mask: z
    .strictObject({
      word: z.string().regex(/^[a-z][a-z-]{0,19}$/, 'expected a word of small letters, such as member'),
      visible: z.enum(['nothing', 'last-four']).exactOptional(),
    })
    .exactOptional()
    .meta({ description: 'The word that stands in a token, and how much of the value may be seen beside it.' }),
};

/** An operator's own detector obeys the law of the built-in ones: no examples, no load. */
const proven = {
  examples: z.strictObject({ hits: examples, misses: examples }).meta({
    description: 'Texts that must and must not be found; the value may be marked with ‹ ›.',
  }),
  allow_wide: z
    .boolean()
    .exactOptional()
    .meta({ description: 'Takes it although it hits harmless messages; they will be changed.' }),
};

export const patternSchema = z.strictObject({
  ...named,
  pattern: z.string().min(1).max(1000).meta({ description: 'RE2 syntax: no look-around, no back-references.' }),
  flags: z
    .string()
    .regex(/^[ism]{1,3}$/, 'expected some of i, s and m')
    .exactOptional()
    .meta({ description: 'i: any case; s: dot matches line ends; m: anchors match at lines.' }),
  group: z.int().min(0).max(20).exactOptional().meta({ description: 'The group that is the value; 0 is all.' }),
  checksum: z.enum(checksumNames).exactOptional().meta({ description: 'docs/policies.md says what each one is.' }),
  context: context(500),
  confidence: z.number().min(0).max(1).default(0.8),
  ...proven,
});

export const dictionarySchema = z
  .strictObject({
    ...named,
    file: filePath.exactOptional().meta({ description: 'UTF-8, one term a line; # begins a comment.' }),
    terms: z.array(z.string().min(1).max(200)).min(1).max(1000).exactOptional(),
    context: context(NEAR_MAX),
    confidence: z.number().min(0).max(1).default(0.8),
    ...proven,
  })
  .refine(({ file, terms }) => (file === undefined) !== (terms === undefined), 'expected either file or terms');

export const exactSchema = z.strictObject({
  ...named,
  file: filePath.meta({ description: 'CSV with a header row, UTF-8. Values are hashed when loaded, none is kept.' }),
  column: z.string().min(1).max(200).meta({ description: 'Name of the column in the header row.' }),
  separator: z.enum([',', ';', '\t', '|']).default(','),
  normalise: z
    .enum(normaliseNames)
    .default('trim')
    .meta({ description: 'digits: only digits count; upper: any case; trim: as written.' }),
  confidence: z.number().min(0).max(1).default(0.95),
});
