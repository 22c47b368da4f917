/** Time and chance as things passed in, so that tests and simulations own them. */

export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

export interface Entropy {
  /** `size` unpredictable bytes. */
  bytes(size: number): Buffer;
}
