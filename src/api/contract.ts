/** What the console's API asks and answers; the pages import these types and nothing else of ours. */

export type Direction = 'to-upstream' | 'to-client';

/** Findings of one hour that have everything but the hour in common. */
export interface StatsLine {
  /** Start of the hour, milliseconds since the epoch. */
  readonly hour: number;
  readonly site: string;
  readonly direction: Direction;
  readonly kind: string;
  /** `tokenize`, `mask`, ..., or `observed:<action>` where the site only observes. */
  readonly action: string;
  readonly count: number;
}

/** Traffic of one hour by whether it was inspected: `inspected`, or why it was not. */
export interface CoverageLine {
  readonly hour: number;
  readonly site: string;
  readonly direction: Direction;
  readonly reason: string;
  readonly messages: number;
  readonly bytes: number;
}

/** `GET /api/stats?from=<ms>&to=<ms>`: rows with `from <= hour < to`. Counts only; no value and no token. */
export interface StatsAnswer {
  readonly from: number;
  readonly to: number;
  readonly sites: readonly { readonly id: string; readonly mode: 'enforce' | 'observe' }[];
  readonly stats: readonly StatsLine[];
  readonly coverage: readonly CoverageLine[];
}

/** `POST /api/stats/session`: the key of the one-time link, for a session cookie. */
export interface SessionRequest {
  readonly key: string;
}

export interface ErrorAnswer {
  readonly error: { readonly code: string; readonly message: string };
}
