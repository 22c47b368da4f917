/** The journal of feedback: one JSON object a line, appended, readable by its owner alone, without any value. */
import {
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Clock, Entropy } from '../domain/clock.ts';
import { ChatveilError } from '../domain/errors.ts';
import { type KeyedHash, keyIdOf, type Suppression, type Trace, type Verdict } from '../redaction/feedback.ts';

interface Entry {
  /** Eight hex digits. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Of the key its hashes were made with; entries of another key are told as stale and have no effect. */
  readonly key: string;
}

export interface ReportEntry extends Entry, Trace {
  readonly type: 'report';
  readonly verdict: Verdict;
  readonly site: string;
  /** Of the finding that was wrong. */
  readonly detector?: string;
  readonly rule?: string;
  readonly confidence?: number;
}

export interface SuppressionEntry extends Entry, Suppression {
  readonly type: 'suppression';
  /** The report it was made from. */
  readonly of: string;
}

export type FeedbackEntry = ReportEntry | SuppressionEntry;

/** Bytes of the journal; past it nothing more is taken. */
const JOURNAL_BYTES_MAX = 16 * 1024 * 1024;
const DAY_MILLISECONDS = 86_400_000;
/** A suppression that is still needed after a year should become a rule. */
export const suppressionDaysMax = 365;

export interface FeedbackOptions {
  readonly path: string;
  readonly hash: KeyedHash;
  readonly clock: Clock;
  readonly entropy: Entropy;
}

export type Suppressed =
  | { readonly ok: true; readonly entry: SuppressionEntry }
  | { readonly ok: false; readonly reason: 'unknown' | 'missed' | 'unhashed' | 'stale' | 'days' };

export interface Feedback {
  report(
    verdict: Verdict,
    site: string,
    trace: Trace,
    found?: Pick<ReportEntry, 'detector' | 'rule' | 'confidence'>,
  ): ReportEntry;
  /** Oldest first. */
  list(): readonly FeedbackEntry[];
  /** Lets findings of the value of a `wrong` report pass for so many days, on its site. */
  suppress(id: string, days: number): Suppressed;
}

/**
 * @example
 * const feedback = openFeedback({ path, hash: feedbackHash(rootKey), clock, entropy });
 * feedback.report('wrong', 'shop', traceOf(hash, 'PAYMENT_CARD', text, finding));
 */
export function openFeedback({ path, hash, clock, entropy }: FeedbackOptions): Feedback {
  const key = keyIdOf(hash);
  const head = (): Entry => ({ id: entropy.bytes(4).toString('hex'), at: clock.now(), key });
  return {
    report(verdict, site, trace, found = {}) {
      const entry: ReportEntry = { type: 'report', ...head(), verdict, site, ...trace, ...found };
      append(path, entry);
      return entry;
    },
    list: () => readFeedback(path),
    suppress(id, days) {
      if (!Number.isInteger(days) || days < 1 || days > suppressionDaysMax) return { ok: false, reason: 'days' };
      const of = readFeedback(path).find((entry) => entry.type === 'report' && entry.id === id);
      if (of?.type !== 'report') return { ok: false, reason: 'unknown' };
      if (of.verdict === 'missed') return { ok: false, reason: 'missed' };
      if (of.hash === null) return { ok: false, reason: 'unhashed' };
      if (of.key !== key) return { ok: false, reason: 'stale' };
      const { kind, site } = of;
      const made = head();
      const expires = made.at + days * DAY_MILLISECONDS;
      const entry: SuppressionEntry = { type: 'suppression', ...made, of: id, kind, hash: of.hash, site, expires };
      append(path, entry);
      return { ok: true, entry };
    },
  };
}

/** Every well-formed entry, oldest first; a line that was cut off by a crash is passed over. */
export function readFeedback(path: string): readonly FeedbackEntry[] {
  if (!existsSync(path)) return [];
  if (statSync(path).size > JOURNAL_BYTES_MAX)
    throw new ChatveilError('CV_INPUT_MALFORMED', { bytesMax: JOURNAL_BYTES_MAX });
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line) => parseEntry(line) ?? []);
}

function append(path: string, entry: FeedbackEntry): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW;
  const descriptor = openSync(path, flags, 0o600);
  try {
    const line = Buffer.from(`${JSON.stringify(entry)}\n`);
    if (statSync(path).size + line.length > JOURNAL_BYTES_MAX)
      throw new ChatveilError('CV_OVERLOADED', { bytesMax: JOURNAL_BYTES_MAX });
    writeSync(descriptor, line);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function parseEntry(line: string): FeedbackEntry | undefined {
  if (line === '') return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return isEntry(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isEntry(value: unknown): value is FeedbackEntry {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Partial<Record<string, unknown>>;
  const named = ['id', 'key', 'kind', 'site'].every((name) => typeof entry[name] === 'string');
  if (!named || !Number.isFinite(entry['at'])) return false;
  if (entry['type'] === 'suppression')
    return typeof entry['hash'] === 'string' && typeof entry['of'] === 'string' && Number.isFinite(entry['expires']);
  return entry['type'] === 'report' && typeof entry['shape'] === 'string' && typeof entry['verdict'] === 'string';
}
