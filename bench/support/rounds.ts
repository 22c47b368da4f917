/** A tiny harness: subjects take turns, CPU time is what counts, and every figure is a spread. */

export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export interface Subject {
  readonly name: string;
  /** Does the whole work of one round once. */
  readonly run: () => void;
}

/** Nanoseconds of CPU time per item, for each subject and round. */
export function measure(
  subjects: readonly Subject[],
  items: number,
  rounds: number,
  roundSecondsMin = 0.15,
): Map<string, number[]> {
  const figures = new Map<string, number[]>(subjects.map(({ name }) => [name, []]));
  const repeats = new Map<string, number>();
  for (const { name, run } of subjects) repeats.set(name, calibrate(run, roundSecondsMin));
  for (let round = 0; round < rounds; round += 1) {
    // Every other round goes backwards, so that nobody always runs on a warm or a tired machine.
    for (const { name, run } of round % 2 === 0 ? subjects : [...subjects].reverse()) {
      const count = repeats.get(name) ?? 1;
      const micros = cpuMicros(() => {
        for (let i = 0; i < count; i += 1) run();
      });
      figures.get(name)?.push((micros * 1000) / (count * items));
    }
  }
  return figures;
}

export function cpuMicros(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { min: at(0), median: at(0.5), max: at(1) };
}

/** Peer ÷ subject, round by round. */
export function ratios(subject: readonly number[], peer: readonly number[]): Spread {
  return spread(subject.map((value, round) => (peer[round] ?? Number.NaN) / value));
}

/** One line of `bench -- <suite> --json`. */
export interface Line {
  readonly suite: string;
  readonly case: string;
  readonly subject: string;
  readonly peer: string;
  readonly metric: string;
  readonly value: Spread;
  readonly ratio: Spread | null;
  readonly rounds: number;
}

/** Prints for people, or one JSON object a line. */
export function report(line: Line, json: boolean): void {
  if (json) {
    console.log(JSON.stringify(line));
    return;
  }
  const { min, median, max } = line.value;
  const against =
    line.ratio === null
      ? ''
      : `   ${line.ratio.median.toFixed(1)}x ${line.peer} (${line.ratio.min.toFixed(1)} to ${line.ratio.max.toFixed(1)})`;
  console.log(
    `${line.case.padEnd(24)} ${line.subject.padEnd(26)} ${median.toFixed(0).padStart(9)} ${line.metric} (${min.toFixed(0)} to ${max.toFixed(0)})${against}`,
  );
}

function calibrate(run: () => void, secondsMin: number): number {
  run();
  const micros = Math.max(1, cpuMicros(run));
  return Math.max(1, Math.ceil((secondsMin * 1e6) / micros));
}
