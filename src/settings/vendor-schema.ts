/** What a vendor profile file may say: data about traffic, never code. */
import { z } from 'zod';
import type { ConversationSource, HealCall, MarkedField, Profile, Route } from '../domain/profile.ts';
import { codecSchema, toSteps } from './codec-schema.ts';
import { hostKeys, toHosts } from './host-schema.ts';
import { idSchema } from './schema.ts';

const pointer = z.string().regex(/^(?:\/[^/]*)*$/, 'expected a JSON pointer such as /message/text');
const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'expected a header or cookie name');
const unreadable = z.enum(['block', 'pass']);

const sourceSchema = z.discriminatedUnion('from', [
  z.strictObject({
    from: z.literal('path'),
    pattern: z.string().startsWith('/').max(500).meta({ description: 'Glob whose {id} stands for the conversation.' }),
  }),
  z.strictObject({ from: z.literal('query'), name: z.string().min(1).max(100) }),
  z.strictObject({ from: z.literal('header'), name: headerName }),
  z.strictObject({ from: z.literal('cookie'), name: headerName }),
]);

const fieldSchema = z.strictObject({
  path: pointer,
  when: z.strictObject({ path: pointer, equals: z.string() }).exactOptional(),
});

const routeSchema = z.strictObject({
  id: idSchema,
  path: z.string().startsWith('/').max(500).meta({ description: '* is one segment, ** is any number.' }),
  methods: z
    .array(z.string().regex(/^[A-Z]{1,20}$/))
    .min(1)
    .exactOptional(),
  direction: z.enum(['to-upstream', 'to-client']).exactOptional(),
  inspect: z.boolean().default(true).meta({ description: 'false passes bytes unscanned and counts them.' }),
  if_unreadable: unreadable.default('block'),
  files: unreadable.default('block'),
  binary: unreadable.default('block'),
  codec: codecSchema.exactOptional().meta({ description: 'How the route is read, whatever type is declared.' }),
  previews: z.array(fieldSchema).default([]).meta({ description: 'Unsent drafts, visitor to vendor.' }),
  own: z.array(fieldSchema).default([]).meta({ description: 'The words of the visitor, coming back.' }),
  never: z.array(pointer).default([]).meta({ description: 'Fields that are neither scanned nor edited.' }),
});

const healSchema = z.strictObject({
  method: z.enum(['PATCH', 'PUT', 'POST', 'DELETE']),
  path: z
    .string()
    .regex(/^\/(?!\/)[\x21-\x7e]*$/, 'expected a path that starts with one slash')
    .max(500)
    .refine((path) => path.includes('{message}'), 'expected {message} in the path')
    .meta({ description: '{conversation} and {message} stand for the ids of the vendor.' }),
  body: z.string().max(2000).exactOptional().meta({ description: '{text} stands for the new text, escaped for JSON.' }),
  media_type: z.string().min(3).max(100).default('application/json'),
  credential: z
    .strictObject({ header: headerName, env: z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'expected a variable name') })
    .exactOptional()
    .meta({ description: 'A header that the call needs, and the environment variable that holds its value.' }),
});

export const vendorSchema = z.strictObject({
  id: idSchema,
  title: z.string().min(1).max(120),
  conversation: z.array(sourceSchema).default([]),
  credential: z.array(sourceSchema).default([]),
  messages: z
    .strictObject({ id: pointer, edits: pointer.exactOptional() })
    .exactOptional()
    .meta({ description: 'Where a message of the visitor says its id, and the id of the message that it edits.' }),
  heal: healSchema.exactOptional().meta({ description: 'The call that edits a message which has been delivered.' }),
  ...hostKeys,
  routes: z.array(routeSchema).min(1).max(500).meta({ description: 'In order; the first that matches decides.' }),
});

export type VendorFile = z.output<typeof vendorSchema>;

export function toProfile(file: VendorFile): Profile {
  return {
    id: file.id,
    title: file.title,
    routes: file.routes.map(
      ({ if_unreadable: ifUnreadable, codec, ...route }): Route => ({
        ...route,
        ...(codec !== undefined && { codec: toSteps(codec) }),
        ifUnreadable,
        previews: route.previews satisfies readonly MarkedField[],
      }),
    ),
    conversation: file.conversation satisfies readonly ConversationSource[],
    credential: file.credential satisfies readonly ConversationSource[],
    ...(file.messages !== undefined && { messages: file.messages }),
    ...(file.heal !== undefined && { heal: toHeal(file.heal) }),
    ...toHosts(file),
  };
}

function toHeal({ media_type: mediaType, ...call }: NonNullable<VendorFile['heal']>): HealCall {
  return { ...call, mediaType };
}
