/** Keeps a worker's settings those of the main process: it loads the same files until they say the same. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Live } from '../../domain/live.ts';
import type { Loaded } from '../../settings/load.ts';
import type { Settings } from '../../settings/settings.ts';

export interface FollowOptions {
  readonly load: () => Promise<Loaded>;
  readonly settings: Live<Settings>;
  /** Of the settings in force. */
  readonly digest: string;
  /** The files do not say what the main process has in force: this worker must not go on under older rules. */
  readonly onLost: () => void;
  readonly pauseMs?: number;
}

/** Tries, with a pause between them; an edit that comes meanwhile is announced anew and gets as many. */
const TRIES = 5;
const PAUSE_MS = 200;

/** The function hears the digest of each settings that came in force. */
export function followSettings({ load, settings, onLost, pauseMs = PAUSE_MS, ...first }: FollowOptions) {
  let current = first.digest;
  let wanted = current;
  let busy = false;

  async function catchUp(): Promise<void> {
    for (let tries = 0; tries < TRIES && current !== wanted; tries += 1) {
      const aim = wanted;
      const loaded = await load();
      if (loaded.ok && loaded.digest === wanted) {
        current = loaded.digest;
        settings.swap(loaded.settings);
      } else {
        if (aim !== wanted) tries = 0;
        await wait(pauseMs);
      }
    }
    busy = false;
    if (current !== wanted) onLost();
  }

  return (digest: string): void => {
    wanted = digest;
    if (busy) return;
    busy = true;
    void catchUp();
  };
}
