/** Readers of a live value see it replaced whole. */
import { expect, it, vi } from 'vitest';
import { createLive } from '../../src/domain/live.ts';

it('swaps the value and tells those who listen, until they stop', () => {
  const live = createLive({ port: 1 });
  const heard = vi.fn();
  const stop = live.onChange(heard);
  live.swap({ port: 2 });
  expect(live.current).toEqual({ port: 2 });
  expect(heard).toHaveBeenCalledExactlyOnceWith({ port: 2 });
  stop();
  live.swap({ port: 3 });
  expect(heard).toHaveBeenCalledTimes(1);
});
