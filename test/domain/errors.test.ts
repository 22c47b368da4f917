/** The error table is a promise to clients: stable codes, statuses that mean something, bodies without traffic. */
import { expect, it } from 'vitest';
import { ChatveilError, errorBody, errorTable } from '../../src/domain/errors.ts';

const rows = Object.entries(errorTable);

it('gives each code a status and a close code that may be sent', () => {
  expect(rows.length).toBeGreaterThan(40);
  for (const [code, row] of rows) {
    expect(code).toMatch(/^CV_[A-Z0-9_]+$/);
    expect(row.status, code).toBeGreaterThanOrEqual(400);
    expect(row.status, code).toBeLessThan(600);
    const sendable = [1002, 1003, 1007, 1008, 1009, 1011, 1012, 1013, 1014];
    expect(sendable, code).toContain(row.closeCode);
    expect(Buffer.byteLength(code), `${code} fits a close reason`).toBeLessThanOrEqual(123);
    expect(row.message, code).toMatch(/^[A-Z].*\.$/);
  }
});

it('answers with code, message and id, and nothing else', () => {
  const error = new ChatveilError('CV_JSON_MALFORMED', { offset: 12 });
  expect(JSON.parse(errorBody(error))).toEqual({
    error: {
      code: 'CV_JSON_MALFORMED',
      message: 'The JSON is malformed.',
      id: expect.stringMatching(/^[0-9a-f]{12}$/),
    },
  });
  expect(new ChatveilError('CV_INTERNAL').id).not.toBe(error.id);
});
