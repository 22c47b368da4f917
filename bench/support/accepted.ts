/** Findings by row, type and place, never their text, and what changed against the last accepted run. */
import type { Prediction } from '../../test/support/corpus/rows.ts';

/** Row id to `TYPE:start-end`, or `message:TYPE:start-end` in a conversation; rows without findings are left out. */
export type Findings = Readonly<Record<string, readonly string[]>>;

export function findingsOf(predictions: readonly Prediction[]): Findings {
  const rows = predictions
    .filter(({ spans }) => spans.length > 0)
    .map(({ id, spans }) => [
      id,
      spans.map(({ msg, type, start, end }) => `${msg === undefined ? '' : `${msg}:`}${type}:${start}-${end}`),
    ]);
  return Object.fromEntries(rows);
}

export interface Change {
  /** Sorted `id type:start-end`. */
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

export function changeBetween(before: Findings, after: Findings): Change {
  const [old, now] = [flat(before), flat(after)];
  return {
    gained: [...now].filter((line) => !old.has(line)).sort(),
    lost: [...old].filter((line) => !now.has(line)).sort(),
  };
}

function flat(findings: Findings): ReadonlySet<string> {
  return new Set(Object.entries(findings).flatMap(([id, spans]) => spans.map((span) => `${id} ${span}`)));
}

/** For people: counts by type, then every line; empty when nothing changed. */
export function describeChange(name: string, { gained, lost }: Change): string {
  if (gained.length + lost.length === 0) return '';
  return [
    `${name}: ${gained.length} gained, ${lost.length} lost`,
    `  gained by type: ${countByType(gained)}`,
    `  lost by type: ${countByType(lost)}`,
    ...gained.map((line) => `  + ${line}`),
    ...lost.map((line) => `  - ${line}`),
  ].join('\n');
}

function countByType(lines: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const line of lines) {
    const type = /([A-Z_*]+):\d+-\d+$/.exec(line)?.[1] ?? '?';
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([type, count]) => `${type} ${count}`).join(', ') || 'none';
}

/** JSON with a row on each line, so that a diff of the file reads as the change. */
export function printAccepted(accepted: Readonly<Record<string, Findings>>): string {
  const corpora = Object.entries(accepted).map(([name, findings]) => {
    const lines = Object.entries(findings).map(([id, spans]) => `    ${JSON.stringify(id)}: ${JSON.stringify(spans)}`);
    return `  ${JSON.stringify(name)}: {\n${lines.join(',\n')}\n  }`;
  });
  return `{\n${corpora.join(',\n')}\n}\n`;
}
