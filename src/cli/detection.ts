/** What `scan` and `redact` look with: the detectors and patterns that a policy switches on. */
import type { Detection } from '../detection/detection.ts';
import { describeKinds, type KindMask } from '../detection/mask.ts';
import type { Policy } from '../policy/policy.ts';
import { loadPolicy } from '../settings/load-policy.ts';
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
