/** URLs change beside values; where a value stands in a URL, the value is hidden and the URL left alone. */
import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { jsonCodec } from '../../src/codecs/formats/json.ts';
import { conversationId } from '../../src/domain/frame.ts';
import { hostList } from '../../src/domain/host-list.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import { changed, createUrlMap } from '../../src/domain/url-map.ts';
import { atOnce } from '../../src/domain/work.ts';
import type { Treatment } from '../../src/redaction/redaction.ts';
import { createRedactor } from '../../src/redaction/redactor.ts';
import { type SpanUrls, urlEdits } from '../../src/redaction/url-edits.ts';
import { inspectAll } from '../support/routes.ts';
import { testSite } from '../support/sites.ts';

const map = createUrlMap({
  hosts: hostList([{ name: 'cdn', match: 'cdn.vendor.example', role: 'files', action: 'inspect' }]),
  own: { scheme: 'https', host: 'chat.example' },
  prefix: '/__h',
  home: new URL('https://www.vendor.example'),
});
const urls: SpanUrls = (span) => map.toClient(span.text);

/** Finds the word SECRET, and hides it. */
const detection: Treatment['detection'] = {
  find: ({ text }) => {
    const start = text.indexOf('SECRET');
    return start === -1
      ? []
      : [{ kind: 'word', start, end: start + 6, confidence: 1, detector: 'test', evidence: [] } as never];
  },
  clean: (bytes) => !bytes.includes('SECRET'),
  openFrom: (text) => text.length,
};

function redact(body: string, mode: Treatment['mode'] = 'enforce') {
  const { policy } = testSite({ upstream: 'http://v.test' });
  const redactor = createRedactor({
    sealer: { seal: async () => [] },
    clock: { now: () => 0 },
    limits: defaultLimits,
    label: () => 'word',
  } as never);
  const head = {
    site: 's',
    channel: 'ws-text',
    direction: 'to-client',
    transport: 'websocket',
    conversation: conversationId('c'),
    credential: '',
    path: '/',
  } as const;
  const treatment: Treatment = { mode, policy, detection, route: inspectAll, limits: defaultLimits, tenant: 't', urls };
  const redaction = redactor.redact({ head, bytes: Buffer.from(body) }, treatment);
  if (redaction instanceof Promise || redaction.verdict === 'block') throw new Error('not forwarded at once');
  return { text: redaction.bytes.toString(), edited: redaction.edited };
}

it.each([
  [
    '{"url":"https:\\/\\/cdn.vendor.example\\/a","n":1.0}',
    '{"url":"https://chat.example/__h/cdn.vendor.example\\/a","n":1.0}',
  ],
  ['{"a":{"b":["//cdn.vendor.example/x"]}}', '{"a":{"b":["//chat.example/__h/cdn.vendor.example/x"]}}'],
  [
    '{"data":"{\\"url\\":\\"https://cdn.vendor.example/a\\"}"}',
    '{"data":"{\\"url\\":\\"https://chat.example/__h/cdn.vendor.example/a\\"}"}',
  ],
])('%s', (body, expected) => {
  expect(redact(body)).toEqual({ text: expected, edited: true });
  expect(redact(body, 'observe')).toEqual({ text: expected, edited: true });
});

test('a body without such URLs is the same Buffer', () => {
  expect(redact('{"url":"https://other.example/a"}').edited).toBe(false);
  expect(redact('{"url":"https://other.example/a"}', 'observe').edited).toBe(false);
});

test('values go first, and only where they meet a URL', () => {
  const { text } = redact('{"a":"https://cdn.vendor.example/x and SECRET","b":"https://cdn.vendor.example/SECRET"}');
  expect(text).not.toContain('SECRET');
  expect(text.match(/chat\.example/g)).toHaveLength(2);
  const covering: Treatment['detection'] = {
    ...detection,
    find: ({ text }) => [
      { kind: 'word', start: 0, end: text.length, confidence: 1, detector: 'test', evidence: [] } as never,
    ],
    clean: () => false,
  };
  const saved = { ...detection };
  Object.assign(detection, covering);
  expect(redact('{"a":"https://cdn.vendor.example/x"}').text).not.toContain('example');
  Object.assign(detection, saved);
});

test('keys are never URLs', () => {
  const opened = jsonCodec.open(Buffer.from('{"https://cdn.vendor.example/":"//cdn.vendor.example/"}'), {
    limits: defaultLimits,
    nesting: 0,
  });
  if (!opened.ok) throw new Error('not opened');
  expect(atOnce(urlEdits(opened.document, urls))).toHaveLength(1);
  expect(atOnce(urlEdits(opened.document, undefined))).toEqual([]);
});

test('whatever stands where, no value is left, every other URL is mapped, and the rest is as it was', () => {
  const piece = fc.constantFrom(
    'SECRET',
    'https://cdn.vendor.example/a',
    ' ',
    'https://cdn.vendor.example/SECRET',
    ' ü ',
    '"',
    '\\',
    'x',
  );
  fc.assert(
    fc.property(fc.array(fc.array(piece, { maxLength: 6 }), { minLength: 1, maxLength: 4 }), (texts) => {
      const plain = texts.map((pieces) => pieces.join(''));
      const { text } = redact(JSON.stringify(plain));
      const out: string[] = JSON.parse(text);
      for (const [index, one] of out.entries()) {
        const before = plain[index] ?? '';
        // The test's detector finds the first of them.
        const start = before.indexOf('SECRET');
        const hidden = start === -1 ? before : `${before.slice(0, start)}\u0000${before.slice(start + 6)}`;
        const expected = changed(hidden, map.toClient(hidden));
        expect(one.split('chat.example').length).toBe(expected.split('chat.example').length);
        if (start === -1) expect(one).toBe(expected);
        else expect(one.split('SECRET').length).toBe(before.split('SECRET').length - 1);
      }
    }),
    { numRuns: 500 },
  );
});
