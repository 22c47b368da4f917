/** The one table of error codes: status, close code, who is at fault, whether a retry can help. */

export type Fault = 'client' | 'upstream' | 'us' | 'operator';

export interface ErrorRow {
  /** HTTP status of the answer. */
  readonly status: number;
  /** WebSocket close code (RFC 6455 section 7.4). */
  readonly closeCode: number;
  readonly fault: Fault;
  readonly retry: boolean;
  /** One sentence for the person on the other end; never holds traffic. */
  readonly message: string;
}

const row = (status: number, closeCode: number, fault: Fault, message: string, retry = false): ErrorRow => ({
  status,
  closeCode,
  fault,
  retry,
  message,
});

export const errorTable = {
  // What the client sent, framing (RFC 9112) and routing
  CV_BAD_REQUEST: row(400, 1002, 'client', 'The request is malformed.'),
  CV_BAD_FRAMING: row(400, 1002, 'client', 'The message framing is ambiguous.'),
  CV_BAD_HEADER: row(400, 1002, 'client', 'A header field is malformed.'),
  CV_BAD_HOST: row(400, 1008, 'client', 'The Host header is missing, repeated or invalid.'),
  CV_BAD_TARGET: row(400, 1008, 'client', 'The request target is not acceptable.'),
  CV_UNKNOWN_SITE: row(421, 1008, 'client', 'This host is not served here.'),
  CV_HOST_REFUSED: row(403, 1008, 'client', 'This host may not be reached through here.'),
  CV_ADDRESS_REFUSED: row(403, 1008, 'operator', 'The address of this host may not be connected to.'),
  CV_METHOD_REFUSED: row(501, 1008, 'client', 'The method is not supported.'),
  CV_HTTP_VERSION: row(505, 1002, 'client', 'The HTTP version is not supported.'),
  CV_HEADERS_TOO_MANY: row(431, 1008, 'client', 'There are too many header fields.'),
  CV_HEADERS_TOO_LARGE: row(431, 1008, 'client', 'The header fields are too large.'),
  CV_TARGET_TOO_LONG: row(414, 1008, 'client', 'The request target is too long.'),
  CV_EXPECTATION: row(417, 1008, 'client', 'The expectation cannot be met.'),
  CV_TIMEOUT: row(408, 1008, 'client', 'The request took too long to arrive.'),
  CV_TRAILERS: row(400, 1002, 'client', 'Trailer fields are not accepted.'),
  CV_LOOP: row(508, 1008, 'operator', 'The request came back to this proxy.'),
  // What the client sent, content
  CV_BODY_TOO_LARGE: row(413, 1009, 'client', 'The message is too large.'),
  CV_FRAME_TOO_LARGE: row(413, 1009, 'client', 'The message is too large.'),
  CV_RECORD_TOO_LARGE: row(413, 1009, 'client', 'A record of the stream is too large.'),
  CV_CODING_UNSUPPORTED: row(415, 1003, 'client', 'The content coding is not supported.'),
  CV_CODING_BROKEN: row(400, 1007, 'client', 'The compressed content is damaged.'),
  CV_INFLATE_RATIO: row(413, 1009, 'client', 'The compressed content expands too far.'),
  CV_CHARSET_UNSUPPORTED: row(415, 1007, 'client', 'The character set is not supported.'),
  CV_TEXT_NOT_UTF8: row(400, 1007, 'client', 'The text is not valid in its character set.'),
  CV_JSON_MALFORMED: row(400, 1007, 'client', 'The JSON is malformed.'),
  CV_JSON_TOO_DEEP: row(400, 1009, 'client', 'The JSON is nested too deeply.'),
  CV_FORM_MALFORMED: row(400, 1007, 'client', 'The form data is malformed.'),
  CV_MULTIPART_MALFORMED: row(400, 1007, 'client', 'The multipart body is malformed.'),
  CV_TOO_MANY_SPANS: row(413, 1009, 'client', 'The document has too many fields.'),
  CV_TOO_MANY_FINDINGS: row(413, 1009, 'client', 'The document has too many sensitive values.'),
  CV_TOO_MANY_RECORDS: row(413, 1009, 'client', 'The message holds too many records.'),
  CV_WIRE_MALFORMED: row(400, 1007, 'client', 'The message does not follow the protocol spoken here.'),
  CV_SIGNED_CONTENT: row(422, 1008, 'operator', 'The message is signed and may not be changed.'),
  CV_CONTENT_UNKNOWN: row(415, 1003, 'client', 'This type of content is not accepted here.'),
  CV_FILE_REFUSED: row(415, 1003, 'client', 'Files are not accepted here.'),
  CV_BINARY_REFUSED: row(415, 1003, 'client', 'Binary messages are not accepted here.'),
  CV_BLOCKED_BY_POLICY: row(422, 1008, 'client', 'The message holds data that may not be sent here.'),
  // WebSocket
  CV_UPGRADE_REFUSED: row(400, 1002, 'client', 'The upgrade request is not acceptable.'),
  CV_ORIGIN_REFUSED: row(403, 1008, 'client', 'This origin may not connect.'),
  CV_SOCKET_PROTOCOL: row(400, 1002, 'client', 'The WebSocket protocol was violated.'),
  CV_SLOW_READER: row(503, 1013, 'client', 'The connection was too slow to keep up.', true),
  // The upstream
  CV_UPSTREAM_UNREACHABLE: row(502, 1014, 'upstream', 'The chat service cannot be reached.', true),
  CV_UPSTREAM_TIMEOUT: row(504, 1014, 'upstream', 'The chat service did not answer in time.', true),
  CV_UPSTREAM_PROTOCOL: row(502, 1014, 'upstream', 'The chat service sent a malformed answer.'),
  CV_UPSTREAM_CONTENT: row(502, 1014, 'upstream', 'The answer of the chat service could not be inspected.'),
  CV_UPSTREAM_CLOSED: row(502, 1014, 'upstream', 'The chat service closed the connection.', true),
  // Ourselves
  CV_DETECTION_FAILED: row(500, 1011, 'us', 'The message could not be inspected.', true),
  CV_VAULT_UNAVAILABLE: row(503, 1013, 'us', 'The vault is not available.', true),
  CV_VAULT_LOCKED: row(503, 1013, 'operator', 'The vault is in use by another process.'),
  CV_VAULT_KEY: row(503, 1013, 'operator', 'The root key does not fit this vault.'),
  CV_VAULT_UNINITIALISED: row(503, 1013, 'operator', 'The vault has not been initialised.'),
  CV_VAULT_INTEGRITY: row(500, 1011, 'us', 'A vault record failed its integrity check.'),
  CV_OVERLOADED: row(503, 1013, 'us', 'The proxy is at its limit.', true),
  CV_DRAINING: row(503, 1012, 'us', 'The proxy is restarting.', true),
  CV_INTERNAL: row(500, 1011, 'us', 'Something went wrong here.', true),
  // Operator input (command line and configuration)
  CV_CONFIG_INVALID: row(500, 1011, 'operator', 'The configuration is not valid.'),
  CV_INPUT_MALFORMED: row(400, 1007, 'operator', 'A line of the input is malformed.'),
  CV_TOKEN_MALFORMED: row(400, 1007, 'client', 'This is not a token of ours.'),
  CV_NOT_FOUND: row(404, 1008, 'client', 'There is nothing here.'),
  CV_UNAUTHORIZED: row(401, 1008, 'client', 'This page needs a valid link.'),
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof errorTable;

/** Facts admit no strings, so that traffic cannot reach a log through an error. */
export type ErrorFacts = Readonly<Record<string, number | boolean>>;

/** A fault with a stable code; `id` ties a person's report to a log line. */
export class ChatveilError extends Error {
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;
  readonly id: string;

  constructor(code: ErrorCode, facts: ErrorFacts = {}, options?: { cause?: unknown }) {
    super(errorTable[code].message, options);
    this.name = 'ChatveilError';
    this.code = code;
    this.facts = facts;
    this.id = randomId();
  }

  get row(): ErrorRow {
    return errorTable[this.code];
  }
}

/** The body that a data-plane client receives: `{"error":{"code","message","id"}}`. */
export function errorBody(error: ChatveilError): string {
  return JSON.stringify({ error: { code: error.code, message: error.row.message, id: error.id } });
}

/** Twelve hex digits, enough to find one line in a day's log; no secrecy rests on it. */
function randomId(): string {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(6));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
