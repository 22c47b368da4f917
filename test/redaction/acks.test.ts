/** Where a vendor says what it calls a message. */
import { describe, expect, it } from 'vitest';
import type { MessageFields } from '../../src/domain/profile.ts';
import { Utf8Span } from '../../src/domain/text.ts';
import { atOnce } from '../../src/domain/work.ts';
import { readAcks } from '../../src/redaction/acks.ts';

const spans = (fields: Record<string, string>) =>
  Object.entries(fields).map(([path, text]) => new Utf8Span(path, Buffer.from(text)));
const echo: MessageFields = {
  acks: [{ id: '/m/*/id', for: '/m/*/client', text: '/m/*/text', when: { path: '/type', equals: 'echo' } }],
};

describe('readAcks', () => {
  it('reads each acknowledgement with its own reference', () => {
    const document = spans({
      '/type': 'echo',
      '/m/0/id': 'm1',
      '/m/0/client': 'w1',
      '/m/1/id': 'm2',
      '/m/1/text': 'hello',
    });
    expect(atOnce(readAcks(echo, document, undefined))).toEqual([
      { id: 'm1', reference: 'w1', text: undefined },
      { id: 'm2', reference: undefined, text: 'hello' },
    ]);
  });

  it.each([
    ['another type of message', { '/type': 'history', '/m/0/id': 'm1', '/m/0/client': 'w1' }],
    ['no word on which message it means', { '/type': 'echo', '/m/0/id': 'm1' }],
    ['an id that is none', { '/type': 'echo', '/m/0/id': 'x'.repeat(201), '/m/0/client': 'w1' }],
  ])('reads nothing from %s', (_, document) => {
    expect(atOnce(readAcks(echo, spans(document), undefined))).toEqual([]);
  });

  it('reads the answer to a request, and only that', () => {
    const exchange = Symbol('one');
    const document = spans({ '/message/id': 'm1' });
    expect(atOnce(readAcks({ answer: '/message/id' }, document, exchange))).toEqual([{ id: 'm1', exchange }]);
    expect(atOnce(readAcks({ answer: '/message/id' }, document, undefined))).toEqual([]);
  });
});
