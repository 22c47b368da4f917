/** Puts the suppressions of the feedback journal into the detection of each site. */
import { join } from 'node:path';
import type { Clock } from '../domain/clock.ts';
import { ChatveilError } from '../domain/errors.ts';
import { type KeyedHash, keyIdOf, suppressing } from '../redaction/feedback.ts';
import { readFeedback, type SuppressionEntry } from '../storage/feedback-file.ts';
import { feedbackHash } from '../vault/keyed-hash.ts';
import { readRootKey } from '../vault/root-key.ts';
import type { InputFile } from './custom.ts';
import type { Environment } from './overrides.ts';
import type { Settings } from './settings.ts';
import { digest } from './source.ts';

/** Where feedback is kept, below `data_dir`. */
export function feedbackPath({ dataDir }: Pick<Settings, 'dataDir'>): string {
  return join(dataDir, 'feedback.jsonl');
}

/** The hash that feedback and suppressions are kept by. Throws CV_VAULT_KEY when the root key cannot be read. */
export function feedbackHashOf({ vault }: Pick<Settings, 'vault'>, env: Environment): KeyedHash {
  const rootKey = readRootKey(vault.rootKey, env);
  try {
    return feedbackHash(rootKey);
  } finally {
    rootKey.fill(0);
  }
}

export interface WithSuppressions {
  readonly settings: Settings;
  /** The journal, when there are suppressions in it. */
  readonly inputs: readonly InputFile[];
  /** Why suppressions are left out: without them more is hidden, never less, so nothing else stops. */
  readonly left?: 'journal' | 'root-key';
}

/** Expired entries, and those that were made under another root key, have no effect. */
export async function withSuppressions(settings: Settings, env: Environment, clock: Clock): Promise<WithSuppressions> {
  const path = feedbackPath(settings);
  let entries: readonly SuppressionEntry[];
  try {
    entries = readFeedback(path).filter((entry) => entry.type === 'suppression');
  } catch {
    return { settings, inputs: [], left: 'journal' };
  }
  if (entries.length === 0) return { settings, inputs: [] };
  const inputs = [{ file: path, digest: await digest(JSON.stringify(entries)) }];
  let hash: KeyedHash;
  try {
    hash = feedbackHashOf(settings, env);
  } catch (error) {
    if (!(error instanceof ChatveilError)) throw error;
    return { settings, inputs, left: 'root-key' };
  }
  const key = keyIdOf(hash);
  const live = entries.filter((entry) => entry.key === key && entry.expires > clock.now());
  const sites = settings.sites.map((site) => {
    const own = live.filter((entry) => entry.site === undefined || entry.site === site.id);
    return { ...site, detection: suppressing(site.detection, own, hash, clock) };
  });
  return { settings: { ...settings, sites }, inputs };
}
