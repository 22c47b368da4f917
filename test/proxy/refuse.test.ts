/** Refusals: a code, a sentence, an id, nothing of the content. */
import { expect, test } from 'vitest';
import { ChatveilError } from '../../src/domain/errors.ts';
import { parserFault, refusalBody } from '../../src/proxy/refuse.ts';

test('the body holds code, message and id; a notice takes the place of the message', () => {
  const error = new ChatveilError('CV_BLOCKED_BY_POLICY');
  expect(JSON.parse(refusalBody(error))).toEqual({
    error: { code: error.code, message: error.row.message, id: error.id },
  });
  expect(JSON.parse(refusalBody(error, 'Please do not.')).error.message).toBe('Please do not.');
});

test.each([
  ['HPE_HEADER_OVERFLOW', 'CV_HEADERS_TOO_LARGE'],
  ['ERR_HTTP_REQUEST_TIMEOUT', 'CV_TIMEOUT'],
  ['HPE_INVALID_CHUNK_SIZE', 'CV_BAD_FRAMING'],
  ['HPE_INVALID_TRANSFER_ENCODING', 'CV_BAD_FRAMING'],
  ['HPE_UNEXPECTED_CONTENT_LENGTH', 'CV_BAD_FRAMING'],
  ['HPE_INVALID_HEADER_TOKEN', 'CV_BAD_HEADER'],
  ['HPE_WHATEVER', 'CV_BAD_REQUEST'],
  [undefined, 'CV_BAD_REQUEST'],
])('the parser says %s, we say %s', (code, ours) => {
  expect(parserFault(code)).toBe(ours);
});
