/** What `scan` and `redact` look with: the detectors and patterns that a policy switches on, or a site in force. */
import type { Detection } from '../detection/detection.ts';
import { describeKinds, type KindMask } from '../detection/mask.ts';
import type { Policy } from '../policy/policy.ts';
import { loadSettings } from '../settings/load.ts';
import { loadPolicy } from '../settings/load-policy.ts';
import type { Environment } from '../settings/overrides.ts';
import type { Problem } from '../settings/settings.ts';

export interface ResolvedDetection {
  readonly detection: Detection;
  readonly policy: Pick<Policy, 'decide'>;
  readonly kinds: ReadonlyMap<string, KindMask>;
}

export type Resolution =
  | { readonly ok: true; readonly resolved: ResolvedDetection }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** The detection of a policy by id or file, or everything that is wrong with it. */
export async function resolveDetection(name: string, cwd: string): Promise<Resolution> {
  const made = await loadPolicy(name, cwd);
  if (!made.ok) return made;
  const { detection, policy, kinds } = made.provisioned;
  return { ok: true, resolved: { detection, policy, kinds: describeKinds([{ kinds }]) } };
}

/** The detection of a site as the proxy has it, suppressions of the feedback journal included; the first without an id. */
export async function resolveSite(
  file: string,
  id: string | undefined,
  place: { readonly env: Environment; readonly cwd: string },
): Promise<Resolution> {
  const loaded = await loadSettings({ file, ...place });
  if (!loaded.ok) return loaded;
  const site = loaded.settings.sites.find((one) => id === undefined || one.id === id);
  if (site === undefined) {
    const ids = loaded.settings.sites.map((one) => one.id).join(', ');
    return {
      ok: false,
      problems: [{ file, line: 1, column: 1, at: 'sites', message: `there is no such site; it has ${ids}` }],
    };
  }
  const { detection, policy, kinds = [] } = site;
  return { ok: true, resolved: { detection, policy, kinds: describeKinds([{ kinds }]) } };
}
