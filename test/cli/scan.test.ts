import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scan } from '../../src/cli/scan.ts';
import { runVerb } from './detection-io.ts';

const rows = (out: string): unknown[] =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const jsonl = (lines: readonly string[], ...options: string[]) =>
  runVerb(scan, ['scan', '--format', 'jsonl', ...options], [lines.join('\n')]);

describe('scan --format jsonl', () => {
  it('answers each message with its spans, in order', async () => {
    const { out, code } = await jsonl([
      '{"id":"a1","text":"my card is 4111 1111 1111 1111"}',
      '{"id":"a2","text":"hello"}',
    ]);
    expect(rows(out)).toEqual([
      { id: 'a1', spans: [{ start: 11, end: 30, type: 'PAYMENT_CARD', confidence: 0.99 }] },
      { id: 'a2', spans: [] },
    ]);
    expect(code).toBe(0);
  });

  it('answers conversations by message', async () => {
    const messages = ['4111 1111', '1111 1111'].map((text, i) => ({ i, from: 'visitor', kind: 'message', t: i, text }));
    const { out } = await jsonl([JSON.stringify({ id: 'c1', messages })]);
    expect(rows(out)).toMatchObject([
      {
        id: 'c1',
        spans: [
          { msg: 0, start: 0, end: 9, type: 'PAYMENT_CARD' },
          { msg: 1, start: 0, end: 9, type: 'PAYMENT_CARD' },
        ],
      },
    ]);
  });

  it('reports malformed lines by number, goes on, and exits 3', async () => {
    const { out, code } = await jsonl([
      '{"id":"a","text":"x"}',
      'nonsense',
      '[1]',
      '{"id":1}',
      '{"id":2,"messages":[{"text":1}]}',
      '',
      '{"id":"b","text":"a@b.co"}',
    ]);
    expect(rows(out)).toMatchObject([
      { id: 'a' },
      { id: null, error: { code: 'CV_INPUT_MALFORMED', line: 2 } },
      { id: null, error: { line: 3 } },
      { id: null, error: { line: 4 } },
      { id: null, error: { line: 5 } },
      { id: 'b', spans: [{ type: 'EMAIL' }] },
    ]);
    expect(code).toBe(3);
  });

  it('shows values and reasons only when asked', async () => {
    const line = '{"id":1,"text":"card 4111111111111111"}';
    expect((await jsonl([line])).out).not.toContain('4111');
    expect((await jsonl([line], '--show-values')).out).toContain('"value":"4111111111111111"');
    const explained = (await jsonl([line], '--explain')).out;
    expect(explained).toContain('issuer:visa');
    expect(explained).not.toContain('4111');
  });
});

describe('scan of text', () => {
  it('names file, line and column, and can fail on findings', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chatveil-scan-'));
    try {
      const file = join(folder, 'log.txt');
      writeFileSync(file, 'fine\nwrite to jane@example.com\n');
      const found = await runVerb(scan, ['scan', '--fail-on-findings', file]);
      expect(found.out).toMatch(/log\.txt:2:10: EMAIL email 0\.95\n$/);
      expect(found.code).toBe(4);
      expect((await runVerb(scan, ['scan', file])).code).toBe(0);
      const json = await runVerb(scan, ['scan', '--json', file]);
      expect(rows(json.out)).toMatchObject([{ line: 2, start: 9, end: 25, type: 'EMAIL' }]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('refuses unknown formats, policies and files', async () => {
    expect((await runVerb(scan, ['scan', '--format', 'xml'])).code).toBe(2);
    expect((await runVerb(scan, ['scan', '--policy', 'nowhere'])).code).toBe(3);
    const missing = await runVerb(scan, ['scan', '/nowhere/at/all']);
    expect([missing.code, missing.out]).toEqual([3, '']);
  });
});
