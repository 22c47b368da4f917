/** Bridges two sockets: each direction in order, each message inspected, each side paused when the other is slow. */
import type { WebSocket } from 'ws';
import { ChatveilError, type ErrorCode, errorTable } from '../domain/errors.ts';
import type { Direction, FrameHead } from '../domain/frame.ts';
import type { Redaction, Treatment } from '../redaction/redaction.ts';
import type { Settings, Site } from '../settings/settings.ts';
import type { ConversationRestorer } from '../vault/vault.ts';
import type { Binding } from './binding.ts';
import { createLane, type Lane } from './queue.ts';
import { findRoute, siteNow } from './route.ts';
import { type Downstream, frameHead, type Plane, recordRedaction, treatmentOf } from './scope.ts';

export interface BridgeParts {
  readonly plane: Plane;
  readonly site: Site;
  readonly path: string;
  readonly binding: Binding;
  readonly downstream: Downstream;
  readonly client: WebSocket;
  readonly upstream: WebSocket;
}

export interface Bridge {
  /** Pings both legs; a leg that stayed silent over two intervals is cut. */
  checkAlive(): void;
  /** Closes both legs once what is waiting has been sent. */
  drain(): Promise<void>;
  terminate(): void;
}

interface Message {
  readonly data: Buffer;
  readonly binary: boolean;
}

/** Bytes toward a receiver above which its sender is paused. */
const PAUSE_BYTES = 256 * 1024;

export function openBridge(parts: BridgeParts, closed: () => void): Bridge {
  const { plane, site, client, upstream } = parts;
  let ended = false;
  let resolveClosed: () => void = () => undefined;
  const whenClosed = new Promise<void>((resolve) => {
    resolveClosed = resolve;
  });
  plane.recorder.connection(site.id, 'websocket', 1);

  const refuse = (code: ErrorCode) => {
    if (ended) return;
    const row = errorTable[code];
    plane.log.warn('socket-closed', { code, site: site.id, closeCode: row.closeCode });
    finish([row.closeCode, code], [1001, '']);
  };
  const up = openDirection(parts, 'to-upstream', client, upstream, refuse);
  const down = openDirection(parts, 'to-client', upstream, client, refuse);

  /** Ends both legs; a leg that is already closing keeps its own code. */
  function finish(toClient: readonly [number, string], toUpstream: readonly [number, string]): void {
    if (ended) return;
    ended = true;
    up.stop();
    down.stop();
    closeLeg(client, toClient[0], toClient[1]);
    closeLeg(upstream, toUpstream[0], toUpstream[1]);
  }

  let gone = 0;
  const onGone = () => {
    gone += 1;
    if (gone < 2) return;
    plane.recorder.connection(site.id, 'websocket', -1);
    closed();
    resolveClosed();
  };
  const settle = (leg: WebSocket, lane: DirectionLane, other: (code: number, reason: string) => void) => {
    leg.on('close', (code, reason) => {
      lane.end(() => other(code, reason.toString()));
      onGone();
    });
    leg.on('error', (error) => lane.broke(error));
    leg.on('pong', () => {
      lane.missed = 0;
    });
  };
  settle(client, up, (code, reason) => {
    if (!ended) finish([1000, ''], passedOn(code, up.scanReason(reason), 1001));
  });
  settle(upstream, down, (code, reason) => {
    if (ended) return;
    if (code === 1006) plane.recorder.upstreamError(site.id, down.fault === undefined ? 'closed' : 'protocol');
    const lost = down.fault ?? 'CV_UPSTREAM_CLOSED';
    finish(code === 1006 ? [errorTable[lost].closeCode, lost] : passedOn(code, down.scanReason(reason), 1001), [
      1000,
      '',
    ]);
  });
  upstream.resume();

  return {
    checkAlive() {
      for (const [leg, lane] of [
        [client, up],
        [upstream, down],
      ] as const) {
        lane.missed += 1;
        if (lane.missed > MISSED_MAX) leg.terminate();
        else if (leg.readyState === leg.OPEN) leg.ping();
      }
    },
    drain() {
      up.end(() => down.end(() => finish([1012, 'CV_DRAINING'], [1001, ''])));
      return whenClosed;
    },
    terminate() {
      ended = true;
      client.terminate();
      upstream.terminate();
    },
  };
}

const MISSED_MAX = 2;

/** 1005 means "no code was sent" and 1006 "no close came": neither may stand on the wire (RFC 6455 section 7.4.1). */
function passedOn(code: number, reason: string, lost: number): readonly [number, string] {
  if (code === 1005) return [1005, ''];
  if (code === 1006 || code === 1015) return [lost, ''];
  return [code, reason];
}

