/** A WebSocket that says with our code why it was closed, also where the library finds the fault and closes by itself. */
import { WebSocket } from 'ws';
import type { ErrorCode } from '../domain/errors.ts';

/** What the library's own close codes mean here; it gives no reason with them. */
const reasons: { readonly [closeCode: number]: ErrorCode } = {
  1002: 'CV_SOCKET_PROTOCOL',
  1007: 'CV_TEXT_NOT_UTF8',
  1008: 'CV_FRAME_TOO_LARGE',
  1009: 'CV_FRAME_TOO_LARGE',
};

export class Leg extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    super.close(code, reason ?? (code === undefined ? undefined : reasons[code]));
  }
}
