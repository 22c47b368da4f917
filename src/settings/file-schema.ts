/** What may be said of files that messages carry, by a route of a profile or by a site. */
import { z } from 'zod';
import type { FileRule } from '../domain/file.ts';
import type { Profile } from '../domain/profile.ts';

export const filesSchema = z.union([
  z.enum(['block', 'pass']),
  z.strictObject({
    types: z
      .array(
        z
          .string()
          .regex(
            /^[a-z0-9!#$&^_.+-]+\/(?:\*|[a-z0-9!#$&^_.+-]+)$/,
            'expected a media type such as image/png or image/*',
          ),
      )
      .min(1)
      .max(100)
      .meta({ description: 'Media types that pass, by declaration and by content.' }),
    bytes_max: z
      .int()
      .min(1)
      .max(1024 ** 3)
      .default(10 * 1024 ** 2)
      .meta({ description: 'Bytes of one file.' }),
  }),
]);

export function toFileRule(rule: z.output<typeof filesSchema>): FileRule {
  return typeof rule === 'string' ? rule : { types: rule.types, bytesMax: rule.bytes_max };
}

/** The profile with the site's word in place of each `block`; what a profile says otherwise it has a reason for. */
export function withFiles(profile: Profile, rule: z.output<typeof filesSchema> | undefined): Profile {
  if (rule === undefined) return profile;
  const files = toFileRule(rule);
  return { ...profile, routes: profile.routes.map((route) => (route.files === 'block' ? { ...route, files } : route)) };
}
