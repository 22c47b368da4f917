import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createAsking } from '../../../src/compose/crew/asking.ts';
import type { Question } from '../../../src/compose/crew/wire.ts';
import type { Token } from '../../../src/vault/vault.ts';

const nothing = { stats: [], coverage: [] };

function asker(options: { waitingMax?: number; secondsMax?: number } = {}) {
  const sent: (readonly Question[])[] = [];
  const asking = createAsking({ send: (questions) => void sent.push(questions), secondsMax: 5, ...options });
  return { asking, sent };
}

test('questions of one turn cross together, and answers find their askers', async () => {
  const { asking, sent } = asker();
  const tokens = asking.ask('seal', []);
  const counted = asking.ask('addStats', nothing);
  await wait(5);
  expect(sent).toHaveLength(1);
  const [seal, stats] = sent[0] ?? [];
  asking.settle([
    { id: stats?.id ?? -1, answer: null },
    { id: seal?.id ?? -1, answer: ['[card]' as Token] },
  ]);
  expect(await tokens).toEqual(['[card]']);
  expect(await counted).toBeNull();
});

test('a refusal keeps its code; one that nobody knows is a fault of ours', async () => {
  const { asking, sent } = asker();
  const refused = asking.ask('seal', []);
  const odd = asking.ask('seal', []);
  await wait(5);
  const ids = sent.flat().map(({ id }) => id);
  asking.settle([
    { id: ids[0] ?? -1, code: 'CV_VAULT_INTEGRITY' },
    { id: ids[1] ?? -1, code: 'CV_MADE_UP' as 'CV_INTERNAL' },
  ]);
  await expect(refused).rejects.toMatchObject({ code: 'CV_VAULT_INTEGRITY' });
  await expect(odd).rejects.toMatchObject({ code: 'CV_INTERNAL' });
});

test('only so many may wait', async () => {
  const { asking } = asker({ waitingMax: 2 });
  const waiting = [asking.ask('seal', []), asking.ask('seal', [])];
  await expect(asking.ask('seal', [])).rejects.toMatchObject({ code: 'CV_VAULT_UNAVAILABLE' });
  asking.fail();
  expect((await Promise.allSettled(waiting)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

test('a question without an answer is given up', async () => {
  const { asking } = asker({ secondsMax: 0.05 });
  await expect(asking.ask('seal', [])).rejects.toMatchObject({ code: 'CV_VAULT_UNAVAILABLE', facts: { late: true } });
});

test('after the channel is lost everything is refused', async () => {
  const { asking, sent } = asker();
  const before = asking.ask('seal', []);
  asking.fail();
  await expect(before).rejects.toMatchObject({ code: 'CV_VAULT_UNAVAILABLE' });
  await expect(asking.ask('restore', { token: '', site: '', conversation: '', credential: '' })).rejects.toThrow();
  await wait(5);
  expect(sent).toEqual([]);
});
