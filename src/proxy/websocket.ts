/** Bridges two sockets: joins their directions, passes closes on, keeps watch that both peers are alive. */
import type { WebSocket } from 'ws';
import { type ErrorCode, errorTable } from '../domain/errors.ts';
import { type BridgeParts, type DirectionLane, openDirection } from './direction.ts';

export interface Bridge {
  /** Pings both legs; a leg that stayed silent over two intervals is cut. */
  checkAlive(): void;
  /** Closes both legs once what is waiting has been sent. */
  drain(): Promise<void>;
  terminate(): void;
}

/** Close code and reason. */
type Closing = readonly [code: number, reason: string];

const MISSED_MAX = 2;
/** "No code was sent" and "no close came": neither may stand on the wire (RFC 6455 section 7.4.1). */
const NO_CODE = 1005;
const NO_CLOSE = 1006;
const GOING_AWAY = 1001;

export function openBridge(parts: BridgeParts, closed: () => void): Bridge {
  const { plane, site, client, upstream } = parts;
  let ended = false;
  let goneLegs = 0;
  let resolveClosed: () => void = () => undefined;
  const whenClosed = new Promise<void>((resolve) => {
    resolveClosed = resolve;
  });
  plane.recorder.connection(site.id, 'websocket', 1);

  const refuse = (code: ErrorCode) => {
    if (ended) return;
    const { closeCode } = errorTable[code];
    plane.log.warn('socket-closed', { code, site: site.id, closeCode });
    finish([closeCode, code], [GOING_AWAY, '']);
  };
  const up = openDirection(parts, 'to-upstream', refuse);
  const down = openDirection(parts, 'to-client', refuse);

  function finish(toClient: Closing, toUpstream: Closing): void {
    if (ended) return;
    ended = true;
    up.stop();
    down.stop();
    closeLeg(client, toClient);
    closeLeg(upstream, toUpstream);
  }
  const onGone = () => {
    goneLegs += 1;
    if (goneLegs < 2) return;
    plane.recorder.connection(site.id, 'websocket', -1);
    closed();
    resolveClosed();
  };

  watchLeg(client, up, onGone, (code, reason) => {
    finish([NO_CODE, ''], passedOn(code, up.scanReason(reason)));
  });
  watchLeg(upstream, down, onGone, (code, reason) => {
    if (code !== NO_CLOSE) return finish(passedOn(code, down.scanReason(reason)), [NO_CODE, '']);
    if (ended) return;
    plane.recorder.upstreamError(site.id, down.fault === undefined ? 'closed' : 'protocol');
    const lost = down.fault === undefined ? 'CV_UPSTREAM_CLOSED' : 'CV_UPSTREAM_PROTOCOL';
    finish([errorTable[lost].closeCode, lost], [NO_CODE, '']);
  });
  // It was paused when it opened, so that nothing was missed before there was somebody to take it.
  upstream.resume();

  return {
    checkAlive() {
      checkLeg(client, up);
      checkLeg(upstream, down);
    },
    drain() {
      up.end(() => down.end(() => finish([errorTable.CV_DRAINING.closeCode, 'CV_DRAINING'], [GOING_AWAY, ''])));
      return whenClosed;
    },
    terminate() {
      ended = true;
      client.terminate();
      upstream.terminate();
    },
  };
}

/** When a leg has closed, what it sent before goes out first, then the other leg is told. */
function watchLeg(
  leg: WebSocket,
  lane: DirectionLane,
  gone: () => void,
  other: (code: number, reason: string) => void,
) {
  leg.on('close', (code, reason) => {
    lane.end(() => other(code, reason.toString()));
    gone();
  });
  leg.on('error', (error) => lane.broke(error));
  leg.on('pong', () => {
    lane.missed = 0;
  });
}

function checkLeg(leg: WebSocket, lane: DirectionLane): void {
  lane.missed += 1;
  if (lane.missed > MISSED_MAX) leg.terminate();
  else if (leg.readyState === leg.OPEN) leg.ping();
}

function passedOn(code: number, reason: string): Closing {
  if (code === NO_CODE) return [NO_CODE, ''];
  return code === NO_CLOSE || code === 1015 ? [GOING_AWAY, ''] : [code, reason];
}

function closeLeg(leg: WebSocket, [code, reason]: Closing): void {
  if (leg.readyState === leg.CLOSED) return;
  // A paused socket would never see the other side's close frame.
  leg.resume();
  try {
    if (code === NO_CODE) leg.close();
    else leg.close(code, clip(reason));
  } catch {
    leg.terminate();
  }
}

/** A close reason holds at most 123 bytes (RFC 6455 section 5.5). */
function clip(reason: string): string {
  let text = reason;
  while (Buffer.byteLength(text) > 123) text = text.slice(0, -1);
  return text;
}
