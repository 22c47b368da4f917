/** The `codec` of a route in a vendor profile: a name, or a list of steps; what cannot be built is a problem with a place. */
import { z } from 'zod';
import type { Format } from '../codecs/assembly.ts';
import { buildCodec, CodecSpecError } from '../codecs/compose.ts';
import type { CodecName, CodecStep, LengthForm } from '../domain/codec-step.ts';
import type { Profile, Route } from '../domain/profile.ts';
import type { Environment } from './overrides.ts';

const pointer = z.string().regex(/^(?:\/[^/]*)*$/, 'expected a JSON pointer such as /message/text');
const pattern = z.string().min(1).max(1000);

/** Every name, so that a missing one does not compile. */
const names: Readonly<Record<CodecName, true>> = {
  auto: true,
  text: true,
  json: true,
  form: true,
  html: true,
  xml: true,
  multipart: true,
  opaque: true,
  'json-string': true,
  base64: true,
  base64url: true,
  percent: true,
  'event-stream': true,
  ndjson: true,
  engineio: true,
  socketio: true,
  'socketio-msgpack': true,
  bayeux: true,
  actioncable: true,
  phoenix: true,
  sockjs: true,
  'sockjs-htmlfile': true,
  signalr: true,
  'signalr-msgpack': true,
  ddp: true,
  pusher: true,
  stomp: true,
  xmpp: true,
  jsonp: true,
  graphql: true,
  delimited: true,
  prefix: true,
  twilsock: true,
  mqtt: true,
  nats: true,
  msgpack: true,
  protobuf: true,
  'grpc-web': true,
};

const forms: Readonly<Record<LengthForm, true>> = {
  'decimal-colon': true,
  u8: true,
  u16be: true,
  u16le: true,
  u32be: true,
  u32le: true,
  varint: true,
};

const nameSchema = z.enum(Object.keys(names) as [CodecName, ...CodecName[]]);
const container = z.enum(['json', 'form', 'multipart']);

const splitSchema = z.strictObject({
  split: z.union([
    z.string().min(1).max(16),
    z.strictObject({
      delimiter: z.string().min(1).max(16),
      records_max: z.int().min(1).max(1_000_000).exactOptional(),
    }),
  ]),
});

const stripSchema = z.strictObject({
  strip: z.union([
    pattern,
    z.strictObject({
      head: pattern.exactOptional(),
      bytes: z.int().min(1).max(65_536).exactOptional(),
      tail: pattern.exactOptional(),
    }),
  ]),
});

const ruleSchema = z.strictObject({
  set: pointer,
  from: pointer,
  as: z.enum(['bytes', 'utf16', 'md5', 'sha256', 'hmac-sha256']),
  spelled: z.enum(['hex', 'base64']).exactOptional(),
  prefix: z.string().max(100).exactOptional(),
  key: z
    .strictObject({ env: z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'expected a variable name') })
    .exactOptional()
    .meta({ description: 'The environment variable that holds the key; without it an edit is refused.' }),
});

const plainStep = z.union([
  nameSchema,
  z.strictObject({ parse: nameSchema }),
  splitSchema,
  stripSchema,
  z.strictObject({ index: z.union([z.int().min(0).max(10_000), z.literal('all')]) }),
  z.strictObject({ at: z.union([pointer, z.array(pointer).min(1).max(100)]), in: container.exactOptional() }),
  z.strictObject({ recompute: z.union([ruleSchema, z.array(ruleSchema).min(1).max(20)]) }),
  z.strictObject({ lengths: z.enum(Object.keys(forms) as [LengthForm, ...LengthForm[]]) }),
  z.strictObject({ inflate: z.enum(['gzip', 'zlib', 'raw', 'auto']) }),
]);

const fieldsSchema = z.strictObject({
  fields: z.record(pointer, z.union([plainStep, z.array(plainStep).min(1).max(16)])),
  in: container.exactOptional(),
});

type StepFile = z.output<typeof plainStep> | z.output<typeof fieldsSchema>;

const stepSchema = z.union([plainStep, fieldsSchema]);
const listSchema = z
  .array(stepSchema)
  .min(1)
  .max(16)
  .superRefine((steps, context) => {
    try {
      buildCodec(toSteps(steps));
    } catch (error) {
      if (!(error instanceof CodecSpecError)) throw error;
      context.addIssue({ code: 'custom', path: [...error.path], message: error.explanation });
    }
  });

export const codecSchema = z.union([nameSchema, listSchema]);

/** The steps as the product spells them. */
export function toSteps(file: string | readonly StepFile[]): readonly CodecStep[] {
  return typeof file === 'string' ? [file as CodecName] : file.map(toStep);
}

function toStep(step: StepFile): CodecStep {
  if (typeof step === 'string') return step;
  if ('split' in step && typeof step.split === 'object') {
    const { delimiter, records_max: recordsMax } = step.split;
    return { split: { delimiter, ...(recordsMax !== undefined && { recordsMax }) } };
  }
  if (!('fields' in step)) return step as CodecStep;
  const fields = Object.entries(step.fields).map(([at, inner]) => [
    at,
    Array.isArray(inner) ? inner.map(toStep) : toStep(inner),
  ]);
  return { ...step, fields: Object.fromEntries(fields) };
}

/** Steps that also read certain fields in their own way: the last format gets the fields, or they follow it. */
export function withFields(
  steps: readonly CodecStep[] | undefined,
  fields: readonly { readonly path: string; readonly codec?: readonly CodecStep[] }[],
): readonly CodecStep[] | undefined {
  const described = fields.flatMap(({ path, codec }) => (codec === undefined ? [] : [[path, codec] as const]));
  if (described.length === 0) return steps;
  const list = steps ?? ['json'];
  const last = list.at(-1);
  const rule = { fields: Object.fromEntries(described) };
  if (last === 'json' || last === 'form' || last === 'multipart') return [...list.slice(0, -1), { ...rule, in: last }];
  return [...list, rule];
}

/** The codecs of a profile's routes; keys of signatures come from the environment. */
export function routeCodecs(profile: Profile, env: Environment): ReadonlyMap<Route, Format> {
  const key = (name: string) => (env[name] === undefined ? undefined : Buffer.from(env[name]));
  return new Map(
    profile.routes.flatMap((route) =>
      route.codec === undefined ? [] : [[route, buildCodec(route.codec, { key })] as const],
    ),
  );
}
