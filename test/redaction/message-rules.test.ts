/** Rules of messages: which of them fit, what they mark, and what a message cannot do to them. */
import { describe, expect, it } from 'vitest';
import { jsonCodec } from '../../src/codecs/formats/json.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import type { MessageRule } from '../../src/domain/message-rule.ts';
import { rulesOf } from '../../src/redaction/message-rules.ts';
import { RecordTexts } from '../../src/redaction/record-texts.ts';
import { inspectAll } from '../support/routes.ts';

const none = { when: [], text: [], own: [], never: [], duplicates: [] } as const;
const message: MessageRule = {
  ...none,
  id: 'message',
  kind: 'visitor-text',
  direction: 'to-upstream',
  when: [{ path: '/type', oneOf: ['message', 'note'] }],
  text: [{ path: '/text' }, { path: '/email', token: 'email' }],
};
const draft: MessageRule = {
  ...none,
  id: 'draft',
  kind: 'typing-preview',
  direction: 'to-upstream',
  when: [{ path: '/type', equals: 'typing' }],
  text: [{ path: '/text' }],
};
const signed: MessageRule = {
  ...none,
  id: 'signed',
  kind: 'identity',
  when: [
    { path: '/hash', present: true },
    { path: '/id', present: false },
  ],
  never: ['/email'],
};
const history: MessageRule = {
  ...none,
  id: 'history',
  kind: 'history',
  direction: 'to-client',
  text: [{ path: '/items/*/text' }],
  own: [{ path: '/items/*/text', when: { path: '/items/*/from', equals: 'visitor' } }],
};

function read(json: string, messages: readonly MessageRule[], direction: 'to-upstream' | 'to-client' = 'to-upstream') {
  const opened = jsonCodec.open(Buffer.from(json), { limits: defaultLimits, nesting: 0 });
  if (!opened.ok) throw new Error(opened.reason);
  const { spans, records } = opened.document;
  const texts = new RecordTexts(spans, records);
  const rules = rulesOf({ ...inspectAll, messages }, direction);
  const at = (path: string) => {
    const index = spans.findIndex((span) => span.role !== 'key' && span.path === path);
    const span = spans[index];
    if (span === undefined) throw new Error('no such text');
    return rules.mark(span, index, texts);
  };
  return { at, fitting: rules.fitting(texts), rules };
}

describe('discriminators', () => {
  it.each([
    ['{"type":"message","text":"x"}', ['message']],
    ['{"type":"note","text":"x"}', ['message']],
    ['{"type":"typing","text":"x"}', ['draft']],
    ['{"type":"other","text":"x"}', []],
    ['{"text":"x"}', []],
  ])('%s fits %j', (json, ids) => {
    expect(read(json, [message, draft]).fitting).toEqual(ids);
  });

  it('holds to its direction', () => {
    expect(read('{"type":"typing","text":"x"}', [message, draft], 'to-client').fitting).toEqual([]);
    expect(read('{"items":[]}', [history], 'to-client').fitting).toEqual(['history']);
  });

  it('believes neither of two differing texts at one path', () => {
    const twice = read('{"type":"typing","type":"message","text":"x"}', [message, draft]);
    expect(twice.fitting).toEqual([]);
    expect(twice.at('/text')).toMatchObject({ preview: false, named: false });
  });
});

describe('marks', () => {
  it('says draft, form of the token and name only where the rule fits', () => {
    expect(read('{"type":"typing","text":"x"}', [message, draft]).at('/text').preview).toBe(true);
    const { at } = read('{"type":"message","text":"x","email":"y","other":"z"}', [message, draft]);
    expect(at('/text')).toMatchObject({ preview: false, named: true, token: undefined });
    expect(at('/email').token).toBe('email');
    expect(at('/other').named).toBe(false);
  });

  it('keeps a signed identifier only while nothing else identifies', () => {
    expect(read('{"hash":"h","email":"e"}', [signed]).at('/email').never).toBe(true);
    expect(read('{"hash":"h","id":"7","email":"e"}', [signed]).at('/email').never).toBe(false);
    expect(read('{"hash":"","email":"e"}', [signed]).at('/email').never).toBe(false);
  });

  it('reads the condition of each entry beside it', () => {
    const json = '{"items":[{"from":"visitor","text":"a"},{"from":"agent","text":"b"}]}';
    const { at } = read(json, [history], 'to-client');
    expect([at('/items/0/text').own, at('/items/1/text').own]).toEqual([true, false]);
    expect(at('/items/1/text').named).toBe(true);
  });

  it('marks what a format of its own found below a field', () => {
    const rule: MessageRule = { ...message, when: [], text: [{ path: '/text', codec: ['html'] }] };
    expect(read('{"text":{"p":"x"}}', [rule]).at('/text/p').named).toBe(true);
  });
});
