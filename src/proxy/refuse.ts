/** What a person sees when a message is refused or blocked: a code, a sentence and an id, nothing of the content. */
import type { ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ChatveilError, ErrorCode } from '../domain/errors.ts';

/** The error as a JSON body; a policy's notice, when there is one, replaces the standing sentence. */
export function refusalBody(error: ChatveilError, notice?: string): string {
  const message = notice ?? error.row.message;
  return JSON.stringify({ error: { code: error.code, message, id: error.id } });
}

/** How a refusal ends the exchange. */
export interface Refusal {
  readonly error: ChatveilError;
  readonly notice?: string | undefined;
  /** Closes the connection: framing is in doubt, or a body is still on its way. */
  readonly close: boolean;
}

/** Answers with the error; when part of another answer is already out, the connection is cut instead. */
export function refuse(response: ServerResponse, refusal: Refusal): void {
  if (response.headersSent) {
    cut(response);
    return;
  }
  const body = Buffer.from(refusalBody(refusal.error, refusal.notice));
  const headers = [
    'Content-Type',
    'application/json; charset=utf-8',
    'Content-Length',
    String(body.length),
    'Cache-Control',
    'no-store',
    'X-Content-Type-Options',
    'nosniff',
  ];
  if (refusal.close) headers.push('Connection', 'close');
  if (refusal.error.row.retry) headers.push('Retry-After', '1');
  response.writeHead(refusal.error.row.status, headers);
  response.end(body);
}

/** Sends what was written before and closes without the end mark, so that the client knows that something is missing. */
function cut(response: ServerResponse): void {
  const { socket } = response;
  if (socket === null) {
    response.destroy();
    return;
  }
  socket.destroySoon();
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

/** The same on a bare socket: before a request could be parsed, or instead of an upgrade. */
export function refuseSocket(socket: Duplex, error: ChatveilError, status: number = error.row.status): void {
  if (socket.destroyed) return;
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = refusalBody(error);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n` +
      `Connection: close\r\n\r\n${body}`,
  );
  // What the client still sends is read and dropped, so that the answer is not lost to a reset.
  socket.resume();
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

/** Time for the other side to read the answer before the socket goes. */
const LINGER_MS = 500;

/** The table row for a parser failure of node:http; in a body, whatever is wrong is wrong with its framing. */
export function parserFault(code: string | undefined, inBody = false): ErrorCode {
  if (code === undefined) return 'CV_BAD_REQUEST';
  if (code === 'HPE_HEADER_OVERFLOW') return 'CV_HEADERS_TOO_LARGE';
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'CV_TIMEOUT';
  if (inBody) return 'CV_BAD_FRAMING';
  if (code === 'HPE_INVALID_VERSION') return 'CV_HTTP_VERSION';
  if (code === 'HPE_INVALID_METHOD') return 'CV_BAD_REQUEST';
  if (code === 'HPE_INVALID_URL') return 'CV_BAD_TARGET';
  if (code === 'HPE_INVALID_HEADER_TOKEN' || code === 'HPE_LF_EXPECTED' || code === 'HPE_CR_EXPECTED') {
    return 'CV_BAD_HEADER';
  }
  if (/LENGTH|CHUNK|TRANSFER/.test(code)) return 'CV_BAD_FRAMING';
  return 'CV_BAD_REQUEST';
}
