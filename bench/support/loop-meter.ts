/** How much processor time one turn of this process's event loop takes at most: what else runs on the machine is not in it. */
export interface LoopMeter {
  start(): void;
  /** Milliseconds of the longest turn since `start`. */
  stop(): number;
}

export function createLoopMeter(): LoopMeter {
  let running = false;
  let longest = 0;
  let last = 0;
  const used = () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  };
  const turn = () => {
    const now = used();
    longest = Math.max(longest, now - last);
    last = now;
    if (running) setImmediate(turn);
  };
  return {
    start() {
      running = true;
      longest = 0;
      last = used();
      setImmediate(turn);
    },
    stop() {
      running = false;
      turn();
      return longest / 1000;
    },
  };
}
