/** A message that is read in slices: the same answer, others served in between, and closed when something goes wrong. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Detection } from '../../src/detection/detection.ts';
import { ChatveilError } from '../../src/domain/errors.ts';
import { conversationId, type Direction, type FrameHead } from '../../src/domain/frame.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import { Utf8Span } from '../../src/domain/text.ts';
import { createPolicy } from '../../src/policy/decide.ts';
import { createPace } from '../../src/redaction/pace.ts';
import type { Redaction, Treatment } from '../../src/redaction/redaction.ts';
import { createRedactor } from '../../src/redaction/redactor.ts';
import { printToken } from '../../src/vault/token.ts';
import { inspectAll } from '../support/routes.ts';
import { simpleDetection, simpleLabel } from '../support/simple-detection.ts';

const number = ['4111', '1111', '1111', '1111'].join(' ');
const sealer = {
  seal: async (requests: readonly { label: string }[]) =>
    requests.map(({ label }, index) => printToken(label, Buffer.alloc(16, index), Buffer.alloc(5))),
  owns: () => false,
};

let turns: (() => void)[] = [];
let scans: number[] = [];
let time = 0;
let paced: ReturnType<typeof createRedactor>;
let whole: ReturnType<typeof createRedactor>;

beforeEach(() => {
  turns = [];
  scans = [];
  time = 0;
  const parts = { sealer, clock: { now: () => 0 }, limits: defaultLimits, label: simpleLabel };
  // Each look at the clock is a millisecond: slices end by count.
  const pace = createPace({ now: () => (time += 1), soon: (then) => void turns.push(then) });
  paced = createRedactor({ ...parts, pace, scanned: (seconds) => scans.push(seconds) });
  whole = createRedactor(parts);
});

function treatmentOf(action: 'mask' | 'tokenize' | 'pass', change: Partial<Treatment> = {}): Treatment {
  return {
    mode: 'enforce',
    policy: createPolicy({ id: 'p', title: 'P', version: '1', rules: [{ id: 'cards', action }] }),
    detection: simpleDetection,
    route: inspectAll,
    limits: defaultLimits,
    tenant: 't',
    ...change,
  };
}

function frameOf(body: unknown, direction: Direction = 'to-upstream') {
  const head: FrameHead = {
    site: 'shop',
    channel: 'ws-text',
    direction,
    transport: 'websocket',
    conversation: conversationId('c1'),
    credential: 'cred',
    path: '/chat',
  };
  return { head, bytes: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) };
}

async function inTurns(answer: Redaction | Promise<Redaction>): Promise<{ redaction: Redaction; turns: number }> {
  let count = 0;
  let redaction: Redaction | undefined;
  void Promise.resolve(answer).then((late) => {
    redaction = late;
  });
  for (; redaction === undefined; await new Promise((resolve) => setImmediate(resolve))) {
    const now = turns.splice(0);
    if (now.length > 0) count += 1;
    for (const then of now) then();
  }
  return { redaction, turns: count };
}

/** A document that finds out late that it cannot be changed. */
function stuck(texts: readonly string[]) {
  const fail = () => {
    throw new ChatveilError('CV_SIGNED_CONTENT');
  };
  return {
    spans: texts.map((text, index) => new Utf8Span(`/${index}`, Buffer.from(text))),
    uninspected: [],
    splices: fail,
    rewrite: fail,
    *rewriteInSteps() {
      for (let step = 0; step < 40; step += 1) yield;
      return fail();
    },
  };
}

const large = Array.from({ length: 3000 }, (_, index) => ({
  text: index % 300 === 7 ? `pay ${number}` : `hello ${index}`,
}));

describe.each(['to-upstream', 'to-client'] as const)('%s', (direction) => {
  it.each(['mask', 'tokenize', 'pass'] as const)('%s: the same as in one go', async (action) => {
    const frame = frameOf({ large }, direction);
    const { redaction, turns: count } = await inTurns(paced.redact(frame, treatmentOf(action)));
    expect(redaction).toEqual(await whole.redact(frame, treatmentOf(action)));
    expect(redaction.decisions).toHaveLength(10);
    expect(count).toBeGreaterThan(5);
    expect(scans).toHaveLength(1);
  });

  it('one long text: the same as in one go', async () => {
    const frame = frameOf({ text: `${'word '.repeat(30_000)}${number}${' word'.repeat(30_000)}` }, direction);
    const { redaction, turns: count } = await inTurns(paced.redact(frame, treatmentOf('mask')));
    expect(redaction).toEqual(whole.redact(frame, treatmentOf('mask')));
    expect(redaction.decisions).toHaveLength(1);
    expect(count).toBeGreaterThan(1);
  });
});

