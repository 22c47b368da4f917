/** One policy by name or file, for the verbs that work without a configuration. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findNamed, namedIds } from './find.ts';
import { policySchema } from './policy-schema.ts';
import { explain, placeIn, suggestion } from './problems.ts';
import { type Provision, provisionPolicy } from './provision.ts';
import { readSource } from './source.ts';

/**
 * A policy by id (`default`: `policies/default.yaml` below `cwd`, else the packaged one) or by the path of its file.
 *
 * @example
 * const made = await loadPolicy('default', process.cwd());
 * if (made.ok) made.provisioned.detection.find(span);
 */
export async function loadPolicy(name: string, cwd: string): Promise<Provision> {
  const isPath = /[/\\]|\.ya?ml$/.test(name);
  const beside = join(cwd, 'chatveil.yaml');
  const file = isPath ? resolve(cwd, name) : findNamed('policies', name, beside);
  if (file === undefined || !existsSync(file)) {
    const hint = isPath ? '' : suggestion(name, namedIds('policies', beside));
    const problem = { file: name, line: 1, column: 1, at: '', message: `there is no such policy${hint}` };
    return { ok: false, problems: [problem] };
  }
  const source = await readSource(file);
  if (source.problems.length > 0) return { ok: false, problems: source.problems };
  const parsed = policySchema.safeParse(source.value);
  if (!parsed.success) return { ok: false, problems: explain(parsed.error.issues, policySchema, placeIn(source)) };
  return provisionPolicy(parsed.data, source);
}
