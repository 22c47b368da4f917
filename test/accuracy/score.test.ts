import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { predict, publicCorpora, publicCorpusFolder } from '../../bench/support/corpora.ts';
import { score } from '../../bench/support/score.ts';
import { type ConversationRow, type MessageRow, printJsonLines, type Row } from '../support/corpus/rows.ts';

const message = (id: string, text: string, ...labels: readonly [string, string][]): MessageRow => ({
  id,
  text,
  lang: 'en',
  cat: 'test',
  tags: [],
  spans: labels.map(([type, value]) => ({
    type,
    value,
    start: text.indexOf(value),
    end: text.indexOf(value) + value.length,
  })),
  ...(labels.length === 0 ? { neg: true } : {}),
});
const card = message('a', 'card 1111 2222', ['PAYMENT_CARD', '1111 2222']);
const found = (id: string, ...spans: readonly [string, number, number, number?][]) => ({
  id,
  spans: spans.map(([type, start, end, msg]) => ({ type, start, end, ...(msg === undefined ? {} : { msg }) })),
});

describe('score of messages', () => {
  it('finds a value of which half is covered, and counts what stays in clear', () => {
    const result = score([card], [found('a', ['PAYMENT_CARD', 5, 10])]);
    expect(result.total).toMatchObject({ gold: 1, hit: 1, hitAny: 1, predicted: 1, right: 1, letters: 8, leaked: 4 });
    expect(score([card], [found('a', ['PAYMENT_CARD', 5, 9])]).total).toMatchObject({ hit: 0, leaked: 4 });
    expect(score([card], []).total).toMatchObject({ hit: 0, hitAny: 0, leaked: 8 });
  });

  it('counts a wrong type for redaction only, and parents as right', () => {
    expect(score([card], [found('a', ['EMAIL', 5, 14])]).total).toMatchObject({
      hit: 0,
      hitAny: 1,
      right: 0,
      leaked: 0,
    });
    const health = message('h', 'has asthma', ['HEALTH_CONDITION', 'asthma']);
    for (const type of ['HEALTH', 'MEDICATION', '*'])
      expect(score([health], [found('h', [type, 4, 10])]).total).toMatchObject({ hit: 1, right: 1 });
  });

  it('counts letters outside as over-redaction, up to where redacting is fine', () => {
    const whole = found('a', ['PAYMENT_CARD', 0, 14]);
    expect(score([card], [whole])).toMatchObject({ clear: 4, over: 4 });
    const generous = { ...card, spans: card.spans.map((span) => ({ ...span, outer: [0, 14] as const })) };
    expect(score([generous], [whole])).toMatchObject({ clear: 0, over: 0 });
  });

  it('counts harmless rows with a prediction, and keeps ambiguous rows apart', () => {
    const { neg: _, ...open } = message('c', 'denied 7');
    const result = score(
      [message('b', 'order 123'), message('d', 'hi'), open],
      [found('b', ['PHONE', 6, 9]), found('c', ['PHONE', 7, 8])],
    );
    expect(result).toMatchObject({ negatives: 2, negativesFlagged: 1, ambiguous: { rows: 1, flagged: 1 } });
    expect(result.total).toMatchObject({ predicted: 1, right: 0 });
  });

  it('drops predictions that lie mostly in what is to be ignored', () => {
    const row = { ...message('i', 'maybe 12345'), ignore: [{ start: 6, end: 11 }] };
    expect(score([row], [found('i', ['PIN', 6, 11])])).toMatchObject({ negativesFlagged: 0, over: 0 });
  });
});

