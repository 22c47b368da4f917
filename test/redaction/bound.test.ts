/** A message may name its conversation itself. */
import { expect, it } from 'vitest';
import { conversationId, type FrameHead } from '../../src/domain/frame.ts';
import { Utf8Span } from '../../src/domain/text.ts';
import { atOnce } from '../../src/domain/work.ts';
import { bindBody } from '../../src/redaction/bound.ts';
import type { VisitorRestorer } from '../../src/redaction/redaction.ts';

const head = {
  conversation: conversationId('v-1'),
  rebind: (id: string) => conversationId(`c(${id})`),
} as FrameHead;
const restorerFor = (name: string): VisitorRestorer => ({
  conversation: conversationId(name),
  restore: async () => undefined,
  close: () => undefined,
  beside: (other) => restorerFor(other),
});
const restorer = restorerFor('v-1');
const spans = (...pairs: [string, string][]) => ({
  spans: pairs.map(([path, text]) => new Utf8Span(path, Buffer.from(text))),
});
const fields = ['/chat_id', '/chats/*/id'];

it('takes head and restorer of the conversation that is named', () => {
  const bound = atOnce(bindBody({ head, restorer }, spans(['/text', 'x'], ['/chat_id', 'A']), fields));
  expect(bound.head).toMatchObject({ conversation: 'c(A)', vendorConversation: 'A' });
  expect(bound.restorer?.conversation).toBe('c(A)');
});

it.each([
  ['no field is there', spans(['/text', 'x'])],
  ['the field is empty', spans(['/chat_id', ''])],
  ['several are named', spans(['/chats/0/id', 'A'], ['/chats/1/id', 'B'])],
  ['the name is endless', spans(['/chat_id', 'A'.repeat(300)])],
])('stays with the visitor where %s', (_what, document) => {
  expect(atOnce(bindBody({ head, restorer }, document, fields))).toEqual({ head, restorer });
});

it('gives nothing back in another conversation where the visitor is unknown', () => {
  expect(atOnce(bindBody({ head, restorer: undefined }, spans(['/chat_id', 'A']), fields)).restorer).toBeUndefined();
});

it('asks for nothing where the request named a conversation already', () => {
  const { rebind: _, ...named } = head;
  expect(atOnce(bindBody({ head: named, restorer }, spans(['/chat_id', 'A']), fields)).head).toBe(named);
});
