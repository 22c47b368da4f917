/** Hosts, next-hop URLs and redirection in a vendor profile file. */
import { z } from 'zod';
import { hostPatternFault } from '../domain/host-list.ts';
import type { Redirect, UrlRewrite, VendorHost } from '../domain/vendor-hosts.ts';
import { shimPatches } from '../domain/vendor-hosts.ts';
import { idSchema } from './schema.ts';

const hostGlob = z.string().superRefine((glob, context) => {
  const fault = hostPatternFault(glob);
  if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
});

const hostSchema = z.strictObject({
  name: idSchema,
  match: hostGlob,
  role: z.enum(['messages', 'auth', 'files', 'telemetry', 'assets']),
  action: z.enum(['inspect', 'pass', 'block']).default('inspect'),
  ports: z.array(z.int().min(1).max(65_535)).max(50).exactOptional(),
  scheme: z.enum(['https', 'http']).exactOptional(),
  allow_private: z
    .boolean()
    .exactOptional()
    .meta({ description: 'The host may resolve to an address that is not public.' }),
});

const rewriteSchema = z.strictObject({
  in: z.enum(['json', 'html', 'js']),
  path: z
    .string()
    .regex(/^(?:(?:\*\*)?(?:\/[^/]+)+)$/, 'expected a pointer such as /streamUrl or **/url')
    .transform((path) => (path.startsWith('**') ? `/${path}` : path))
    .exactOptional(),
  hosts: z.array(idSchema).min(1).max(100),
  reverse: z.boolean().default(false),
});

const redirectSchema = z.strictObject({
  prefix: z
    .string()
    .regex(/^\/[A-Za-z0-9_-]{1,40}$/, 'expected one path segment such as /__h')
    .exactOptional()
    .meta({ description: 'First path segment of requests for further hosts; /__h unless said.' }),
  shim: z
    .strictObject({
      inject: z.array(z.enum(['html', 'script'])).min(1),
      patch: z
        .array(z.enum(shimPatches))
        .min(1)
        .default([...shimPatches]),
      contain: z
        .array(
          z
            .string()
            .max(253)
            .regex(/^(?:(?:https?|wss?):\/\/)?(?:\*\.)?[a-z0-9.-]+(?::\d{1,5})?$/, 'expected https://cdn.example'),
        )
        .max(100)
        .exactOptional()
        .meta({ description: 'Pages with the shim load nothing from anywhere but the proxy and these.' }),
    })
    .exactOptional(),
  origin: z.enum(['preserve', 'upstream']).default('preserve'),
  option: z.string().min(1).max(200).exactOptional(),
});

/** The keys that a profile has for them. */
export const hostKeys = {
  hosts: z
    .array(hostSchema)
    .max(100)
    .default([])
    .meta({ description: 'Further hosts of the vendor; no others are asked.' }),
  rewrite_urls: z
    .array(rewriteSchema)
    .max(100)
    .default([])
    .meta({ description: 'URLs that would lead past the proxy.' }),
  redirect: redirectSchema.exactOptional().meta({ description: 'How the widget is brought to the proxy.' }),
};

const hostPart = z.object(hostKeys);
export type HostPart = z.output<typeof hostPart>;

/** What the file says about hosts, as the product spells it; nothing where it says nothing. */
export function toHosts({ hosts, rewrite_urls: rewriteUrls, redirect }: HostPart) {
  return {
    ...(hosts.length > 0 && { hosts: hosts.map(toHost) }),
    ...(rewriteUrls.length > 0 && { rewriteUrls: rewriteUrls satisfies readonly UrlRewrite[] }),
    ...(redirect !== undefined && { redirect: redirect satisfies Redirect }),
  };
}

function toHost({ allow_private: allowPrivate, ...host }: HostPart['hosts'][number]): VendorHost {
  return { ...host, ...(allowPrivate !== undefined && { allowPrivate }) };
}

/** Names that `rewrite_urls` and routes use and no host has, with their places. */
export function unknownHosts(
  part: HostPart,
  routes: readonly { readonly host?: string }[],
): { readonly path: readonly (string | number)[]; readonly name: string }[] {
  const known = new Set(part.hosts.map(({ name }) => name));
  const named = [
    ...part.rewrite_urls.flatMap(({ hosts }, rule) =>
      hosts.map((name, index) => ({ path: ['rewrite_urls', rule, 'hosts', index], name })),
    ),
    ...routes.flatMap(({ host }, index) =>
      host === undefined ? [] : [{ path: ['routes', index, 'host'], name: host }],
    ),
  ];
  return named.filter(({ name }) => !known.has(name));
}
