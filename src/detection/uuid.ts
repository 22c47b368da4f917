/** Parts of a UUID are no values: their digits are random, whatever word or prefix stands in front ("dl_d87d2364-…"). */
import type { Finding } from '../domain/finding.ts';

/** RFC 9562 section 4, any version; not the middle of a longer run of digits. */
const uuid = /(?<![0-9a-f-])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-f-])/gi;
/** Digits alone are not a UUID that anybody drew by lot: they may be a card, written to look like one. */
const letter = /[a-f]/i;

/**
 * Takes out of `found` what lies inside a UUID without being all of it; a secret that is a UUID stays.
 *
 * @example
 * dropInsideUuids(found, 'dl_7f0dca47-3157-42ab-b90c-90ce8ef3c923'); // no licence number in it
 */
export function dropInsideUuids(found: Finding[], text: string): void {
  if (found.length === 0 || !text.includes('-')) return;
  for (const { 0: match, index } of text.matchAll(uuid)) {
    if (!letter.test(match)) continue;
    const end = index + match.length;
    const kept = found.filter((one) => one.start < index || one.end > end || one.end - one.start === match.length);
    found.splice(0, found.length, ...kept);
  }
}
