/** Recorded conversations of our own: what is cut over bubbles is hidden, what is harmless stays. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findInConversation, type Message } from '../../../src/detection/conversation.ts';
import { createDetection } from '../../../src/detection/engine.ts';
import { loadDetectors } from '../../../src/settings/catalog.ts';

interface Row {
  readonly id: string;
  readonly messages: readonly Message[];
  readonly spans: readonly {
    readonly type: string;
    readonly split?: boolean;
    readonly parts: readonly { readonly msg: number; readonly start: number; readonly end: number }[];
  }[];
}

const detection = createDetection({ detectors: await loadDetectors() });
const rows = (name: string): Row[] =>
  readFileSync(new URL(`../../fixtures/conversations/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
/** Most characters of a kind that may stay in sight. */
const sight: Readonly<Record<string, number>> = { PAYMENT_CARD: 8, US_SSN: 5, IBAN: 10 };

describe('recorded conversations', () => {
  it('hide values that are cut over bubbles', () => {
    const split = rows('positive').flatMap((row) =>
      row.spans.filter(({ split: cut }) => cut).map((span) => ({ row, span })),
    );
    expect(split.length).toBeGreaterThan(25);
    const shown = split.filter(({ row, span }) => {
      const found = findInConversation(detection, row.messages);
      let visible = 0;
      for (const { msg, start, end } of span.parts) {
        for (let at = start; at < end; at += 1) {
          const hidden = found.some((one) => one.msg === msg && one.start <= at && at < one.end);
          if (!hidden && /[\p{L}\p{N}]/u.test(row.messages[msg]?.text[at] ?? '')) visible += 1;
        }
      }
      return visible > (sight[span.type] ?? 0);
    });
    expect(shown.map(({ row }) => row.id)).toEqual([]);
  });

  it('leave harmless ones alone', () => {
    const harmless = rows('harmless');
    expect(harmless.length).toBeGreaterThan(30);
    const touched = harmless.filter(({ messages }) => findInConversation(detection, messages).length > 0);
    expect(touched.map(({ id }) => id)).toEqual([]);
  });
});
