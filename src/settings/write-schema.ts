/** `npm run schema`: writes the JSON Schemas that editors complete configurations and policies with, from the schemas in force. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { packagedDir } from './find.ts';
import { policySchema } from './policy-schema.ts';
import { configSchema } from './schema.ts';
import { vendorSchema } from './vendor-schema.ts';

/** The text of `config/chatveil.schema.json` as it should be now. */
export function schemaText(): string {
  return textOf('Chatveil configuration', configSchema);
}

/** The text of `config/policy.schema.json`, for the files in `config/policies/`. */
export function policySchemaText(): string {
  return textOf('Chatveil policy', policySchema);
}

/** The text of `config/vendor.schema.json`, for the files in `config/vendors/`. */
export function vendorSchemaText(): string {
  return textOf('Chatveil vendor profile', vendorSchema);
}

function textOf(title: string, of: z.ZodType): string {
  const schema = z.toJSONSchema(of, { io: 'input', unrepresentable: 'any' });
  return `${JSON.stringify({ title, ...schema }, null, 2)}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(join(packagedDir, 'chatveil.schema.json'), schemaText());
  writeFileSync(join(packagedDir, 'policy.schema.json'), policySchemaText());
  writeFileSync(join(packagedDir, 'vendor.schema.json'), vendorSchemaText());
}
