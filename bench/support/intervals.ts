/** Arithmetic of half-open extents in UTF-16 code units. */

export interface Interval {
  readonly start: number;
  readonly end: number;
}

export function overlap(a: Interval, b: Interval): number {
  return Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
}

/** Sorted and without overlaps. */
export function union(places: readonly Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const { start, end } of [...places].sort((a, b) => a.start - b.start)) {
    if (end <= start) continue;
    const last = merged.at(-1);
    if (last && start <= last.end) merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, end) };
    else merged.push({ start, end });
  }
  return merged;
}

/** How much of a place lies in extents that do not overlap each other. */
export function covered(place: Interval, places: readonly Interval[]): number {
  return places.reduce((sum, other) => sum + overlap(place, other), 0);
}

/** Where the letters and digits of a stretch stand; a keycap's enclosing mark (U+20E3) counts with them. */
export function lettersIn(text: string, { start, end }: Interval): number[] {
  const at: number[] = [];
  for (let index = start; index < end; ) {
    const letter = String.fromCodePoint(text.codePointAt(index) ?? 0);
    if (/[\p{L}\p{N}]|\u20e3/u.test(letter)) at.push(index);
    index += letter.length;
  }
  return at;
}