describe('score of conversations', () => {
  const conversation = (kind: 'message' | 'preview', partial: boolean): ConversationRow => ({
    id: 'x',
    lang: 'en',
    scenario: 'test',
    tags: [],
    messages: ['11112222', '33334444'].map((text, i) => ({ i, from: 'visitor', kind, t: i, text })),
    spans: [
      {
        type: 'PAYMENT_CARD',
        value: '1111222233334444',
        split: true,
        parts: [0, 1].map((msg) => ({ msg, start: 0, end: 8, ...(partial ? { partial } : {}) })),
      },
    ],
  });

  it('protects a split card when at most eight digits stay visible', () => {
    const one = found('x', ['PAYMENT_CARD', 0, 8, 1]);
    expect(score([conversation('message', false)], [one]).conversations).toMatchObject({ split: 1, splitProtected: 1 });
    const less = found('x', ['PAYMENT_CARD', 0, 7, 1]);
    expect(score([conversation('message', false)], [less]).conversations.splitProtected).toBe(0);
  });

  it('protects an unfinished preview when fewer than seven digits show, a finished one when half is covered', () => {
    const spans = found('x', ['PAYMENT_CARD', 4, 8, 0], ['PAYMENT_CARD', 7, 8, 1]);
    expect(score([conversation('preview', false)], [spans]).conversations).toMatchObject({
      previews: 2,
      previewsProtected: 1,
    });
    const unfinished = found('x', ['PAYMENT_CARD', 2, 8, 0]);
    expect(score([conversation('preview', true)], [unfinished]).conversations.previewsProtected).toBe(1);
  });
});

describe('score beside the scorer of the public corpus', () => {
  const folder = publicCorpusFolder();

  it('agrees on every figure that both give', { timeout: 120_000 }, async ({ skip }) => {
    if (folder === undefined) return skip('no public corpus beside the checkout and none named by CHATVEIL_CORPUS');
    for (const { rows } of publicCorpora(folder).corpora) {
      const predictions = await predict(rows);
      const theirs = runTheirs(folder, rows, printJsonLines(predictions));
      const ours = score(rows, predictions);
      expect(ours.total.right / ours.total.predicted).toBeCloseTo(theirs.overall['precision'] ?? -1, 6);
      expect(ours.total.hit / ours.total.gold).toBeCloseTo(theirs.overall['recall'] ?? -1, 6);
      expect(ours.total.hitAny / ours.total.gold).toBeCloseTo(theirs.overall['recall_any'] ?? -1, 6);
      expect(ours.total.leaked / ours.total.letters).toBeCloseTo(theirs.overall['leak'] ?? -1, 6);
      expect(ours.over / ours.clear).toBeCloseTo(theirs.overall['over_redaction'] ?? -1, 6);
      expect((1000 * ours.negativesFlagged) / ours.negatives).toBeCloseTo(
        theirs.overall['false_alarms_per_1000'] ?? -1,
        6,
      );
      expect(ours.ambiguous).toEqual(theirs.ambiguous);
      for (const [type, { gold, predicted }] of ours.types)
        expect(theirs.by_type[type]).toMatchObject({ gold, pred: predicted });
      if (theirs.conversations === undefined) continue;
      const talk = ours.conversations;
      expect(talk.splitProtected / talk.split).toBeCloseTo(theirs.conversations['split_protected'] ?? -1, 6);
      expect(talk.previewsProtected / talk.previews).toBeCloseTo(theirs.conversations['preview_protected'] ?? -1, 6);
      expect((1000 * talk.harmlessPreviewsFlagged) / talk.harmlessPreviews).toBeCloseTo(
        theirs.conversations['false_alarms_per_1000_previews'] ?? -1,
        6,
      );
    }
  });
});

interface Theirs {
  readonly overall: Readonly<Record<string, number>>;
  readonly ambiguous: { readonly rows: number; readonly flagged: number };
  readonly by_type: Readonly<Record<string, { readonly gold: number; readonly pred: number }>>;
  readonly conversations?: Readonly<Record<string, number>>;
}

function runTheirs(folder: string, rows: readonly Row[], predictions: string): Theirs {
  const out = mkdtempSync(join(tmpdir(), 'chatveil-score-'));
  try {
    const file = (name: string): string => join(out, name);
    writeFileSync(file('gold.jsonl'), printJsonLines(rows));
    writeFileSync(file('predicted.jsonl'), predictions);
    const args = [
      join(folder, 'score.mjs'),
      file('gold.jsonl'),
      file('predicted.jsonl'),
      '--json',
      file('scores.json'),
    ];
    execFileSync(process.execPath, args, { stdio: 'ignore', timeout: 60_000 });
    return JSON.parse(readFileSync(file('scores.json'), 'utf8')) as Theirs;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
