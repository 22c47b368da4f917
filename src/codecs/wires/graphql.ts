/** GraphQL: variables are JSON, the query has literals of its own; over POST, multipart uploads and both WebSocket protocols. */
import type { Format, NestHead } from '../assembly.ts';
import { graphqlText } from '../formats/graphql-text.ts';
import { jsonCodec } from '../formats/json.ts';
import { multipartCodec } from '../formats/multipart.ts';
import { openInSteps } from '../in-steps.ts';
import { jsonOr } from '../sniff.ts';
import { at } from '../steps/at.ts';

/** Where a query stands: alone, in a batch, in a frame of graphql-ws or subscriptions-transport-ws. */
const QUERIES = ['/query', '/*/query', '/payload/query'] as const;

const request = at(
  QUERIES.map((pointer) => [pointer, graphqlText] as const),
  jsonCodec,
);

/** The multipart request specification: `operations` is a request, files follow the route's rule. */
const upload = at([['/operations', request]], multipartCodec);

/** A bare query may begin with a brace as well. */
const posted = jsonOr(graphqlText, request);

export const graphql: Format = {
  id: 'graphql',
  open: (raw, head) => formatOf(head).open(raw, head),
  steps: (raw, head) => openInSteps(formatOf(head), raw, head),
};

function formatOf({ boundary, mediaType }: NestHead): Format {
  return boundary !== undefined && mediaType?.startsWith('multipart/') === true ? upload : posted;
}
