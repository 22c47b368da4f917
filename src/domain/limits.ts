/** Every upper bound of the product, named and explained. A site may lower or raise some of them in its settings. */

const KIB = 1024;
const MIB = 1024 * KIB;

export interface Limits {
  /** Decoded bytes of one message body (HTTP) that is held whole; larger ones are read in segments where they can be. */
  readonly bodyBytesMax: number;
  /** Bytes of one reassembled WebSocket message. Over it: CV_FRAME_TOO_LARGE, close 1009. */
  readonly frameBytesMax: number;
  /** Fragments of one WebSocket message. Over it: close 1008. */
  readonly frameFragmentsMax: number;
  /** Bytes of one record of a stream (an SSE event, an NDJSON line). Over it: CV_RECORD_TOO_LARGE. */
  readonly recordBytesMax: number;
  /** Decoded bytes of a body that is read in segments. Over it: CV_BODY_TOO_LARGE. */
  readonly streamBytesMax: number;
  /** Bytes of one text in a body that is read in segments. Over it: CV_RECORD_TOO_LARGE. */
  readonly streamLeafBytesMax: number;
  /** Milliseconds that a piece of a text which arrives in pieces is held while a value may be going on. */
  readonly streamHoldMillisecondsMax: number;
  /** Bytes of messages held for that reason in one direction of a connection; past it they go. */
  readonly streamHoldBytesMax: number;
  /** Nesting of JSON arrays and objects. Over it: CV_JSON_TOO_DEEP. */
  readonly jsonDepthMax: number;
  /** How many documents may lie inside one another (JSON in a string in a form field ...). */
  readonly nestingMax: number;
  /** Texts in one document. Over it: CV_TOO_MANY_SPANS. */
  readonly spansMax: number;
  /** Findings in one document. Over it: CV_TOO_MANY_FINDINGS. */
  readonly findingsMax: number;
  /** Decompressed bytes per compressed byte, once past `inflateRatioFreeBytes`. Over it: CV_INFLATE_RATIO. */
  readonly inflateRatioMax: number;
  /** Decompressed bytes that are free of the ratio rule: short runs of spaces compress well honestly. */
  readonly inflateRatioFreeBytes: number;
  /** Header fields of a request or response. Over it: CV_HEADERS_TOO_MANY. */
  readonly headerCountMax: number;
  /** Bytes of the header block; node:http enforces it. */
  readonly headerBytesMax: number;
  /** Bytes of the request target. Over it: CV_TARGET_TOO_LONG. */
  readonly targetBytesMax: number;
  /** Messages one direction of a socket may have waiting before its sender is paused. */
  readonly queueMessagesMax: number;
  /** Bytes one direction of a socket may have waiting before its sender is paused. */
  readonly queueBytesMax: number;
  /** Bytes buffered toward a slow reader before the pair is closed with 1013. */
  readonly slowReaderBytesMax: number;
  /** Downstream connections per process. Over it: CV_OVERLOADED. */
  readonly connectionsMax: number;
  /** Seconds until the request head must be complete. */
  readonly headSecondsMax: number;
  /** Seconds until the whole request must have arrived. */
  readonly requestSecondsMax: number;
  /** Seconds a kept-alive downstream connection may idle. */
  readonly idleSecondsMax: number;
  /** Seconds to connect to the upstream. Over it: CV_UPSTREAM_TIMEOUT. */
  readonly upstreamConnectSecondsMax: number;
  /** Seconds until the upstream's response head. Over it: CV_UPSTREAM_TIMEOUT. */
  readonly upstreamHeadSecondsMax: number;
  /** Seconds between two pieces of an upstream body; event streams are exempt. */
  readonly upstreamIdleSecondsMax: number;
  /** Seconds between WebSocket liveness pings; a peer that misses two is closed. */
  readonly pingSeconds: number;
  /** Seconds that a message may wait for the vault. Over it: CV_VAULT_UNAVAILABLE. */
  readonly sealSecondsMax: number;
  /** Seconds granted to open connections at shutdown. */
  readonly drainSecondsMax: number;
  /** Conversations remembered in memory per process; the oldest is forgotten first. */
  readonly conversationsMax: number;
  /** Seconds after which an idle conversation's memory is wiped. */
  readonly conversationIdleSecondsMax: number;
  /** Digits of earlier messages remembered per conversation. */
  readonly carryDigitsMax: number;
  /** Characters of a conversation's delivered messages that are kept so that what is taken back keeps its words. */
  readonly takeBackCharactersMax: number;
  /** Seconds after its last connection closed until a conversation's memory is wiped: the time to reconnect. */
  readonly conversationGraceSecondsMax: number;
}

export const defaultLimits: Limits = {
  bodyBytesMax: 8 * MIB,
  frameBytesMax: 1 * MIB,
  frameFragmentsMax: 1024,
  recordBytesMax: 1 * MIB,
  streamBytesMax: 256 * MIB,
  streamLeafBytesMax: 4 * MIB,
  streamHoldMillisecondsMax: 1500,
  streamHoldBytesMax: 256 * KIB,
  jsonDepthMax: 128,
  nestingMax: 4,
  spansMax: 50_000,
  findingsMax: 5_000,
  inflateRatioMax: 200,
  inflateRatioFreeBytes: 256 * KIB,
  headerCountMax: 100,
  headerBytesMax: 16 * KIB,
  targetBytesMax: 8 * KIB,
  queueMessagesMax: 64,
  queueBytesMax: 1 * MIB,
  slowReaderBytesMax: 4 * MIB,
  connectionsMax: 20_000,
  headSecondsMax: 20,
  requestSecondsMax: 120,
  idleSecondsMax: 60,
  upstreamConnectSecondsMax: 10,
  upstreamHeadSecondsMax: 60,
  upstreamIdleSecondsMax: 60,
  pingSeconds: 30,
  sealSecondsMax: 5,
  drainSecondsMax: 30,
  conversationsMax: 50_000,
  conversationIdleSecondsMax: 900,
  carryDigitsMax: 32,
  takeBackCharactersMax: 2000,
  conversationGraceSecondsMax: 300,
};
