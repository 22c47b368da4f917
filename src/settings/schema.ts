/** What the main configuration file may say; the JSON Schema for editors is written from it. */
import { isIP } from 'node:net';
import { z } from 'zod';
import { defaultLimits, type Limits } from '../domain/limits.ts';
import { filesSchema } from './file-schema.ts';

const idPattern = /^[a-z0-9][a-z0-9-]{0,39}$/;
/** A short name of ours: sites, vendors, policies, rules. */
export const idSchema = z
  .string()
  .regex(idPattern, 'expected 1 to 40 lower-case letters, digits or dashes')
  .meta({ description: 'Lower-case letters, digits and dashes, at most 40.' });

const filePath = z.string().min(1, 'expected a file path').meta({ description: 'Relative to this file.' });

/** A secret by reference, so that the configuration itself may be shown. */
export const secretSource = z
  .union([
    z.strictObject({ file: filePath }),
    z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected the name of a variable') }),
  ])
  .meta({ description: 'Where a secret is kept: {file: PATH} or {env: NAME}.' });

const keyPair = { cert: filePath, key: filePath };
const certificateName = z
  .string()
  .regex(/^(?:\*\.)?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/, 'expected a host name such as *.shop.example')
  .transform((name) => name.toLowerCase());

const tlsSchema = z.strictObject({
  ...keyPair,
  names: z
    .array(z.strictObject({ hosts: z.array(certificateName).min(1), ...keyPair }))
    .default([])
    .meta({ description: 'Further certificates, chosen by the name that the client asks for.' }),
  client_ca: filePath.exactOptional().meta({ description: 'Clients must show a certificate of these authorities.' }),
  min_version: z.enum(['TLSv1.2', 'TLSv1.3']).default('TLSv1.2'),
});

/** An IP address or a network in CIDR form. */
const network = z.string().refine((text) => {
  const [address = '', bits, rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest !== undefined) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}, 'expected an IP address or a network such as 10.0.0.0/8');

const listenSchema = (port: number) =>
  z
    .strictObject({
      host: z.string().min(1, 'expected an address').default('127.0.0.1').meta({ description: 'Address to bind.' }),
      port: z.int().min(0).max(65_535).default(port).meta({ description: '0 takes any free port.' }),
      tls: tlsSchema.exactOptional().meta({ description: 'Without it the listener speaks plain HTTP.' }),
    })
    .prefault({});

/** Only the data listener stands where balancers and local proxies do. */
const dataListenSchema = z
  .strictObject({
    ...listenSchema(8080).unwrap().shape,
    socket: filePath
      .exactOptional()
      .meta({ description: 'A Unix socket, relative to this file, instead of host and port.' }),
    http2: z
      .enum(['off', 'auto'])
      .exactOptional()
      .meta({ description: 'auto, the default: with TLS, on versions of Node without known holes in HTTP/2.' }),
    proxy_protocol: z
      .array(network)
      .min(1)
      .exactOptional()
      .meta({ description: 'Balancers whose connections begin with a PROXY protocol head, version 1 or 2.' }),
  })
  .prefault({});

