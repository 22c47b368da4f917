/** What is opened with rests in between is what is opened in one go, and it does rest. */
import { expect, test } from 'vitest';
import type { OpenHead, Selection } from '../../src/codecs/codec.ts';
import { jsonCodec } from '../../src/codecs/formats/json.ts';
import { openInSteps } from '../../src/codecs/in-steps.ts';
import { openBody, openBodyInSteps, selectCodec } from '../../src/codecs/select.ts';
import { recompute } from '../../src/codecs/steps/recompute.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import { atOnce, type Work } from '../../src/domain/work.ts';

const texts = Array.from({ length: 1200 }, (_, index) => `hello ${index} & <b> "there"`);
const entries = (list: readonly string[]) => Object.fromEntries(list.map((text, index) => [`field${index}`, text]));
const page = texts
  .map((text, index) => `<p title="t${index}">${index} hi</p><!-- ${index} ${text.slice(0, 7)} -->`)
  .join('');
const inString = JSON.stringify({ payload: JSON.stringify(texts), after: 'last' });

const bodies: readonly (readonly [name: string, type: string | undefined, body: string])[] = [
  ['JSON', 'application/json', JSON.stringify(entries(texts))],
  ['JSON in a string', 'application/json', inString],
  ['JSON in a string in a string', undefined, JSON.stringify([inString])],
  ['a message of JSON', undefined, JSON.stringify(texts)],
  ['texts of a SockJS client', undefined, JSON.stringify([JSON.stringify(entries(texts)), '{"a":"b"}'])],
  ['lines', undefined, texts.map((text) => JSON.stringify({ text })).join('\n')],
  ['a form', 'application/x-www-form-urlencoded', new URLSearchParams(entries(texts)).toString()],
  [
    'a form with JSON',
    'application/x-www-form-urlencoded',
    `a=b&json=${encodeURIComponent(JSON.stringify(texts))}&c=d`,
  ],
  ['XML', 'application/xml', `<a>${texts.map((_, index) => `<b c="${index}">hello ${index}</b>`).join('')}</a>`],
  ['HTML', 'text/html', page],
  ['one tag of XML', 'application/xml', `<a ${texts.map((_, index) => `b${index}="hello ${index}"`).join(' ')}>x</a>`],
  [
    'one tag of HTML',
    'text/html',
    `<p>a</p><p ${texts.map((_, index) => `b${index}="hello ${index}"`).join(' ')}>x</p>`,
  ],
  ['events', 'text/event-stream', texts.map((text, index) => `id: ${index}\ndata: ${text}\n\n`).join('')],
  [
    'multipart',
    'multipart/form-data',
    `${texts.map((text, index) => `--x\r\nContent-Disposition: form-data; name="f${index}"\r\n\r\n${text}\r\n`).join('')}--x--\r\n`,
  ],
];

const headOf = (mediaType: string | undefined): OpenHead => ({
  limits: defaultLimits,
  nesting: 0,
  boundary: 'x',
  ...(mediaType !== undefined && { mediaType }),
});

function codecOf(selection: Selection) {
  if (selection.treat !== 'document' && selection.treat !== 'stream') throw new Error(`treated as ${selection.treat}`);
  return selection.codec;
}

function counted<Result>(work: Work<Result>): { result: Result; rests: number } {
  for (let rests = 0; ; rests += 1) {
    const step = work.next();
    if (step.done === true) return { result: step.value, rests };
  }
}

test.each(bodies)('%s', (_, mediaType, body) => {
  const bytes = Buffer.from(body);
  const head = headOf(mediaType);
  const channel = mediaType === undefined ? 'ws-text' : 'http-body';
  const codec = codecOf(selectCodec(head, { channel, direction: 'to-upstream' }, bytes));
  const plain = openBody(codec, bytes, head);
  const { result, rests } = counted(openBodyInSteps(codec, bytes, head));
  if (!plain.ok || !result.ok) throw new Error('not opened');
  expect(rests).toBeGreaterThan(3);
  const { spans } = result.document;
  expect(spans.map(({ path, role, text }) => [path, role, text])).toEqual(
    plain.document.spans.map(({ path, role, text }) => [path, role, text]),
  );
  expect(spans.length).toBeGreaterThanOrEqual(texts.length);
  expect(result.document.records ?? []).toEqual(plain.document.records ?? []);
  const edits = [3, spans.length - 2].map((span) => ({ span, start: 0, end: 1, insert: 'X' }));
  expect(result.document.rewrite(edits)).toEqual(plain.document.rewrite(edits));
});

test.each([
  ['malformed', `[${'"a",'.repeat(9000)}]`, 'CV_JSON_MALFORMED'],
  ['with too many texts', JSON.stringify(Array.from({ length: 50_001 }, () => 'a')), 'CV_TOO_MANY_SPANS'],
  [
    'with too many texts in a string',
    JSON.stringify([JSON.stringify(Array.from({ length: 50_001 }, () => 'a'))]),
    'CV_TOO_MANY_SPANS',
  ],
  ['too deep', `${'['.repeat(20_000)}1${']'.repeat(20_000)}`, 'CV_JSON_TOO_DEEP'],
])('JSON that is %s is refused as in one go', (_, body, reason) => {
  const bytes = Buffer.from(body);
  const head = headOf('application/json');
  expect(atOnce(openInSteps(jsonCodec, bytes, head))).toMatchObject({ ok: false, reason });
  expect(openBody(jsonCodec, bytes, head)).toMatchObject({ ok: false, reason });
});

test('a field that is made anew is made anew in a large document as well', () => {
  const rules = [{ set: '/size', from: '/text', as: 'bytes' as const }];
  const format = recompute(rules, jsonCodec, () => undefined);
  const text = 'a'.repeat(20_000);
  const bytes = Buffer.from(JSON.stringify({ text, size: '20000' }));
  const opened = atOnce(openInSteps(format, bytes, headOf('application/json')));
  if (!opened.ok) throw new Error(opened.reason);
  const span = opened.document.spans.findIndex(({ path, role }) => path === '/text' && role === 'value');
  const edited = opened.document.rewrite([{ span, start: 0, end: 2, insert: '' }]);
  expect(JSON.parse(edited.toString())).toEqual({ text: text.slice(2), size: '19998' });
});