it('a text of nothing but escapes rests while they are undone, and is edited where it was', async () => {
  const escaped = [...`${'word '.repeat(40_000)}${number}`].map((unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  const frame = frameOf(`{"text":"${escaped.join('')}"}`);
  const { redaction, turns: count } = await inTurns(paced.redact(frame, treatmentOf('mask')));
  expect(redaction).toEqual(whole.redact(frame, treatmentOf('mask')));
  expect(redaction.verdict === 'forward' && redaction.bytes.toString()).toBe(
    `{"text":"${escaped.slice(0, -number.length).join('')}[card ••1111]"}`,
  );
  // Windows of the text alone are about twenty steps.
  expect(count).toBeGreaterThan(5);
});

describe('thousands of values', () => {
  const values = Array.from({ length: 1500 }, (_, index) => `number ${index} "is"\n${number} é`);

  it.each([
    ['in texts', { values }],
    ['in one text', { text: values.join(' ') }],
    ['in JSON in a string', { json: JSON.stringify({ text: values.join(' '), values: values.slice(0, 9) }) }],
  ])('%s are decided about and written in slices', async (_, body) => {
    for (const action of ['mask', 'tokenize'] as const) {
      const frame = frameOf(body);
      const { redaction, turns: count } = await inTurns(paced.redact(frame, treatmentOf(action)));
      expect(redaction).toEqual(await whole.redact(frame, treatmentOf(action)));
      expect(redaction.decisions.length).toBeGreaterThanOrEqual(1500);
      expect(count).toBeGreaterThan(5);
    }
  });

  it('that cannot be written are refused, also in a later slice', async () => {
    const codec = {
      id: 'stuck',
      open: () => ({ ok: true as const, document: stuck(values) }),
    };
    const frame = frameOf({ values });
    const { redaction } = await inTurns(paced.redact(frame, treatmentOf('mask', { codec })));
    expect(redaction).toMatchObject({ verdict: 'block', code: 'CV_SIGNED_CONTENT' });
  });
});

it('a small message is answered at once, without a promise or a turn', () => {
  expect(paced.redact(frameOf({ text: 'hello' }), treatmentOf('mask'))).toMatchObject({ verdict: 'forward' });
  expect(turns).toEqual([]);
});

it('another message of the same conversation is answered while a large one rests', async () => {
  const answer = paced.redact(frameOf({ large }), treatmentOf('mask'));
  expect(answer).toBeInstanceOf(Promise);
  let done = false;
  void Promise.resolve(answer).then(() => {
    done = true;
  });
  const { redaction } = await inTurns(paced.redact(frameOf({ text: `pay ${number}` }), treatmentOf('mask')));
  expect(done).toBe(false);
  expect(redaction).toMatchObject({ verdict: 'forward', edited: true });
  expect((await inTurns(answer)).redaction.decisions).toHaveLength(10);
});

describe('closed when something goes wrong in a later slice', () => {
  it('a detector that throws', async () => {
    const frame = frameOf({ large: [...large, { text: 'boom' }] });
    const { redaction, turns: count } = await inTurns(paced.redact(frame, treatmentOf('mask')));
    expect(redaction).toMatchObject({ verdict: 'block', code: 'CV_DETECTION_FAILED' });
    expect(count).toBeGreaterThan(5);
  });

  it('too many findings', async () => {
    const frame = frameOf(Array.from({ length: 400 }, () => number));
    const limits = { ...defaultLimits, findingsMax: 300 };
    const { redaction } = await inTurns(paced.redact(frame, treatmentOf('mask', { limits })));
    expect(redaction).toMatchObject({ verdict: 'block', code: 'CV_TOO_MANY_FINDINGS' });
  });

  it('JSON that is malformed at its end', async () => {
    const frame = { ...frameOf(''), bytes: Buffer.from(`${JSON.stringify(large).slice(0, -1)},]`) };
    const head = { ...frame.head, channel: 'http-body' as const, mediaType: 'application/json' };
    const { redaction, turns: count } = await inTurns(paced.redact({ ...frame, head }, treatmentOf('mask')));
    expect(redaction).toMatchObject({ verdict: 'block', code: 'CV_JSON_MALFORMED' });
    expect(count).toBeGreaterThan(0);
  });
});

it('a field that is never edited is not read, however long it is, and is counted', async () => {
  const detection: Detection = {
    ...simpleDetection,
    find: () => {
      throw new Error('read');
    },
  };
  const text = 'word 1 '.repeat(10_000);
  const route = { ...inspectAll, never: ['/blob'] };
  const { redaction } = await inTurns(paced.redact(frameOf({ blob: text }), treatmentOf('mask', { route, detection })));
  expect(redaction).toMatchObject({
    verdict: 'forward',
    edited: false,
    uninspected: [{ reason: 'never-field', bytes: text.length }],
  });
});
