/** Fields of a query: masked where several make a value, or where the name of one says what it is. */
import { expect, test } from 'vitest';
import { createDetection } from '../../src/detection/engine.ts';
import { describeKinds, maskLabel } from '../../src/detection/mask.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import { createPolicy } from '../../src/policy/decide.ts';
import { redactFields } from '../../src/redaction/redact-fields.ts';
import type { Treatment } from '../../src/redaction/redaction.ts';
import { loadDetectors } from '../../src/settings/catalog.ts';
import { inspectAll } from '../support/routes.ts';

const detectors = await loadDetectors();
const detection = createDetection({ detectors });
const kinds = describeKinds(detectors);
const label = (kind: string, text: string) => maskLabel(kinds, kind, text);
const head = { site: 'shop', direction: 'to-upstream' as const };

function look(query: string, action: 'tokenize' | 'block' | 'pass' = 'tokenize', mode: Treatment['mode'] = 'enforce') {
  const policy = createPolicy({ id: 'p', title: 'P', version: '1', rules: [{ id: 'all', action }] });
  const treatment = { mode, policy, detection, route: inspectAll, limits: defaultLimits, tenant: 't' };
  const pairs = query.split('&').map((pair): [string, string] => pair.split('=') as [string, string]);
  return redactFields(pairs, head, treatment, label);
}

test('a number in several fields is masked in each, and never sealed', () => {
  const { texts, decisions, blocked } = look('q=x&n1=4532&n2=0151&n3=1283&n4=0366');
  expect([...texts]).toEqual([
    [1, '[card ••0366]'],
    [2, '[card]'],
    [3, '[card]'],
    [4, '[card]'],
  ]);
  expect(decisions).toMatchObject([{ action: 'mask' }]);
  expect(blocked).toBe(false);
});

test('a code under its name is masked', () => {
  expect(look('page=2&cvv=123').texts.has(1)).toBe(true);
});

test('the policy decides, and observing changes nothing', () => {
  expect(look('cvv=123', 'block').blocked).toBe(true);
  expect(look('cvv=123', 'pass').texts.size).toBe(0);
  const observed = look('cvv=123', 'block', 'observe');
  expect([observed.texts.size, observed.blocked, observed.decisions.length]).toEqual([0, false, 1]);
});

test('pages, times and ids are nothing', () => {
  for (const query of ['EIO=4&t=1700000000', 'a=1&b=2&c=3', 'x=4532&y=0151&width=1283&height=0366', 'q=cvv'])
    expect(look(query)).toEqual({ texts: new Map(), decisions: [], blocked: false });
});
