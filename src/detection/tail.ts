/** Cuts a stream of text into windows at places that depend on the content alone, and hides what each one shows. */
import type { Finding } from '../domain/finding.ts';
import type { Detection } from './detection.ts';

/** A window is cut at the latest when it has this many UTF-16 units. */
const WINDOW_UNITS = 32_768;
/** Held back at such a cut: the longest value and the furthest context word lie within it. */
const HOLD_UNITS = 1024;
/** A value may fill the window; past this the stream ends rather than be let through unseen. */
const HELD_MAX = 4 * 1_048_576;
/** Text in front of a cut that is scanned again, so that context reaches over it. */
const BEHIND_UNITS = 512;
/** No digit and no `@` may stand this close in front of an early cut. */
const QUIET_UNITS = 160;

export interface TailCutter {
  /** What can be told apart for good with this piece of the stream. */
  push(piece: string): string;
  /** The rest. */
  end(): string;
}

/**
 * Masks a stream. Any way of cutting the input into pieces gives the same output, and nothing leaves
 * that later text could turn into a value. Throws RangeError when a value outgrows all bounds.
 *
 *     const cutter = createTailCutter(detection, (finding, value) => '[card]');
 */
export function createTailCutter(detection: Detection, mask: (finding: Finding, value: string) => string): TailCutter {
  let behind = '';
  let held = '';

  /** Hides what is in the first `cut` units of `held`, lets them go and keeps the last of them as context. */
  const release = (findings: readonly Finding[], cut: number): string => {
    const out: string[] = [];
    let at = 0;
    for (const finding of findings) {
      const start = Math.max(at, finding.start - behind.length);
      const end = finding.end - behind.length;
      if (start >= cut || end <= at) continue;
      out.push(held.slice(at, start), mask(finding, held.slice(start, end)));
      at = end;
    }
    if (at < cut) out.push(held.slice(at, cut));
    const gone = Math.max(at, cut);
    behind = (behind + held.slice(0, gone)).slice(-BEHIND_UNITS);
    held = held.slice(gone);
    return out.join('');
  };

  const scan = (): readonly Finding[] => {
    const text = behind + held;
    return detection.find({ text, bytes: Buffer.from(text) });
  };

  /** A full window: everything but its end goes, and no value is cut. */
  const overflow = (): string => {
    const findings = scan();
    let cut = held.length - HOLD_UNITS;
    for (const finding of findings) {
      const start = finding.start - behind.length;
      if (start < cut && finding.end - behind.length > cut) cut = Math.max(0, start);
    }
    if (cut > 0 && /[\ud800-\udbff]/.test(held[cut - 1] ?? '')) cut -= 1;
    if (cut <= 0 && held.length > HELD_MAX) throw new RangeError('a value outgrew the window');
    return cut <= 0 ? '' : release(findings, cut);
  };

  return {
    push(piece) {
      let out = '';
      for (let at = 0; at < piece.length; ) {
        const room = WINDOW_UNITS - (held.length % WINDOW_UNITS);
        const line = piece.indexOf('\n', at);
        const stop = Math.min(at + room, line < 0 ? piece.length : line + 1);
        held += piece.slice(at, stop);
        at = stop;
        if (held.length > 0 && held.length % WINDOW_UNITS === 0) out += overflow();
        else if (held.endsWith('\n') && quiet(held)) out += release(scan(), held.length);
      }
      return out;
    },
    end() {
      return held === '' ? '' : release(scan(), held.length);
    },
  };
}

/** The line ended a sentence, and there is nothing near its end that a next line could belong to. */
function quiet(held: string): boolean {
  return /[.!?][)"']?\r?\n$|\n\r?\n$/.test(held.slice(-4)) && !/[\p{N}@]/u.test(held.slice(-QUIET_UNITS));
}
