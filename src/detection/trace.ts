/** Why something was not found: what the detectors looked at and turned down, by position, never the text. */
import type { Evidence, Finding } from '../domain/finding.ts';
import { luhn } from './checks.ts';
import type { Candidate, Hit, Takes } from './detector.ts';
import type { OffsetMap } from './fold.ts';
import { CONTEXT_LIST } from './shared-terms.ts';

/** One detector that had something to say about a place that it turned down. */
export interface Opinion {
  readonly detector: string;
  /** Of its finding, when that was below what counts. */
  readonly confidence?: number;
  /** Words that it saw near, by the name of its word list and by position. */
  readonly words: readonly Evidence[];
}

/** A place that was looked at and in which nothing was found. */
export interface Rejected {
  readonly start: number;
  readonly end: number;
  readonly takes: Takes;
  /** The word list, of terms only. */
  readonly list?: string;
  /** How many digits, and whether their last one is a Luhn check digit; of runs of digits only. */
  readonly digits?: number;
  readonly luhn?: boolean;
  /** Detectors that looked. */
  readonly asked: number;
  readonly opinions: readonly Opinion[];
}

export interface Explanation {
  readonly findings: readonly Finding[];
  /** By position; what overlaps a finding is left out. */
  readonly rejected: readonly Rejected[];
}

/** Places that are told of one text; a text of nothing but numbers has thousands. */
const REJECTED_MAX = 100;

interface Place extends Omit<Rejected, 'asked' | 'opinions'> {
  asked: number;
  /** Whether it led to a finding, there or near. */
  found: boolean;
  readonly opinions: Opinion[];
}

/** Takes notes while the engine asks its detectors. */
export class Watch {
  /** Words that the detector which is being asked has seen so far. */
  readonly seen: Evidence[] = [];
  readonly #places = new Map<string, Place>();
  readonly #confidenceMin: number;

  constructor(confidenceMin: number) {
    this.#confidenceMin = confidenceMin;
  }

  asked(
    detector: string,
    candidate: Candidate,
    answer: Hit | readonly Hit[] | undefined,
    map: OffsetMap | undefined,
  ): void {
    const words = this.seen
      .splice(0)
      .map(({ rule, at = 0 }) => ({ rule, at: map === undefined ? at : map.startOf(at) }));
    const place = this.#placeOf(candidate, map);
    if (place === undefined) return;
    place.asked += 1;
    const hits = answer === undefined ? [] : 'kind' in answer ? [answer] : answer;
    const best = hits.length === 0 ? undefined : Math.max(...hits.map(({ confidence }) => confidence));
    place.found ||= best !== undefined && best >= this.#confidenceMin;
    if (best === undefined && words.length === 0) return;
    const unique = [...new Map(words.map((word) => [`${word.rule} ${word.at}`, word])).values()];
    place.opinions.push({ detector, ...(best !== undefined && { confidence: best }), words: unique });
  }

  rejected(findings: readonly Finding[]): readonly Rejected[] {
    const missed = [...this.#places.values()].filter(({ found, start, end, takes, list, opinions }) => {
      // A word of context in itself is nothing that could have been found.
      if (found || (takes === 'term' && list === CONTEXT_LIST && opinions.length === 0)) return false;
      return !findings.some((finding) => finding.start < end && finding.end > start);
    });
    return missed.map(({ found: _, ...place }) => place).sort((a, b) => a.start - b.start || b.end - a.end);
  }

  #placeOf({ takes, list, start, end, run }: Candidate, map: OffsetMap | undefined): Place | undefined {
    const from = map === undefined ? start : map.startOf(start);
    const to = map === undefined ? end : map.endOf(end);
    const key = `${takes} ${list} ${from} ${to}`;
    const known = this.#places.get(key);
    if (known !== undefined || this.#places.size >= REJECTED_MAX) return known;
    const numbers =
      takes === 'digits'
        ? { digits: run.count, luhn: run.count > 1 && luhn(run, 0, run.count) }
        : takes === 'term'
          ? { list }
          : {};
    const place: Place = { start: from, end: to, takes, ...numbers, asked: 0, found: false, opinions: [] };
    this.#places.set(key, place);
    return place;
  }
}
