/** How a text that was sent stands to the pieces of a number that were sent before it in the same field. */
import { endsEarly, type Fragment, fragmentOf } from './fragment.ts';
import type { Part } from './join.ts';
import type { Lane } from './lane.ts';
import { ibanGoesOn, partOf } from './look.ts';
import type { MessageId, Said } from './said.ts';
import { seriesOf } from './series.ts';

export interface Standing {
  /** Which piece it replaces, or -1. */
  readonly revised: number;
  /** Its own place in `chain`. */
  readonly pivot: number;
  /** What of it may be a piece. */
  readonly fragment: Fragment | undefined;
  /** It goes on where the pieces before it ended, or begins. */
  readonly goesOn: boolean;
  /** It counts up from them and is none of them. */
  readonly counts: boolean;
  /** All pieces with its own among them; empty when they are no number together. */
  readonly chain: readonly Part<MessageId>[];
  /** The piece was not looked for: it can matter only where something is found. */
  readonly loose: boolean;
}

const noChain: readonly Part<MessageId>[] = Object.freeze([]);
const alone: Standing = Object.freeze({
  revised: -1,
  pivot: 0,
  fragment: undefined,
  goesOn: true,
  counts: false,
  chain: noChain,
  loose: true,
});

export function standingOf(lane: Lane, said: Said): Standing {
  const revised = said.kind === 'edit' ? lane.pieces.findIndex(({ id }) => id === said.edits) : -1;
  // With nothing to go on from and no number to go on, there is nothing to be put together.
  if (lane.pieces.length === 0 && endsEarly(said.text)) return alone;
  const parts = lane.parts();
  const pivot = revised >= 0 ? revised : parts.length;
  const before = pivot === parts.length ? parts : parts.slice(0, pivot);
  const fragment = lane.quiet.fragmentOf(said.text, ibanGoesOn(before));
  const series = seriesOf(before, said.text.slice(0, fragment?.end ?? 0));
  const counts = series?.counts === true;
  const goesOn = fragment !== undefined && (pivot === 0 || (fragment.opensEarly && series?.anew !== true));
  const joins = goesOn && !counts;
  const chain = joins ? [...before, partOf(said, fragment, pivot === 0), ...parts.slice(pivot + 1)] : noChain;
  return { revised, pivot, fragment, goesOn, counts, chain, loose: false };
}

/** The piece, also where it was not looked for at first. */
export function fragmentIn({ loose, fragment }: Standing, { text }: Said): Fragment | undefined {
  return loose ? fragmentOf(text, false) : fragment;
}