/** The YAML spelling of a limit: `body_bytes_max` for `bodyBytesMax`. */
export function limitKey(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

const limitNames = Object.keys(defaultLimits) as (keyof Limits)[];
const limitsSchema = z
  .strictObject(
    Object.fromEntries(
      limitNames.map((name) => [
        limitKey(name),
        z
          .int()
          .min(1)
          .max(2 ** 40)
          .exactOptional()
          .meta({ description: `Default ${defaultLimits[name]}.` }),
      ]),
    ),
  )
  .meta({ description: 'Upper bounds; docs/configuration.md explains each.' });

/** `host` or `host:port`, as browsers send it. */
const hostValue = z
  .string()
  .regex(
    /^(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?$/,
    'expected a Host header value such as chat.shop.example:8443',
  )
  .transform((value) => value.toLowerCase());

const upstreamUrl = z
  .string()
  .refine(isUpstream, 'expected http:// or https:// with a host, without credentials, query or fragment')
  .meta({ description: 'Origin of the vendor, with an optional base path.' });

function isUpstream(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return /^https?:$/.test(url.protocol) && url.hostname !== '' && plain;
}

const originValue = z
  .string()
  .refine(
    (text) => URL.canParse(text) && new URL(text).origin === text,
    'expected an origin such as https://shop.example',
  );

const trustedHop = z.union([z.literal('unix'), network]);

const upstreamLink = z
  .strictObject({
    socket: filePath.exactOptional().meta({ description: 'A Unix socket to connect to.' }),
    ca: filePath.exactOptional().meta({ description: 'PEM: trust these authorities instead of the system.' }),
    cert: filePath.exactOptional().meta({ description: 'PEM: our certificate toward the vendor.' }),
    key: filePath.exactOptional(),
    server_name: z.string().min(1).max(253).exactOptional().meta({ description: 'Name to ask for and to verify.' }),
  })
  .refine(({ cert, key }) => (cert === undefined) === (key === undefined), 'expected cert and key together');

export const siteSchema = z.strictObject({
  id: idSchema,
  hosts: z.array(hostValue).min(1, 'expected at least one host').meta({ description: 'Host header values served.' }),
  upstream: upstreamUrl,
  upstream_link: upstreamLink.exactOptional().meta({ description: 'How the upstream is reached, beyond its address.' }),
  vendor: idSchema.default('generic').meta({ description: 'A file vendors/<id>.yaml.' }),
  policy: idSchema.default('default').meta({ description: 'A file policies/<id>.yaml.' }),
  mode: z
    .enum(['enforce', 'observe'])
    .default('enforce')
    .meta({ description: 'observe detects and counts, and changes nothing.' }),
  origins: z
    .array(originValue)
    .default([])
    .meta({ description: 'Origins that may open a WebSocket; empty leaves the check to the vendor.' }),
  files: filesSchema
    .exactOptional()
    .meta({ description: 'Files that pass where the profile refuses files; they are not inspected, and counted.' }),
  limits: limitsSchema.exactOptional(),
});

export const configSchema = z.strictObject({
  listen: z.strictObject({ data: dataListenSchema, console: listenSchema(8081), ops: listenSchema(9090) }).prefault({}),
  data_dir: filePath.default('./data'),
  vault: z
    .strictObject({
      store: z
        .union([
          z.strictObject({ sqlite: filePath }),
          z.strictObject({ postgres: z.union([z.string().min(1), secretSource]) }),
        ])
        .exactOptional(),
      root_key: secretSource.exactOptional(),
    })
    .prefault({}),
  sites: z.array(siteSchema).min(1, 'expected at least one site').max(1000),
  limits: limitsSchema.exactOptional(),
  log: z.strictObject({ level: z.enum(['debug', 'info', 'warn', 'error']).default('info') }).prefault({}),
  trusted_hops: z
    .array(trustedHop)
    .default([])
    .meta({ description: 'Proxies whose X-Forwarded-* are believed; unix: who opens our Unix socket.' }),
  workers: z
    .int()
    .min(0)
    .max(64)
    .default(1)
    .meta({ description: 'Processes that carry the traffic; 0 is one for each core, 1 none beside the main one.' }),
  watch: z.boolean().default(true).meta({ description: 'Apply edits of the files without SIGHUP.' }),
});

export type ConfigFile = z.output<typeof configSchema>;
export type SiteConfig = ConfigFile['sites'][number];

/** Limits of a section over those of the level above. */
export function mergeLimits(base: Limits, section: Readonly<Record<string, number>> | undefined): Limits {
  if (!section) return base;
  const entries = limitNames.map((name) => [name, section[limitKey(name)] ?? base[name]]);
  return Object.fromEntries(entries) as unknown as Limits;
}
