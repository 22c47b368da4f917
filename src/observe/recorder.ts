/** What the data plane reports: numbers and closed words, never a value. Metrics and stats both listen. */
import type { Direction, Transport } from '../domain/frame.ts';
import type { Decision } from '../policy/policy.ts';

/** `forwarded` untouched, `edited`, `blocked` by policy, `refused` as unreadable or over a limit, `failed` by a fault of ours or the upstream's. */
export type Outcome = 'forwarded' | 'edited' | 'blocked' | 'refused' | 'failed';

export interface Recorder {
  message(site: string, direction: Direction, transport: Transport, outcome: Outcome): void;
  /** In observe mode `enforced` is false: counted with action `observed:<action>` in stats and `observe` in metrics. */
  decisions(site: string, direction: Direction, decisions: readonly Decision[], enforced: boolean): void;
  inspected(site: string, direction: Direction, bytes: number): void;
  uninspected(site: string, direction: Direction, reason: string, bytes: number): void;
  scanned(seconds: number): void;
  /** Time in Chatveil from last byte in to first byte out. */
  latency(transport: Transport, seconds: number): void;
  /** +1 when a connection opens, -1 when it closes. */
  connection(site: string, transport: Transport, change: 1 | -1): void;
  upstreamError(site: string, reason: string): void;
  /** Something that a person should look into: `heal-failed`, `heal-impossible`. */
  incident?(site: string, kind: string): void;
  /** A delivered message was to be taken back: `done`, `failed`, or `impossible` because nothing says how. */
  healed?(site: string, outcome: 'done' | 'failed' | 'impossible'): void;
  /** A token was asked for by a conversation that it was not made in. */
  foreignToken?(): void;
  sealed(seconds: number): void;
  committed(batch: number): void;
  vaultRecords(total: number): void;
  reload(outcome: 'applied' | 'unchanged' | 'refused'): void;
}
