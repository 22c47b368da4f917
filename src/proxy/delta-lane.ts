/** Stands in front of the lane of a direction whose texts arrive in pieces, and keeps the time that pieces may wait. */
import type { Detection } from '../detection/detection.ts';
import type { Limits } from '../domain/limits.ts';
import type { DeltaAnswer } from '../redaction/delta.ts';
import { createDeltaGate, type Passage } from '../redaction/delta-gate.ts';

export interface DeltaLane<Item> {
  /** False when the sender should pause. */
  push(item: Item): boolean;
  /** Lets go what waits: the connection ends in order. */
  release(): void;
  /** Drops what waits. */
  stop(): void;
}

export interface DeltaLaneOptions<Item> {
  read(item: Item): DeltaAnswer;
  size(item: Item): number;
  detection(): Detection;
  readonly limits: Limits;
  /** False when there is no room for more. */
  forward(passage: Passage<Item>): boolean;
}

export function createDeltaLane<Item>(options: DeltaLaneOptions<Item>): DeltaLane<Item> {
  const gate = createDeltaGate<Item>(options.detection, options.limits);
  let timer: NodeJS.Timeout | undefined;
  let until: number | undefined;

  const send = (passages: readonly Passage<Item>[]): boolean => {
    let room = true;
    for (const passage of passages) room = options.forward(passage);
    const { deadline } = gate;
    if (deadline === until) return room;
    until = deadline;
    clearTimeout(timer);
    if (deadline !== undefined) timer = setTimeout(release, Math.max(0, deadline - performance.now()));
    return room;
  };
  function release(): void {
    send(gate.flush());
  }
  return {
    push: (item) => send(gate.take(item, options.size(item), options.read(item), performance.now())),
    release,
    stop: () => clearTimeout(timer),
  };
}
