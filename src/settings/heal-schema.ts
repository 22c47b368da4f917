/** How a vendor's messages are called, and the call that changes one that was delivered. */
import { z } from 'zod';
import { pointer } from './message-schema.ts';

const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'expected a header name');

export const healSchema = z
  .strictObject({
    method: z.enum(['PATCH', 'PUT', 'POST', 'DELETE']),
    path: z
      .string()
      .regex(/^\/(?!\/)[\x21-\x7e]*$/, 'expected a path that starts with one slash')
      .max(500)
      .meta({ description: '{conversation} and {message} stand for the ids of the vendor.' }),
    body: z
      .string()
      .max(2000)
      .exactOptional()
      .meta({ description: '{text}, {conversation} and {message}, escaped for JSON or as the media type asks.' }),
    media_type: z.string().min(3).max(100).default('application/json'),
    credential: z
      .strictObject({ header: headerName, env: z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'expected a variable name') })
      .exactOptional()
      .meta({ description: 'A header that the call needs, and the environment variable that holds its value.' }),
  })
  .refine(
    ({ path, body = '' }) => `${path}${body}`.includes('{message}'),
    'expected {message} in the path or the body',
  );

const ackSchema = z
  .strictObject({
    id: pointer.meta({ description: 'The id that the vendor gives to the message.' }),
    for: pointer.exactOptional().meta({ description: 'The id that the message says of itself (messages.id).' }),
    text: pointer.exactOptional().meta({ description: 'The text of the message, sent back.' }),
    when: z.strictObject({ path: pointer, equals: z.string() }).exactOptional(),
  })
  // Counting acknowledgements could name the wrong message, and its words would be overwritten.
  .refine(
    (ack) => ack.for !== undefined || ack.text !== undefined,
    'expected for or text, to know the message it means',
  );

export const messagesSchema = z
  .strictObject({
    id: pointer.exactOptional().meta({ description: 'Where a message of the visitor says its id.' }),
    edits: pointer.exactOptional().meta({ description: 'Where it says the id of the message that it replaces.' }),
    text: pointer.exactOptional().meta({ description: 'The field that the heal call sets; absent: any.' }),
    answer: pointer
      .exactOptional()
      .meta({ description: 'Where the answer to the request of the visitor says the id of the vendor.' }),
    acks: z
      .array(ackSchema)
      .min(1)
      .max(20)
      .exactOptional()
      .meta({ description: 'Where messages to the visitor say the id of the vendor.' }),
  })
  .refine(
    ({ id, acks = [] }) => id !== undefined || acks.every((ack) => ack.for === undefined),
    'acks with for need id, to compare with',
  )
  .meta({ description: 'Where messages say what they are called.' });
