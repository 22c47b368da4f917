/** All that the author of a detector needs: what it takes, what it says about itself, and how it confirms. */
import type { DataKind, Evidence } from '../domain/finding.ts';

export type { Evidence } from '../domain/finding.ts';

/**
 * Candidates the scanner can hand to a detector: a run of digits, an `@`, a term of the detector's own lists,
 * or a token: letters, digits and `_-./+=:` without a break, 14 or more of them with a digit or 20 letters
 * in a row, or one that ends in two letters and two digits, as an IBAN in groups begins. UUIDs, and up to 19 letters
 * and digits that begin with a digit, are left out: they are numbers of requests and parcels.
 */
export type Takes = 'digits' | 'at' | 'term' | 'token';

/** How much of a value a token may show beside its word. */
export type Visible = 'nothing' | 'last-four';

export interface KindInfo {
  readonly kind: DataKind;
  readonly title: string;
  /** The word that stands in a token and in a mask: `card`, `email`. */
  readonly word: string;
  readonly visible: Visible;
  /** Sensitive authentication data (PCI DSS 3.3.1): never stored, not even encrypted. */
  readonly neverStored?: boolean;
}

/**
 * Words whose nearness matters. Terms are matched without regard to case, accents, hyphens and
 * apostrophes; a term may have several words.
 */
export interface WordList {
  readonly terms: readonly string[];
  /** How far in front of the candidate a word may stand, in UTF-16 units; at most `NEAR_MAX`. */
  readonly before: number;
  /** How far behind it. */
  readonly after: number;
}

/** The furthest that a context word may stand from what it speaks about. */
export const NEAR_MAX = 120;

/** Sizes of digit groups are told apart up to here. */
export const GROUP_SIZE_MAX = 20;

/** Digits of one run, with their places; separators between them are noise until a detector looks. */
export interface DigitRun {
  readonly count: number;
  /** Value 0 to 9 of each digit. */
  readonly digits: Uint8Array;
  /** Index of each digit in the canonical text. */
  readonly at: Int32Array;
  /** How many groups (digits without anything between them) there are. */
  readonly groups: number;
  /** Index of the first digit of each group; the entry after the last group is `count`. */
  readonly groupAt: Int32Array;
  /** The digits from `from` to `to` (exclusive) as a string. */
  slice(from: number, to: number): string;
  /** What stands between group `group` and the next one. */
  gap(group: number): string;
}

export interface Candidate {
  readonly takes: Takes;
  /** Canonical UTF-16 indices, `end` exclusive. */
  readonly start: number;
  readonly end: number;
  /** Filled in for `digits`; valid only during `confirm`. */
  readonly run: DigitRun;
  /** Name of the term list of this detector that matched; `''` unless `takes` is `term`. */
  readonly list: string;
}

/** What a detector sees of a text: its canonical form, and the words near a place. Valid only during `confirm`. */
export interface View {
  readonly text: string;
  /** Position of the nearest word of the list around [start, end), or -1. */
  near(list: string, start: number, end: number): number;
  /**
   * End of the nearest term of the detector's own `context` list in front of the term [start, end), and start
   * of the nearest behind it; the borders of the text when there is none near. What lies past them is the
   * neighbour's to find, so that the windows of many words do not overlap.
   */
  between(start: number, end: number): readonly [number, number];
  /** No digit stands in [from, answer): where a look for digits behind a place may begin. Past the text when none follows. */
  digitFrom(from: number): number;
  /** No digit stands in [answer, to): where a look for digits in front of a place may end. Below zero when there is none. */
  digitUpTo(to: number): number;
}

/** What `confirm` answers; the engine adds the detector's id and maps the place back. */
export interface Hit {
  readonly kind: DataKind;
  readonly start: number;
  readonly end: number;
  /** 0 to 1. */
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
}

/** A text that must be found: the sensitive part stands between `‹` and `›`. */
export interface Examples {
  readonly hits: readonly string[];
  readonly misses: readonly string[];
}

export interface Detector {
  /** The file name in `detectors/`. */
  readonly id: string;
  readonly kinds: readonly KindInfo[];
  readonly title: string;
  /** Who says what a valid value looks like: a standard, an issuer, a statute. */
  readonly authority: string;
  readonly regulations: readonly string[];
  readonly takes: readonly Takes[];
  /** Longest match in UTF-16 units: how much of a text's tail may still grow into a value. */
  readonly reach: number;
  /** Fewest digits of a run that can matter; only with `takes: digits`. */
  readonly digitsMin?: number;
  /** Asked only about runs with a letter right in front or right behind; only with `takes: digits`. */
  readonly digitsGlued?: boolean;
  /**
   * Sizes of digit groups, one set a written form: the detector is asked only about runs that have all sizes
   * of one set. Sizes from `GROUP_SIZE_MAX` on count as that. Without it, about every run.
   */
  readonly digitGroups?: readonly (readonly number[])[];
  /** A term is shown only when a digit stands at most this many UTF-16 units away; only with `takes: term`. */
  readonly digitsWithin?: number;
  /** Context and exclusions, by name. */
  readonly words?: Readonly<Record<string, WordList>>;
  /** The detector's own vocabulary, by name; a match is a candidate. */
  readonly terms?: Readonly<Record<string, readonly string[]>>;
  /** More of it in files beside the detector, one term a line; the catalogue reads them into `terms`. */
  readonly termFiles?: Readonly<Record<string, readonly string[]>>;
  /**
   * Whether any value begins with these digits, six at least. A no holds whatever stands around a number: numbers that
   * are still being typed are not tried out then. Left out by detectors that cannot tell.
   */
  readonly mayBegin?: (digits: string) => boolean;
  readonly examples: Examples;
  /** Pure and linear: no clock, no state, no network, no printing. */
  confirm(view: View, candidate: Candidate): Hit | readonly Hit[] | undefined;
}

/** Types a detector where it is written; the catalogue checks the rest when it loads. */
export function defineDetector(detector: Detector): Detector {
  return detector;
}
