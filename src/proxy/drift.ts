/** Reports places of a vendor's traffic that its profile does not know: the vendor has changed, or the profile is incomplete. */
import type { FrameHead } from '../domain/frame.ts';
import type { DataPlaneParts } from './parts.ts';

/** Once for each place in the life of the process; `paths` are folded and hold no value. */
export function reportDrift(
  { recorder, log, settings }: Pick<DataPlaneParts, 'recorder' | 'log' | 'settings'>,
  { site, direction }: Pick<FrameHead, 'site' | 'direction'>,
  paths: readonly string[],
): void {
  const profile = settings.current.sites.find(({ id }) => id === site)?.profile.id;
  for (const place of paths) {
    recorder.incident?.(site, 'schema-drift');
    log.warn('schema-drift', { site, direction, place, ...(profile !== undefined && { profile }) });
  }
}
