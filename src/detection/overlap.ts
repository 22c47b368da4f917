/** Overlapping findings → one a place, by a stated order. */
import type { Finding } from '../domain/finding.ts';

/**
 * Sorted and disjoint, covering exactly what was covered before: findings that overlap become one
 * over their whole union, under the name of the strongest. Strongest is, in this order: the most
 * confident, the longest, the first by start, the first by detector id.
 */
export function settleOverlaps(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length < 2) return findings;
  const sorted = [...findings].sort((a, b) => a.start - b.start || b.end - a.end);
  const settled: Finding[] = [];
  let winner: Finding | undefined;
  let start = 0;
  let end = 0;
  const close = (): void => {
    if (winner !== undefined)
      settled.push(winner.start === start && winner.end === end ? winner : { ...winner, start, end });
  };
  for (const finding of sorted) {
    if (winner === undefined || finding.start >= end) {
      close();
      winner = finding;
      start = finding.start;
      end = finding.end;
      continue;
    }
    end = Math.max(end, finding.end);
    if (stronger(finding, winner)) winner = finding;
  }
  close();
  return settled;
}

function stronger(a: Finding, b: Finding): boolean {
  if (a.confidence !== b.confidence) return a.confidence > b.confidence;
  const longer = a.end - a.start - (b.end - b.start);
  if (longer !== 0) return longer > 0;
  if (a.start !== b.start) return a.start < b.start;
  return a.detector < b.detector;
}
