/** A collected body through decoding, pipeline and back. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type BodyFacts, faultToward, inspectBody } from '../../src/proxy/inspect.ts';
import { treatmentOf } from '../../src/proxy/scope.ts';
import { fakeRedactor, marker, masked, openRoute, testSite } from '../support/sites.ts';

const treatment = treatmentOf(testSite({ upstream: 'http://v.test' }), openRoute, 't');
const facts = {
  head: {},
  treatment,
  coding: 'identity',
  charset: undefined,
  contentType: 'text/plain',
  keepCoding: true,
} as BodyFacts;

test('a plain clean body is the very same buffer, at once', () => {
  const bytes = Buffer.from('hello');
  const result = inspectBody(fakeRedactor(), bytes, facts);
  expect(result).not.toBeInstanceOf(Promise);
  expect((result as { bytes: Buffer }).bytes).toBe(bytes);
});

test('a coding the receiver cannot read is taken off', async () => {
  const bytes = gzipSync('hello');
  const plain = await inspectBody(fakeRedactor(), bytes, { ...facts, coding: 'gzip', keepCoding: false });
  expect([plain.bytes.toString(), plain.change.identity, plain.size]).toEqual(['hello', true, 5]);
  const kept = await inspectBody(fakeRedactor(), gzipSync(marker), { ...facts, coding: 'gzip' });
  expect(gunzipSync(kept.bytes).toString()).toBe(masked);
});

test('what the vendor got wrong is the vendor’s fault', () => {
  expect(faultToward('to-client', 'CV_JSON_MALFORMED')).toBe('CV_UPSTREAM_CONTENT');
  expect(faultToward('to-upstream', 'CV_JSON_MALFORMED')).toBe('CV_JSON_MALFORMED');
  expect(faultToward('to-client', 'CV_BLOCKED_BY_POLICY')).toBe('CV_BLOCKED_BY_POLICY');
  expect(faultToward('to-client', 'CV_VAULT_UNAVAILABLE')).toBe('CV_VAULT_UNAVAILABLE');
});

test('what is read and written over anew beside the pipeline shares the event loop', async () => {
  const redactor = fakeRedactor();
  let shared = 0;
  const share: typeof redactor.share = (work) => {
    for (let step = work.next(); ; step = work.next()) {
      if (step.done === true) return step.value;
      shared += 1;
    }
  };
  const bytes = Buffer.from(`${'hello '.repeat(100_000)}${marker}`, 'utf16le');
  const result = await inspectBody({ ...redactor, share }, bytes, { ...facts, charset: 'utf-16le' });
  expect(result.bytes.toString().endsWith(masked)).toBe(true);
  expect(shared).toBeGreaterThan(5);
});

test('a text that would be read differently without its charset is looked at that way, too', async () => {
  const hidden = Buffer.from(marker, 'latin1');
  const swapped = Buffer.from(hidden.length % 2 === 0 ? hidden : Buffer.concat([hidden, Buffer.from(' ')]));
  await expect(
    (async () => inspectBody(fakeRedactor(), swapped, { ...facts, charset: 'utf-16le' }))(),
  ).rejects.toMatchObject({ code: 'CV_CHARSET_UNSUPPORTED' });
});
