/** The rules of a route's messages in a vendor profile file: discriminators, words, fields never to be touched. */
import { z } from 'zod';
import type { FieldTest, MarkedField, MessageRule, TextField } from '../domain/message-rule.ts';
import { messageKinds, tokenForms } from '../domain/message-rule.ts';
import { codecSchema, toSteps } from './codec-schema.ts';
import { idSchema } from './schema.ts';

export const pointer = z.string().regex(/^(?:\/[^/]*)*$/, 'expected a JSON pointer such as /message/text');

export const testSchema = z
  .strictObject({
    path: pointer,
    equals: z.string().exactOptional(),
    one_of: z.array(z.string()).min(1).max(100).exactOptional(),
    present: z.boolean().exactOptional().meta({ description: 'Whether any text stands there.' }),
  })
  .refine(
    (test) => [test.equals, test.one_of, test.present].filter((one) => one !== undefined).length === 1,
    'expected one of equals, one_of and present',
  );

/** A field that is marked, perhaps on a condition. */
export const fieldSchema = z.strictObject({ path: pointer, when: testSchema.exactOptional() });

const textSchema = z.union([
  pointer,
  z.strictObject({
    path: pointer,
    codec: codecSchema.exactOptional().meta({ description: 'How the text is read when its looks do not tell.' }),
    token: z.enum(tokenForms).exactOptional().meta({ description: 'What the vendor accepts in place of a value.' }),
  }),
]);

const pointers = z.array(pointer).max(200).default([]);

export const messageSchema = z
  .strictObject({
    id: idSchema,
    kind: z.enum(messageKinds),
    direction: z.enum(['to-upstream', 'to-client']).exactOptional(),
    when: z.array(testSchema).max(10).default([]).meta({ description: 'All must hold; none is every message.' }),
    text: z.array(textSchema).max(200).default([]).meta({ description: 'Where words stand.' }),
    own: z.array(fieldSchema).max(100).default([]).meta({ description: 'The words of the visitor, coming back.' }),
    never: pointers.meta({ description: 'Neither scanned nor edited in such a message.' }),
    duplicates: z.array(z.array(pointer).min(2).max(10)).max(20).default([]),
  })
  .refine((rule) => rule.kind !== 'typing-preview' || rule.direction !== 'to-client', {
    path: ['direction'],
    message: 'a typing preview goes from the visitor to the vendor',
  });

export type MessageFile = z.output<typeof messageSchema>;

/** A marked field as the product spells it. */
export function toField({ path, when }: z.output<typeof fieldSchema>): MarkedField {
  return { path, ...(when !== undefined && { when: toTest(when) }) };
}

export function toRule({ when, text, own, ...rule }: MessageFile): MessageRule {
  return { ...rule, when: when.map(toTest), text: text.map(toText), own: own.map(toField) };
}

export function toTest({ one_of: oneOf, ...test }: z.output<typeof testSchema>): FieldTest {
  return { ...test, ...(oneOf !== undefined && { oneOf }) };
}

function toText(field: z.output<typeof textSchema>): TextField {
  if (typeof field === 'string') return { path: field };
  const { codec, ...rest } = field;
  return { ...rest, ...(codec !== undefined && { codec: toSteps(codec) }) };
}
