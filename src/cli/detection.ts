/** What `scan`, `redact` and `detectors` look with: the detectors that a policy switches on. */

import type { Detection } from '../detection/detection.ts';
import { createDetection } from '../detection/engine.ts';
import { describeKinds, type KindMask } from '../detection/mask.ts';
import { loadDetectors } from '../settings/catalog.ts';

export interface ResolvedDetection {
  readonly detection: Detection;
  readonly kinds: ReadonlyMap<string, KindMask>;
}

/** The detection of a policy; undefined when there is no policy of that name. `default` has every detector on. */
export async function resolveDetection(policy: string): Promise<ResolvedDetection | undefined> {
  if (policy !== 'default') return undefined;
  const detectors = await loadDetectors();
  return { detection: createDetection({ detectors }), kinds: describeKinds(detectors) };
}
