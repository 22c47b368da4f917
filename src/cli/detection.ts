/** What `scan` and `redact` look with: the detectors that a policy switches on, and those of its own. */

import type { Detection } from '../detection/detection.ts';
import { describeKinds, type KindMask } from '../detection/mask.ts';
import { loadPolicy } from '../settings/load-policy.ts';
import type { Problem } from '../settings/settings.ts';

export interface ResolvedDetection {
  readonly detection: Detection;
  readonly kinds: ReadonlyMap<string, KindMask>;
}

/**
 * The detection of a policy by name or file; undefined when it cannot be loaded, and `report` is told why.
 * `default` has every detector on.
 */
export async function resolveDetection(
  policy: string,
  report: (problems: readonly Problem[]) => void = () => undefined,
): Promise<ResolvedDetection | undefined> {
  const made = await loadPolicy(policy, process.cwd());
  if (!made.ok) {
    report(made.problems);
    return undefined;
  }
  const { detection, kinds } = made.provisioned;
  return { detection, kinds: describeKinds([{ kinds }]) };
}
