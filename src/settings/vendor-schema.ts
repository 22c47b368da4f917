/** What a vendor profile file may say: data about traffic, never code. */
import { z } from 'zod';
import { buildCodec, CodecSpecError } from '../codecs/compose.ts';
import type { MessageRule } from '../domain/message-rule.ts';
import type { ConversationSource, HealCall, Profile, Route } from '../domain/profile.ts';
import { codecSchema, toSteps, withFields } from './codec-schema.ts';
import { filesSchema, toFileRule } from './file-schema.ts';
import { healSchema, messagesSchema } from './heal-schema.ts';
import { hostKeys, toHosts, unknownHosts } from './host-schema.ts';
import { fieldSchema, type MessageFile, messageSchema, pointer, toField, toRule } from './message-schema.ts';
import { idSchema } from './schema.ts';
import { streamsSchema } from './stream-schema.ts';

const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'expected a header or cookie name');
const cookieName = z.string().regex(/^[!#$%&'*+.^_`|~/0-9A-Za-z-]+$/, 'expected a header or cookie name');
const unreadable = z.enum(['block', 'pass']);

const sourceSchema = z.discriminatedUnion('from', [
  z.strictObject({
    from: z.literal('path'),
    pattern: z.string().startsWith('/').max(500).meta({ description: 'Glob whose {id} stands for the conversation.' }),
  }),
  z.strictObject({ from: z.literal('query'), name: z.string().min(1).max(100) }),
  z.strictObject({ from: z.literal('header'), name: headerName }),
  z.strictObject({ from: z.literal('cookie'), name: cookieName.meta({ description: 'May end in *.' }) }),
]);

const bodySource = z.strictObject({
  from: z.literal('body'),
  pointer: pointer.meta({ description: 'Field of a message, where no URL names the conversation.' }),
});

const unmatched = z.enum(['scan-all-strings', 'block', 'pass']);

const routeSchema = z.strictObject({
  id: idSchema,
  path: z.string().startsWith('/').max(500).meta({ description: '* is one segment, ** is any number.' }),
  methods: z
    .array(z.string().regex(/^[A-Z]{1,20}$/))
    .min(1)
    .exactOptional(),
  host: idSchema.exactOptional().meta({ description: 'Name of one of hosts; absent: every host.' }),
  direction: z.enum(['to-upstream', 'to-client']).exactOptional(),
  inspect: z.boolean().default(true).meta({ description: 'false passes bytes unscanned and counts them.' }),
  if_unreadable: unreadable.default('block'),
  files: filesSchema
    .default('block')
    .meta({ description: 'What becomes of files: block, pass, or the types that pass.' }),
  binary: unreadable.default('block'),
  codec: codecSchema.exactOptional().meta({ description: 'How the route is read, whatever type is declared.' }),
  previews: z.array(fieldSchema).default([]).meta({ description: 'Unsent drafts, visitor to vendor.' }),
  own: z.array(fieldSchema).default([]).meta({ description: 'The words of the visitor, coming back.' }),
  never: z.array(pointer).default([]).meta({ description: 'Fields that are neither scanned nor edited.' }),
  messages: z
    .array(z.union([idSchema, messageSchema]))
    .max(100)
    .default([])
    .meta({ description: 'What the messages of the route mean: rules, or ids of shared ones.' }),
  known: z.array(pointer).max(500).default([]).meta({ description: "Texts that are nobody's words; still scanned." }),
  unmatched: unmatched.exactOptional().meta({ description: 'For messages that no rule fits.' }),
  drift: z.boolean().exactOptional().meta({ description: 'Report texts that no rule names.' }),
});

type RouteFile = z.output<typeof routeSchema>;

const factKeys = {
  version: z.int().min(1).default(1),
  certainty: z
    .enum(['run', 'source', 'docs', 'memory'])
    .default('memory')
    .meta({ description: 'What the profile rests on: exercised, source, documentation, memory.' }),
  experimental: z.boolean().default(false),
  verified: z.strictObject({ date: z.iso.date(), how: z.string().min(1).max(200) }).exactOptional(),
};

export const vendorSchema = z
  .strictObject({
    id: idSchema,
    title: z.string().min(1).max(120),
    ...factKeys,
    conversation: z.array(z.union([sourceSchema, bodySource])).default([]),
    credential: z.array(sourceSchema).default([]),
    messages: messagesSchema.exactOptional(),
    heal: healSchema.exactOptional().meta({ description: 'The call that edits a message which has been delivered.' }),
    streams: streamsSchema.exactOptional(),
    ...hostKeys,
    never: z.array(pointer).max(200).default([]).meta({ description: 'Neither scanned nor edited on any route.' }),
    known: z.array(pointer).max(500).default([]).meta({ description: "Texts that are nobody's words, on any route." }),
    rules: z.array(messageSchema).max(200).default([]).meta({ description: 'Rules of messages that routes share.' }),
    unmatched: unmatched
      .default('scan-all-strings')
      .meta({ description: 'For messages that no rule of a route fits.' }),
    routes: z.array(routeSchema).min(1).max(500).meta({ description: 'In order; the first that matches decides.' }),
  })
  .superRefine((file, context) => {
    for (const { path, name } of unknownHosts(file, file.routes)) {
      context.addIssue({ code: 'custom', path: [...path], message: `there is no host ${name} in hosts` });
    }
    for (const [index, route] of file.routes.entries()) {
      for (const [place, name] of route.messages.entries()) {
        if (typeof name !== 'string' || file.rules.some(({ id }) => id === name)) continue;
        const path = ['routes', index, 'messages', place];
        context.addIssue({ code: 'custom', path, message: `there is no rule ${name} in rules` });
      }
      const message = codecProblem(route, file.rules);
      if (message !== undefined) context.addIssue({ code: 'custom', path: ['routes', index, 'messages'], message });
    }
  });

export type VendorFile = z.output<typeof vendorSchema>;

export function toProfile(file: VendorFile): Profile {
  const { version, certainty, experimental, verified } = file;
  return {
    id: file.id,
    title: file.title,
    facts: { version, certainty, experimental, ...(verified !== undefined && { verified }) },
    routes: file.routes.map((route) => toRoute(route, file)),
    conversation: file.conversation satisfies readonly ConversationSource[],
    credential: file.credential satisfies readonly ConversationSource[],
    ...(file.messages !== undefined && { messages: file.messages }),
    ...(file.heal !== undefined && { heal: toHeal(file.heal) }),
    ...(file.streams !== undefined && { streams: file.streams }),
    ...toHosts(file),
  };
}

/** The rules of the route, shared ones included. */
function rulesFor({ messages }: RouteFile, shared: readonly MessageFile[]): MessageRule[] {
  return messages.flatMap((rule) => {
    const found = typeof rule === 'string' ? shared.find(({ id }) => id === rule) : rule;
    return found === undefined ? [] : [toRule(found)];
  });
}

function readWith({ codec }: RouteFile, rules: readonly MessageRule[]) {
  const steps = codec === undefined ? undefined : toSteps(codec);
  return withFields(
    steps,
    rules.flatMap(({ text }) => text),
  );
}

/** Why the codec of the route cannot carry those of its fields; undefined when it can. */
function codecProblem(route: RouteFile, shared: readonly MessageFile[]): string | undefined {
  const rules = rulesFor(route, shared);
  // What is wrong with the route's own codec is told where it stands.
  if (!rules.some(({ text }) => text.some(({ codec }) => codec !== undefined))) return undefined;
  try {
    const steps = readWith(route, rules);
    if (steps !== undefined) buildCodec(steps);
    return undefined;
  } catch (error) {
    return error instanceof CodecSpecError ? `fields with a codec do not fit here: ${error.explanation}` : 'no codec';
  }
}

function toRoute(from: RouteFile, file: VendorFile): Route {
  const { if_unreadable: ifUnreadable, codec: _, messages: __, files, ...route } = from;
  const messages = rulesFor(from, file.rules);
  const codec = readWith(from, messages);
  const described = file.routes.some((other) => other.messages.length > 0);
  return {
    ...route,
    ...(codec !== undefined && { codec }),
    ifUnreadable,
    files: toFileRule(files),
    previews: route.previews.map(toField),
    own: route.own.map(toField),
    never: [...file.never, ...route.never],
    known: [...file.known, ...route.known],
    messages,
    unmatched: route.unmatched ?? file.unmatched,
    drift: route.drift ?? described,
  };
}

function toHeal({ media_type: mediaType, ...call }: NonNullable<VendorFile['heal']>): HealCall {
  return { ...call, mediaType };
}
