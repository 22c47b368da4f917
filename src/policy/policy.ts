/** What a policy says: rules in order, the first match wins. */
import type { DataKind, Finding } from '../domain/finding.ts';
import type { Direction } from '../domain/frame.ts';

export const actionNames = ['pass', 'warn', 'mask', 'tokenize', 'drop', 'block'] as const;
export type ActionName = (typeof actionNames)[number];

/** Whether a visitor's own widget gets the value back. */
export type Restore = 'never' | 'own-messages';

export interface Rule {
  /** Names the rule in decisions, stats and reports. */
  readonly id: string;
  /** Kinds it is for; absent means every kind. `*` suffix allowed: `HEALTH_*`; groups too: `@cards`. */
  readonly kinds?: readonly DataKind[];
  readonly direction?: Direction;
  readonly sites?: readonly string[];
  /** JSON pointers with `*` segments. */
  readonly fields?: readonly string[];
  /** Findings below it do not match this rule. 0 to 1. */
  readonly confidenceMin?: number;
  readonly action: ActionName;
  readonly restore?: Restore;
  /** Sentence shown to the person whose message was blocked or warned about. */
  readonly notice?: string;
  /** Clauses of laws and standards that ask for the rule; shown by `chatveil config show`. */
  readonly cites?: readonly string[];
}

/** Where a finding was made. */
export interface Scene {
  readonly site: string;
  readonly direction: Direction;
  readonly path: string;
}

export interface Decision {
  readonly finding: Finding;
  /** Index of the span in the document. */
  readonly span: number;
  readonly action: ActionName;
  readonly rule: string;
  readonly restore: Restore;
  readonly notice: string | undefined;
  /** Found in an unsent draft: hidden there, and counted again only when it is sent. */
  readonly draft?: boolean;
}

/**
 * What happens to a message that may be the beginning of a value: `pass` lets it go, `hold` keeps it back for
 * a while, `heal` lets it go and has the vendor edit it once the value is known.
 */
export interface SplitRule {
  readonly mode: 'pass' | 'hold' | 'heal';
  /** Longest time that a message is held. */
  readonly holdSeconds: number;
}

/** What a policy file says, once it has been checked. */
export interface PolicyDefinition {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly rules: readonly Rule[];
  readonly ifVaultUnavailable?: 'block' | 'mask';
  readonly split?: SplitRule;
}

export interface Policy {
  readonly id: string;
  readonly title: string;
  /** Digest of the source text, so that a decision can be tied to the policy that made it. */
  readonly version: string;
  /** What happens to a message whose values cannot be sealed: `mask` hides them one-way. */
  readonly ifVaultUnavailable: 'block' | 'mask';
  /** Absent: `pass`. */
  readonly split?: SplitRule;
  /** The rules as written, for people to read. */
  readonly rules?: readonly Rule[];
  /** Whether any rule lets the visitor's own widget have values of this kind back. */
  restores(kind: DataKind): boolean;
  decide(finding: Finding, scene: Scene): Pick<Decision, 'action' | 'rule' | 'restore' | 'notice'>;
}
