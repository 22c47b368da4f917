/** Conversations are kept in the order of use: held against a plain list, whatever is used, forgotten or left alone. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { conversationId } from '../../src/domain/frame.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import { LiveConversations } from '../../src/redaction/live-conversations.ts';

const limits = { ...defaultLimits, conversationsMax: 4, conversationIdleSecondsMax: 10 };

interface Step {
  readonly use: boolean;
  readonly id: number;
  /** Milliseconds since the step before. */
  readonly later: number;
}

const steps = fc.array(
  fc.record<Step>({
    use: fc.boolean(),
    id: fc.integer({ min: 0, max: 7 }),
    later: fc.constantFrom(0, 0, 1, 4000, 10_001),
  }),
  { maxLength: 60 },
);

/** What is remembered, the oldest first. */
class Model {
  readonly kept: { readonly id: number; readonly at: number }[] = [];

  use(id: number, at: number): void {
    while (this.kept[0] !== undefined && at - this.kept[0].at > 10_000) this.kept.shift();
    this.forget(id);
    this.kept.push({ id, at });
    if (this.kept.length > 4) this.kept.shift();
  }

  forget(id: number): void {
    const place = this.kept.findIndex((one) => one.id === id);
    if (place >= 0) this.kept.splice(place, 1);
  }
}

const nameOf = (id: number) => conversationId(`c${id}`);

test('the oldest go when there are too many or they were not used for long, and no others', () => {
  fc.assert(
    fc.property(steps, (taken) => {
      let now = 1_000;
      const live = new LiveConversations({ now: () => now }, limits);
      const model = new Model();
      for (const { use, id, later } of taken) {
        now += later;
        if (use) live.use(nameOf(id));
        else live.forget(nameOf(id));
        if (use) model.use(id, now);
        else model.forget(id);
        const kept = [0, 1, 2, 3, 4, 5, 6, 7].filter((one) => live.get(nameOf(one)) !== undefined);
        expect(kept).toEqual(model.kept.map((one) => one.id).sort());
        expect(live.size).toBe(kept.length);
      }
    }),
    { numRuns: 500 },
  );
});

test('what was said in a conversation is there as long as it is remembered', () => {
  const live = new LiveConversations({ now: () => 0 }, limits);
  const first = live.use(nameOf(0));
  for (const id of [1, 2, 3]) live.use(nameOf(id));
  expect(live.use(nameOf(0))).toBe(first);
  for (const id of [4, 5, 6]) live.use(nameOf(id));
  expect(live.use(nameOf(0))).toBe(first);
  live.forget(nameOf(0));
  expect(live.use(nameOf(0))).not.toBe(first);
});
