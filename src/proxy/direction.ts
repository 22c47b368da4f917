/** One direction of a bridged socket: messages in order, each inspected, the sender paused while the receiver is slow. */
import type { WebSocket } from 'ws';
import { endsWhole } from '../codecs/recognised.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { Direction } from '../domain/frame.ts';
import type { OwnOrigin } from '../domain/url-map.ts';
import { mayBePiece } from '../redaction/delta.ts';
import type { Passage } from '../redaction/delta-gate.ts';
import type { Redaction } from '../redaction/redaction.ts';
import type { Site } from '../settings/settings.ts';
import type { Binding } from './binding.ts';
import { burst, type Corkable } from './burst.ts';
import { createDeltaLane, type DeltaLane } from './delta-lane.ts';
import { createInspector, type Inspector } from './inspector.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { createLane } from './queue.ts';
import { type Downstream, type Plane, recordRedaction } from './scope.ts';
import { createSpreadJoiner, type SocketMessage } from './spread.ts';

export interface BridgeParts {
  readonly plane: Plane;
  readonly site: Site;
  readonly path: string;
  /** Where the visitor sees us. */
  readonly own: OwnOrigin;
  readonly binding: Binding;
  readonly downstream: Downstream;
  readonly client: WebSocket;
  readonly upstream: WebSocket;
  /** What the two write to, where it is known. */
  readonly sockets?: { readonly client?: Corkable | undefined; readonly upstream?: Corkable | undefined };
}

export interface DirectionLane {
  /** Intervals since the source of this direction last answered a ping. */
  missed: number;
  /** What the source did wrong, if anything. */
  readonly fault: ErrorCode | undefined;
  /** Runs `then` once everything that came has been sent. */
  end(then: () => void): void;
  stop(): void;
  broke(error: Error): void;
  /** A close reason is text of the other side's people, too. */
  scanReason(reason: string): string;
}

export function openDirection(
  parts: BridgeParts,
  direction: Direction,
  refuse: (code: ErrorCode) => void,
): DirectionLane {
  const { plane, site } = parts;
  const source = direction === 'to-upstream' ? parts.client : parts.upstream;
  const target = direction === 'to-upstream' ? parts.upstream : parts.client;
  const inspector = createInspector(parts, direction);
  const flow = createFlow({
    source,
    target,
    wire: direction === 'to-upstream' ? parts.sockets?.upstream : parts.sockets?.client,
    bytesMax: site.limits.slowReaderBytesMax,
    tooSlow: () => refuse('CV_SLOW_READER'),
  });
  let then: () => void = () => undefined;
  let fault: ErrorCode | undefined;
  let full = false;

  const { queueMessagesMax: messagesMax, queueBytesMax: bytesMax } = site.limits;
  const outbox = createOutbox({ send: flow.send, messagesMax, bytesMax });
  const lane = createLane<Passage<SocketMessage>>({
    handle: createMessageHandler(parts, { direction, inspector, outbox, refuse }),
    messagesMax,
    bytesMax,
    onRoom() {
      full = false;
      flow.release();
    },
    onIdle() {
      outbox.release();
      then();
    },
    onError: () => refuse('CV_INTERNAL'),
  });
  const forward = (passage: Passage<SocketMessage>): boolean => {
    const room = lane.push(passage, passage.item.data.length);
    if (room || full) return room;
    full = true;
    flow.hold();
    return false;
  };
  const held = heldPieces(parts, direction, inspector, forward);
  const spread = createSpreadJoiner({
    whole: () => wholeBy(inspector),
    forward: (message) => void (held === undefined ? forward({ item: message }) : held.push(message)),
    refuse,
    bytesMax: site.limits.frameBytesMax,
  });
  source.on('message', (data: Buffer, binary: boolean) => spread.push({ data, binary, at: performance.now() }));

  return {
    missed: 0,
    get fault() {
      return fault;
    },
    end(next) {
      then = next;
      spread.release();
      held?.release();
      lane.end();
    },
    stop() {
      spread.stop();
      held?.stop();
      lane.stop();
      outbox.stop();
    },
    broke(error) {
      fault ??= protocolFault(error);
      plane.recorder.message(site.id, direction, 'websocket', 'refused');
    },
    scanReason(reason) {
      if (reason === '') return '';
      const { text, blocked } = plane.redactor.redactText(reason, inspector.head, inspector.treatment());
      return blocked ? '' : text;
    },
  };
}

/** A stream of NATS may be cut anywhere, and is known by its looks; other protocols are joined where a profile names them. */
function wholeBy(inspector: Inspector) {
  const { codec } = inspector.treatment();
  return codec === undefined ? endsWhole : codec.whole;
}

