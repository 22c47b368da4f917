/** Treatments are shared, outcomes counted once. */
import { expect, test } from 'vitest';
import { conversationId } from '../../src/domain/frame.ts';
import type { DataPlaneParts } from '../../src/proxy/parts.ts';
import { frameHead, outcomeOf, recordRedaction, treatmentOf } from '../../src/proxy/scope.ts';
import type { Redaction } from '../../src/redaction/redaction.ts';
import { openRoute, tally, testSite } from '../support/sites.ts';

const binding = { site: 'shop', conversation: conversationId('c'), credential: '' };
const forward = {
  verdict: 'forward',
  bytes: Buffer.from('abcdef'),
  edited: false,
  decisions: [],
  uninspected: [],
} satisfies Redaction;

test('the same site and route have one treatment', () => {
  const site = testSite({ upstream: 'http://v.test' });
  expect(treatmentOf(site, openRoute, 't')).toBe(treatmentOf(site, openRoute, 't'));
  expect(treatmentOf({ ...site }, openRoute, 't')).not.toBe(treatmentOf(site, openRoute, 't'));
});

test.each([
  [forward, 'forwarded'],
  [{ ...forward, edited: true }, 'edited'],
  [{ verdict: 'block', code: 'CV_BLOCKED_BY_POLICY', notice: undefined, decisions: [] }, 'blocked'],
  [{ verdict: 'block', code: 'CV_JSON_MALFORMED', notice: undefined, decisions: [] }, 'refused'],
  [{ verdict: 'block', code: 'CV_VAULT_UNAVAILABLE', notice: undefined, decisions: [] }, 'failed'],
] as const)('%# counts as %s', (redaction, outcome) => {
  expect(outcomeOf(redaction as Redaction)).toBe(outcome);
});

test('bytes that were not looked at are counted apart', () => {
  const recorder = tally();
  const head = frameHead(binding, { channel: 'http-body', direction: 'to-upstream', transport: 'http', path: '/' });
  expect(head).not.toHaveProperty('mediaType');
  recordRedaction(
    { recorder } as unknown as DataPlaneParts,
    head,
    { ...forward, uninspected: [{ reason: 'file', bytes: 4 }] },
    6,
    true,
  );
  expect(recorder.unread.get('to-upstream file')).toBe(4);
  expect(recorder.messages).toEqual(['shop to-upstream http forwarded']);
});
