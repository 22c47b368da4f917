/** What a policy file may say, and how it reads as the definition that `createPolicy` takes. */
import { z } from 'zod';
import { actionNames, type PolicyDefinition, type Rule } from '../policy/policy.ts';
import { dictionarySchema, exactSchema, patternSchema } from './custom-schema.ts';
import { idSchema } from './schema.ts';

const kindName = z
  .string()
  .regex(
    /^[A-Z][A-Z0-9_]{0,39}\*?$|^\*$|^@[a-z-]{1,39}$/,
    'expected a kind such as PAYMENT_CARD, a prefix such as HEALTH_*, or a group such as @cards',
  );

const pointer = z.string().regex(/^(?:\/[^/]*)*$/, 'expected a JSON pointer such as /message/text');

const ruleSchema = z.strictObject({
  id: idSchema,
  kinds: z.array(kindName).min(1).exactOptional().meta({ description: 'Absent: every kind.' }),
  direction: z.enum(['to-upstream', 'to-client']).exactOptional(),
  sites: z.array(idSchema).min(1).exactOptional(),
  fields: z.array(pointer).min(1).exactOptional().meta({ description: 'JSON pointers; * stands for one segment.' }),
  confidence_min: z.number().min(0).max(1).exactOptional(),
  action: z.enum(actionNames),
  restore: z
    .enum(['never', 'own-messages'])
    .exactOptional()
    .meta({ description: 'Whether the widget of the visitor gets the value back; tokenize only.' }),
  notice: z.string().min(1).max(300).exactOptional().meta({ description: 'Shown to the person who wrote it.' }),
  cites: z
    .array(z.string().min(1).max(200))
    .min(1)
    .max(20)
    .exactOptional()
    .meta({ description: 'Clauses of laws and standards that ask for this rule.' }),
});

export const policySchema = z.strictObject({
  id: idSchema,
  title: z.string().min(1).max(120),
  detectors: z
    .union([z.literal('all'), z.array(idSchema).min(1)])
    .default('all')
    .meta({ description: 'Which built-in detectors run: all, or a list of ids.' }),
  if_vault_unavailable: z
    .enum(['block', 'mask'])
    .default('block')
    .meta({ description: 'What happens to a message whose values cannot be sealed.' }),
  split: z
    .strictObject({
      mode: z.enum(['pass', 'hold', 'heal']),
      hold_seconds: z.number().min(0.1).max(30).default(5),
    })
    .exactOptional()
    .meta({
      description:
        'Messages that may be the beginning of a number: let go, held for some seconds, or let go and edited at the vendor later.',
    }),
  rules: z.array(ruleSchema).min(1).max(500).meta({ description: 'In order; the first that matches decides.' }),
  patterns: z.array(patternSchema).max(200).default([]),
  dictionaries: z.array(dictionarySchema).max(50).default([]).meta({ description: 'Word lists.' }),
  exact: z
    .array(exactSchema)
    .max(20)
    .default([])
    .meta({ description: 'Values of a CSV column, kept as keyed hashes.' }),
});

export type PolicyFile = z.output<typeof policySchema>;

export function toPolicyDefinition(file: PolicyFile, version: string): PolicyDefinition {
  return {
    id: file.id,
    title: file.title,
    version,
    ifVaultUnavailable: file.if_vault_unavailable,
    ...(file.split !== undefined && { split: { mode: file.split.mode, holdSeconds: file.split.hold_seconds } }),
    rules: file.rules.map(toRule),
  };
}

function toRule({ confidence_min: confidenceMin, kinds, ...rest }: PolicyFile['rules'][number]): Rule {
  return {
    ...rest,
    ...(kinds === undefined || kinds.includes('*') ? {} : { kinds }),
    ...(confidenceMin === undefined ? {} : { confidenceMin }),
  };
}