/** Undefined where the profile says that no text arrives in pieces. */
function heldPieces(
  { plane, site }: BridgeParts,
  direction: Direction,
  inspector: Inspector,
  forward: (passage: Passage<SocketMessage>) => boolean,
): DeltaLane<SocketMessage> | undefined {
  const { streams } = site.profile;
  if (direction === 'to-upstream' || streams?.length === 0) return undefined;
  return createDeltaLane<SocketMessage>({
    read({ data, binary }) {
      if (streams === undefined && (binary || !mayBePiece(data))) return undefined;
      const head = binary ? inspector.binaryHead : inspector.head;
      return plane.redactor.readDelta?.({ head, bytes: data }, inspector.treatment());
    },
    size: ({ data }) => data.length,
    detection: () => inspector.treatment().detection,
    limits: site.limits,
    forward,
  });
}

/** Bytes toward a receiver above which its sender is paused. */
const PAUSE_BYTES = 256 * 1024;

interface Flow {
  send(bytes: Buffer, binary: boolean): void;
  hold(): void;
  release(): void;
}

interface FlowParts {
  readonly source: WebSocket;
  readonly target: WebSocket;
  /** What the target writes to. */
  readonly wire: Corkable | undefined;
  readonly bytesMax: number;
  readonly tooSlow: () => void;
}

/** Reads the source only while neither the lane nor the receiver's buffer holds it back. */
function createFlow({ source, target, wire, bytesMax, tooSlow }: FlowParts): Flow {
  let holds = 0;
  const release = () => {
    holds -= 1;
    if (holds === 0) source.resume();
  };
  const hold = () => {
    holds += 1;
    if (holds === 1) source.pause();
  };
  return {
    hold,
    release,
    send(bytes, binary) {
      if (target.readyState !== target.OPEN) return;
      const waiting = target.bufferedAmount;
      if (waiting + bytes.length < PAUSE_BYTES) {
        if (wire !== undefined) burst.join(wire);
        target.send(bytes, { binary });
        return;
      }
      if (waiting > bytesMax) {
        tooSlow();
        return;
      }
      hold();
      target.send(bytes, { binary }, release);
    },
  };
}

interface HandlerParts {
  readonly direction: Direction;
  readonly inspector: Inspector;
  readonly outbox: Outbox<boolean>;
  readonly refuse: (code: ErrorCode) => void;
}

/** Handles one message; answers a promise only when the pipeline has to wait. */
function createMessageHandler(parts: BridgeParts, { direction, inspector, outbox, refuse }: HandlerParts) {
  const { plane, site } = parts;
  const { recorder, redactor } = plane;

  const apply = (redaction: Redaction, { data, binary, at, pieces }: SocketMessage, enforced: boolean) => {
    recordRedaction(plane, inspector.head, redaction, data.length, enforced);
    if (redaction.verdict === 'forward') {
      if (redaction.held !== undefined) outbox.settle(redaction.held);
      if (pieces !== undefined && redaction.hold === undefined && redaction.bytes.equals(data)) {
        for (const piece of pieces) outbox.put(piece, binary);
      } else outbox.put(redaction.bytes, binary, redaction.hold);
      recorder.latency('websocket', (performance.now() - at) / 1000);
    } else refuse(redaction.code);
  };
  const pass = (data: Buffer, binary: boolean, reason: string) => {
    recorder.uninspected(site.id, direction, reason, data.length);
    recorder.message(site.id, direction, 'websocket', 'forwarded');
    outbox.put(data, binary);
  };
  return ({ item: message, piece }: Passage<SocketMessage>): undefined | Promise<void> => {
    const { data, binary } = message;
    const treatment = inspector.treatment();
    const { route, mode } = treatment;
    const enforced = mode === 'enforce';
    if (!route.inspect) {
      pass(data, binary, 'route');
      return undefined;
    }
    const head = binary ? inspector.binaryHead : inspector.head;
    const redaction = redactor.redact({ head, bytes: data }, treatment, inspector.restorer, piece && { piece });
    if (redaction instanceof Promise) return redaction.then((late) => apply(late, message, enforced));
    apply(redaction, message, enforced);
    return undefined;
  };
}

/** Our name for what `ws` found wrong with a peer's frames. */
function protocolFault(error: Error): ErrorCode {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') return 'CV_FRAME_TOO_LARGE';
  if (code === 'WS_ERR_TOO_MANY_BUFFERED_PARTS') return 'CV_FRAME_TOO_LARGE';
  return code === 'WS_ERR_INVALID_UTF8' ? 'CV_TEXT_NOT_UTF8' : 'CV_SOCKET_PROTOCOL';
}