function closeLeg(leg: WebSocket, code: number, reason: string): void {
  // A paused socket would never see the other side's close frame.
  leg.resume();
  if (leg.readyState === leg.CLOSED) return;
  try {
    if (code === 1005) leg.close();
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

interface DirectionLane {
  /** Intervals since the source of this direction last answered a ping. */
  missed: number;
  /** What the source did wrong, if anything. */
  readonly fault: ErrorCode | undefined;
  end(then: () => void): void;
  stop(): void;
  broke(error: Error): void;
  scanReason(reason: string): string;
}

function openDirection(
  parts: BridgeParts,
  direction: Direction,
  source: WebSocket,
  target: WebSocket,
  refuse: (code: ErrorCode) => void,
): DirectionLane {
  const { plane, site } = parts;
  const { limits } = site;
  const inspector = createInspector(parts, direction);
  let then: () => void = () => undefined;
  let held = 0;
  let full = false;
  let fault: ErrorCode | undefined;

  /** The source is read again only when neither the lane nor the receiver's buffer holds it back. */
  const release = () => {
    held -= 1;
    if (held === 0) source.resume();
  };
  const hold = () => {
    held += 1;
    if (held === 1) source.pause();
  };
  const send = (bytes: Buffer, binary: boolean) => {
    if (target.readyState !== target.OPEN) return;
    const waiting = target.bufferedAmount;
    if (waiting + bytes.length < PAUSE_BYTES) {
      target.send(bytes, { binary });
      return;
    }
    if (waiting > limits.slowReaderBytesMax) return refuse('CV_SLOW_READER');
    hold();
    target.send(bytes, { binary }, release);
  };
  const apply = (redaction: Redaction, head: FrameHead, size: number, enforced: boolean) => {
    recordRedaction(plane, head, redaction, size, enforced);
    if (redaction.verdict === 'forward') send(redaction.bytes, false);
    else refuse(redaction.code);
  };
  const lane: Lane<Message> = createLane<Message>({
    handle({ data, binary }) {
      const treatment = inspector.treatment();
      const { route } = treatment;
      if (binary || !route.inspect) {
        if (binary && route.inspect && route.binary === 'block' && treatment.mode === 'enforce') {
          plane.recorder.message(site.id, direction, 'websocket', 'refused');
          return refuse('CV_BINARY_REFUSED');
        }
        plane.recorder.uninspected(site.id, direction, route.inspect ? 'binary' : 'route', data.length);
        plane.recorder.message(site.id, direction, 'websocket', 'forwarded');
        return send(data, binary);
      }
      const { head } = inspector;
      const enforced = treatment.mode === 'enforce';
      const redaction = plane.redactor.redact({ head, bytes: data }, treatment, inspector.restorer);
      if (redaction instanceof Promise) return redaction.then((late) => apply(late, head, data.length, enforced));
      return apply(redaction, head, data.length, enforced);
    },
    messagesMax: limits.queueMessagesMax,
    bytesMax: limits.queueBytesMax,
    onRoom() {
      full = false;
      release();
    },
    onIdle: () => then(),
    onError: () => refuse('CV_INTERNAL'),
  });
  source.on('message', (data: Buffer, binary: boolean) => {
    if (lane.push({ data, binary }, data.length) || full) return;
    full = true;
    hold();
  });

  return {
    missed: 0,
    get fault() {
      return fault;
    },
    end(next) {
      then = next;
      lane.end();
    },
    stop: () => lane.stop(),
    broke(error) {
      fault = protocolFault(error);
      plane.recorder.message(site.id, direction, 'websocket', 'refused');
    },
    scanReason(reason) {
      if (reason === '') return '';
      const { text, blocked } = plane.redactor.redactText(reason, inspector.head, inspector.treatment());
      return blocked ? '' : text;
    },
  };
}

/** What one direction needs for each message; looked up anew only when the settings were swapped. */
function createInspector(parts: BridgeParts, direction: Direction) {
  const { plane, binding, path } = parts;
  const head = frameHead(binding, { channel: 'ws-text', direction, transport: 'websocket', path });
  let seen: Settings | undefined;
  let treatment: Treatment;
  let restorer: ConversationRestorer | undefined;
  const refresh = (settings: Settings) => {
    seen = settings;
    const site = siteNow(settings, parts.site) ?? parts.site;
    treatment = treatmentOf(site, findRoute(site, path, 'GET', direction), plane.tenant);
    restorer = direction === 'to-client' ? parts.downstream.binder.restorer(site, binding) : undefined;
  };
  return {
    head,
    treatment() {
      const settings = plane.settings.current;
      if (settings !== seen) refresh(settings);
      return treatment;
    },
    get restorer() {
      return restorer;
    },
  };
}

/** Our name for what `ws` found wrong with a peer's frames. */
function protocolFault(error: Error): ErrorCode {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' || code === 'WS_ERR_TOO_MANY_BUFFERED_PARTS')
    return 'CV_FRAME_TOO_LARGE';
  if (code === 'WS_ERR_INVALID_UTF8') return 'CV_TEXT_NOT_UTF8';
  return error instanceof ChatveilError ? error.code : 'CV_SOCKET_PROTOCOL';
}
