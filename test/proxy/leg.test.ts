/** A leg gives a reason where the library would give none, and leaves others alone. */
import { expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { Leg } from '../../src/proxy/leg.ts';

test.each([
  [[1002], [1002, 'CV_SOCKET_PROTOCOL']],
  [[1007], [1007, 'CV_TEXT_NOT_UTF8']],
  [[1009], [1009, 'CV_FRAME_TOO_LARGE']],
  [
    [1002, ''],
    [1002, ''],
  ],
  [
    [1000, 'bye'],
    [1000, 'bye'],
  ],
  [[], [undefined, undefined]],
] as const)('close(%j) says %j', (given, said) => {
  const close = vi.spyOn(WebSocket.prototype, 'close').mockImplementation(() => undefined);
  const leg = Object.create(Leg.prototype) as Leg;
  leg.close(...(given as readonly unknown[] as [number?, string?]));
  expect(close).toHaveBeenCalledWith(...said);
  close.mockRestore();
});
