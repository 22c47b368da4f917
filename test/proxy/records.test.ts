/** Records of a stream: cut, inspected, sent in order. */
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { FrameHead } from '../../src/domain/frame.ts';
import type { Exchange } from '../../src/proxy/exchange.ts';
import { recordSink, redactedRecords } from '../../src/proxy/records.ts';
import { treatmentOf } from '../../src/proxy/scope.ts';
import { fakeRedactor, forbidden, marker, masked, openRoute, tally, testSite } from '../support/sites.ts';

const site = testSite({ upstream: 'http://v.test' });
const redactor = fakeRedactor({ delay: (text) => (text.includes('slow') ? 10 : undefined) });
const head = { site: 'shop', direction: 'to-client', mediaType: 'application/x-ndjson' } as FrameHead;
const selection = redactor.select(head, Buffer.alloc(0), {});
const exchange = {
  site,
  plane: { redactor, recorder: tally() },
  response: { flushHeaders: () => undefined, writableNeedDrain: false },
  treatment: () => treatmentOf(site, openRoute, 't'),
} as unknown as Exchange;

function sink() {
  if (selection.treat !== 'stream') throw new Error('not a stream');
  const out: string[] = [];
  let settle: (end: string) => void = () => undefined;
  const ended = new Promise<string>((resolve) => {
    settle = resolve;
  });
  const made = recordSink({
    exchange,
    selection,
    head,
    coding: 'identity',
    restorer: undefined,
    start: () => out.push('head'),
    write: (bytes) => out.push(bytes.toString()) > 0,
    resume: () => undefined,
    done: () => settle('done'),
    fail: (code) => settle(code),
  });
  return { out, ended, made };
}

test('the head goes first, records keep their order, the rest comes at the end', async () => {
  const { out, ended, made } = sink();
  made.push(Buffer.from(`slow\n${marker}\nre`));
  made.push(Buffer.from('st'));
  made.end();
  expect(await ended).toBe('done');
  expect(out).toEqual(['head', 'slow\n', `${masked}\n`, 'rest']);
});

test('a blocked record ends the stream', async () => {
  const { out, ended, made } = sink();
  made.push(Buffer.from(`a\n${forbidden}\nb\n`));
  expect(await ended).toBe('CV_BLOCKED_BY_POLICY');
  expect(out).toEqual(['head', 'a\n']);
});

test('records of a request are a stream that fails where one may not pass', async () => {
  if (selection.treat !== 'stream') throw new Error('not a stream');
  const read = async (text: string) => {
    const chunks: Buffer[] = [];
    for await (const chunk of redactedRecords(exchange, Readable.from([Buffer.from(text)]), selection, head))
      chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  };
  expect(await read(`a\n${marker}`)).toBe(`a\n${masked}`);
  await expect(read(`a\n${forbidden}\n`)).rejects.toMatchObject({ code: 'CV_BLOCKED_BY_POLICY' });
});
