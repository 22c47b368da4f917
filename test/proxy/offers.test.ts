/** Which offers of compression are taken up, after RFC 7692 section 7.1. */
import { expect, test } from 'vitest';
import { deflateOffers } from '../../src/proxy/offers.ts';

test.each([
  [undefined, undefined],
  ['', undefined],
  ['permessage-deflate', 'permessage-deflate'],
  ['permessage-deflate; client_max_window_bits', 'permessage-deflate; client_max_window_bits'],
  ['permessage-deflate;server_max_window_bits = "10"', 'permessage-deflate; server_max_window_bits="10"'],
  ['x; y=1, permessage-deflate', 'permessage-deflate'],
  ['permessage-deflate; x, permessage-deflate', 'permessage-deflate'],
  ['permessage-deflate; server_max_window_bits', undefined],
  ['permessage-deflate; server_max_window_bits=8', undefined],
  ['permessage-deflate; server_max_window_bits=16', undefined],
  ['permessage-deflate; server_max_window_bits=010', undefined],
  ['permessage-deflate; client_max_window_bits=7', undefined],
  ['permessage-deflate; client_max_window_bits; client_max_window_bits=10', undefined],
  ['permessage-deflate; client_no_context_takeover=1', undefined],
  ['permessage-deflate;;', undefined],
  ['Permessage-Deflate', undefined],
])('%j is taken up as %j', (offered, taken) => {
  expect(deflateOffers(offered)).toBe(taken);
});
