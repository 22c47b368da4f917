/** The journal keeps what it was given, for its owner alone, and makes suppressions only where they can work. */
import { createHmac } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { traceOf } from '../../src/redaction/feedback.ts';
import { openFeedback, readFeedback } from '../../src/storage/feedback-file.ts';
import { systemEntropy } from '../../src/vault/entropy.ts';

const hash = (text: string) => createHmac('sha256', 'key of this test').update(text).digest();
const text = 'ref 4929 1234 5678';

function journal(key = hash, now = 1000) {
  const folder = mkdtempSync(join(tmpdir(), 'chatveil-feedback-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'data', 'feedback.jsonl');
  const open = (under: typeof hash) =>
    openFeedback({ path, hash: under, clock: { now: () => now }, entropy: systemEntropy() });
  return { path, open, feedback: open(key) };
}
const trace = (kind = 'PAYMENT_CARD', of = text) => traceOf(hash, kind, of, { start: 4, end: of.length });

describe('openFeedback', () => {
  it('appends reports that only the owner can read, without the value', () => {
    const { path, feedback } = journal();
    const entry = feedback.report('wrong', 'shop', trace(), {
      detector: 'payment-card',
      rule: 'cards',
      confidence: 0.9,
    });
    expect(feedback.list()).toEqual([entry]);
    expect(entry).toMatchObject({ verdict: 'wrong', site: 'shop', at: 1000, detector: 'payment-card' });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).not.toMatch(/4929|ref/);
  });

  it('suppresses what was wrong for whole days', () => {
    const { feedback } = journal();
    const { id } = feedback.report('wrong', 'shop', trace());
    const made = feedback.suppress(id, 30);
    expect(made).toMatchObject({ ok: true, entry: { of: id, site: 'shop', expires: 1000 + 30 * 86_400_000 } });
    expect(feedback.list()).toHaveLength(2);
  });

  it.each([
    ['unknown', 'wrong', trace(), 'nowhere', 1],
    ['missed', 'missed', trace(), undefined, 1],
    ['unhashed', 'wrong', trace('CARD_CVV'), undefined, 1],
    ['unhashed', 'wrong', trace('OTP', 'ref 123'), undefined, 1],
    ['days', 'wrong', trace(), undefined, 0],
    ['days', 'wrong', trace(), undefined, 366],
    ['days', 'wrong', trace(), undefined, 1.5],
  ] as const)('refuses with %s', (reason, verdict, of, id, days) => {
    const { feedback } = journal();
    const entry = feedback.report(verdict, 'shop', of);
    expect(feedback.suppress(id ?? entry.id, days)).toEqual({ ok: false, reason });
    expect(feedback.list()).toHaveLength(1);
  });

  it('knows reports that were made under another key', () => {
    const { open, feedback } = journal();
    const { id } = feedback.report('wrong', 'shop', trace());
    expect(open((value) => hash(`x${value}`)).suppress(id, 1)).toEqual({ ok: false, reason: 'stale' });
  });
});

describe('readFeedback', () => {
  it('passes over lines that are none, and a file that is not there', () => {
    const { path, feedback } = journal();
    expect(readFeedback(path)).toEqual([]);
    feedback.report('missed', 'shop', trace());
    appendFileSync(
      path,
      '{"type":"report"}\nnull\n[]\n{"type":"suppression","id":"a","key":"b","kind":"c","site":"d","at":1}\n{"ty',
    );
    expect(readFeedback(path)).toHaveLength(1);
  });
});
