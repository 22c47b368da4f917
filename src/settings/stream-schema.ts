/** The keys of a vendor profile that say where texts arrive in pieces. */
import { z } from 'zod';
import { pointer, testSchema, toTest } from './message-schema.ts';

const streamSchema = z.strictObject({
  path: pointer.meta({ description: 'Where the piece stands.' }),
  when: testSchema
    .transform(toTest)
    .exactOptional()
    .meta({ description: 'Which messages are pieces, where others have a text there too.' }),
  key: pointer.exactOptional().meta({ description: 'What tells one text from another.' }),
  done: z
    .strictObject({ path: pointer, equals: z.union([z.string(), z.boolean(), z.number()]).transform(String) })
    .exactOptional()
    .meta({ description: 'The message that ends the text.' }),
});

export const streamsSchema = z
  .array(streamSchema)
  .max(50)
  .meta({ description: 'Texts that arrive from the vendor in pieces, message by message; [] for none.' });
