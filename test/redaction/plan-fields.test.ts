/** Plans for values of several fields: each place once, none that is taken, and by the policy's word. */
import { expect, test } from 'vitest';
import { createDetection } from '../../src/detection/engine.ts';
import { describeKinds, maskLabel } from '../../src/detection/mask.ts';
import { conversationId } from '../../src/domain/frame.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import { Utf8Span } from '../../src/domain/text.ts';
import { atOnce } from '../../src/domain/work.ts';
import { createPolicy } from '../../src/policy/decide.ts';
import type { Rule } from '../../src/policy/policy.ts';
import { emptyPlan, type PlanParts } from '../../src/redaction/decide.ts';
import { FieldReader } from '../../src/redaction/fields.ts';
import { readMarks } from '../../src/redaction/marks.ts';
import { planFields } from '../../src/redaction/plan-fields.ts';
import { loadDetectors } from '../../src/settings/catalog.ts';
import { inspectAll } from '../support/routes.ts';

const detectors = await loadDetectors();
const detection = createDetection({ detectors });
const kinds = describeKinds(detectors);
const label = (kind: string, text: string) => maskLabel(kinds, kind, text);
const spans = ['4532', '0151', '1283', '0366'].map((text, index) => new Utf8Span(`/${index}`, Buffer.from(text)));
const head = {
  site: 's',
  channel: 'ws-text' as const,
  direction: 'to-upstream' as const,
  transport: 'websocket' as const,
  conversation: conversationId('c'),
  credential: '',
  path: '/',
};
const parts = { label, owns: () => false } as unknown as PlanParts;

function planned(action: Rule['action'], taken: readonly number[] = []) {
  const policy = createPolicy({ id: 'p', title: 'P', version: '1', rules: [{ id: 'all', action }] });
  const treatment = { mode: 'enforce' as const, policy, detection, route: inspectAll, limits: defaultLimits };
  const context = { head, treatment: { ...treatment, tenant: 't' }, restoring: false };
  const plan = emptyPlan();
  for (const span of taken) plan.edits.push({ span, start: 0, end: 4, insert: 'x' });
  const reader = new FieldReader();
  for (const [index, span] of spans.entries()) reader.see(span, index);
  const marks = readMarks(inspectAll, 'to-upstream', { spans });
  atOnce(planFields(plan, spans, reader, { context, parts, marks }));
  return plan;
}

test('the first piece is sealed as the whole, the others say what was there', () => {
  const { seals, edits, decisions } = planned('tokenize');
  expect(seals).toMatchObject([{ place: { span: 0, start: 0, end: 4 } }]);
  expect(seals[0]?.secret.expose((plain) => plain)).toBe('4532 0151 1283 0366');
  expect(edits).toEqual([1, 2, 3].map((span) => ({ span, start: 0, end: 4, insert: '[card]' })));
  expect(decisions).toHaveLength(1);
});

test('pieces that are edited already are left alone', () => {
  const { seals, edits } = planned('tokenize', [0, 2]);
  expect(seals).toMatchObject([{ place: { span: 1 } }]);
  expect(edits.map(({ span }) => span)).toEqual([0, 2, 3]);
});

test('what the policy lets pass, drops or blocks', () => {
  expect(planned('pass').edits).toEqual([]);
  expect(planned('drop').edits.map(({ insert }) => insert)).toEqual(['', '', '', '']);
  expect(planned('block').blockedBy).toBeDefined();
});
