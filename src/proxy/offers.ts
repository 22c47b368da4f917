/** What a WebSocket may offer and take up: acceptable permessage-deflate (RFC 7692 section 7.1), and our limits. */
import type { Limits } from '../domain/limits.ts';

const parameter =
  /^(?:(server_no_context_takeover|client_no_context_takeover)|(client_max_window_bits)(?:=(?:[89]|1[0-5]|"(?:[89]|1[0-5])"))?|(server_max_window_bits)=(?:9|1[0-5]|"(?:9|1[0-5])"))$/;

/**
 * The acceptable offers of a Sec-WebSocket-Extensions field, or undefined when there is none. A server window of 8 bits
 * is not: zlib makes it 9 for raw deflate, which the visitor could not read.
 *
 * @example
 * deflateOffers('x, permessage-deflate; server_max_window_bits=10'); // 'permessage-deflate; server_max_window_bits=10'
 */
export function deflateOffers(field: string | undefined): string | undefined {
  if (field === undefined) return undefined;
  const offers = field
    .split(',')
    .map((offer) => offer.split(';').map((part) => part.trim().replace(/\s*=\s*/, '=')))
    .filter(acceptable);
  return offers.length === 0 ? undefined : offers.map((parts) => parts.join('; ')).join(', ');
}

function acceptable([name, ...parameters]: readonly string[]): boolean {
  const found = parameters.map((one) =>
    parameter
      .exec(one)
      ?.slice(1)
      .find((group) => group !== undefined),
  );
  return name === 'permessage-deflate' && !found.includes(undefined) && new Set(found).size === found.length;
}

/** A context shared over messages would let lengths tell what a restored value has in common with other text. */
export const deflateOptions = {
  serverNoContextTakeover: true,
  clientNoContextTakeover: true,
  threshold: 1024,
  concurrencyLimit: 4,
  zlibDeflateOptions: { level: 1, memLevel: 7 },
};

/** Lower than the library's own. */
export function socketLimits(limits: Limits) {
  return {
    maxPayload: limits.frameBytesMax,
    maxFragments: limits.frameFragmentsMax,
    maxBufferedChunks: limits.frameFragmentsMax * 16,
    skipUTF8Validation: false,
    closeTimeout: CLOSE_TIMEOUT_MS,
    autoPong: true,
  };
}

/** How long a peer may take to close its TCP side after the close frames. */
const CLOSE_TIMEOUT_MS = 3_000;
