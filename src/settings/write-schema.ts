/** `npm run schema`: writes the JSON Schema that editors complete configurations with, from the schema in force. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { packagedDir } from './find.ts';
import { configSchema } from './schema.ts';

/** The text of `config/chatveil.schema.json` as it should be now. */
export function schemaText(): string {
  const schema = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' });
  return `${JSON.stringify({ title: 'Chatveil configuration', ...schema }, null, 2)}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(join(packagedDir, 'chatveil.schema.json'), schemaText());
}
