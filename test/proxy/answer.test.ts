/** The vendor's answer as the client library reports it, without a socket. */
import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { conversationId } from '../../src/domain/frame.ts';
import { Answer } from '../../src/proxy/answer.ts';
import { AnswerOut } from '../../src/proxy/answer-out.ts';
import type { Exchange } from '../../src/proxy/exchange.ts';
import { plainAnswer } from '../../src/proxy/response-headers.ts';
import { treatmentOf } from '../../src/proxy/scope.ts';
import { fakeRedactor, marker, masked, openRoute, tally, testSite } from '../support/sites.ts';

const pairs = (...raw: string[]) => raw.map((part) => Buffer.from(part, 'latin1'));

function stage(method = 'GET') {
  const site = testSite({ upstream: 'http://v.test' });
  const written: (string | number | string[])[] = [];
  const response = Object.assign(new EventEmitter(), {
    headersSent: false,
    destroyed: false,
    writeHead: (status: number, headers: string[]) => written.push(status, headers),
    write: (bytes: Buffer) => written.push(bytes.toString()) > 0,
    end: (bytes?: Buffer) => written.push(`end ${bytes ?? ''}`),
  });
  const cuts: string[] = [];
  const refused: string[] = [];
  const exchange = {
    site,
    response,
    head: { method, path: '/', host: 'shop.test' },
    ownOrigin: 'http://shop.test',
    binding: { site: 'shop', conversation: conversationId('c'), credential: '' },
    plane: { redactor: fakeRedactor(), recorder: tally(), log: { warn: () => undefined }, draining: false },
    downstream: {
      binder: { restorer: () => undefined },
      upstreams: { drop: () => cuts.push('drop'), cut: () => cuts.push('cut') },
    },
    editor: () => undefined,
    treatment: () => treatmentOf(site, openRoute, 't'),
    refuseMessage: (code: string) => refused.push(code),
  } as unknown as Exchange;
  const answer = new Answer(exchange);
  answer.onConnect(() => undefined);
  return { answer, exchange, written, cuts, refused };
}

test('a document is collected, inspected and sent with its new length', async () => {
  const { answer, written } = stage();
  answer.onHeaders(200, pairs('Content-Type', 'application/json', 'Content-Length', '12'), () => undefined);
  answer.onData(Buffer.from(`"${marker.slice(0, 4)}`));
  expect(written).toEqual([]);
  answer.onData(Buffer.from(`${marker.slice(4)}"`));
  answer.onComplete();
  await new Promise(setImmediate);
  expect(written).toEqual([
    200,
    ['Content-Type', 'application/json', 'Content-Length', `${masked.length + 2}`],
    `end "${masked}"`,
  ]);
});

test('hints are dropped, an ambiguous head is refused and the socket cut', () => {
  const { answer, written, refused, cuts } = stage();
  answer.onHeaders(103, pairs('Link', 'x'), () => undefined);
  answer.onHeaders(200, pairs('Content-Length', '1', 'Content-Length', '2'), () => undefined);
  expect([written, refused, cuts]).toEqual([[], ['CV_UPSTREAM_PROTOCOL'], ['cut']]);
  answer.onData(Buffer.from('x'));
  answer.onComplete();
  answer.onError(new Error('late'));
  expect(refused.length).toBe(1);
});

test('answers without a body let their socket go', () => {
  const { answer, cuts, written } = stage();
  answer.onHeaders(204, pairs(), () => undefined);
  answer.onComplete();
  expect(cuts).toEqual(['drop']);
  expect(written).toEqual([204, [], 'end ']);
});

test('the head is written once and says when we are about to go', () => {
  const { exchange, written } = stage();
  Object.assign(exchange.plane, { draining: true });
  const out = new AnswerOut(exchange);
  out.head(plainAnswer);
  expect(written).toEqual([]);
  out.answer = {
    status: 404,
    raw: [],
    contentType: undefined,
    contentEncoding: undefined,
    contentLength: undefined,
    nominated: [],
  };
  out.head(plainAnswer);
  expect(written).toEqual([404, ['Connection', 'close']]);
  expect(out.restorer()).toBeUndefined();
});
