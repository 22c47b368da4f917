/** What was seen, never the value. */

/** Kinds of sensitive data, in the spelling of the public taxonomy (`docs/detection.md`). */
export type DataKind = string;

/** Id of a detector: its file name in `detectors/`, or `custom:<name>` for an operator's pattern. */
export type DetectorId = string;

/**
 * One reason behind a finding: a rule that held, or a context word by position.
 * `at` is a UTF-16 offset into the span; no text of the message is ever carried.
 */
export interface Evidence {
  /** Stable, documented id: `luhn`, `issuer:visa`, `context`, `folded`, `split`, ... */
  readonly rule: string;
  readonly at?: number;
}

/**
 * A place in one span that holds sensitive data.
 * `start`/`end` are UTF-16 code units of the span's text, `end` exclusive.
 * It never holds the value, so it may be logged, counted and shown.
 */
export interface Finding {
  readonly detector: DetectorId;
  readonly kind: DataKind;
  readonly start: number;
  readonly end: number;
  /** 0 to 1. */
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
  /** An operator has declared this very value harmless for a time: it passes, and is counted as such. */
  readonly suppressed?: boolean;
}
