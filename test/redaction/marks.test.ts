/** A profile marks fields; marks can depend on a neighbouring field. */
import { expect, it } from 'vitest';
import type { Route } from '../../src/domain/profile.ts';
import { Utf8Span } from '../../src/domain/text.ts';
import { readMarks } from '../../src/redaction/marks.ts';
import { inspectAll } from '../support/routes.ts';

const spans = [
  ['/messages/0/from', 'visitor'],
  ['/messages/0/text', 'mine'],
  ['/messages/1/from', 'agent'],
  ['/messages/1/text', 'theirs'],
  ['/id', '42'],
].map(([path = '', text = '']) => new Utf8Span(path, Buffer.from(text)));

it('reads conditions beside the field, entry by entry', () => {
  const route: Route = {
    ...inspectAll,
    own: [{ path: '/messages/*/text', when: { path: '/messages/*/from', equals: 'visitor' } }],
    never: ['/id'],
  };
  const marks = readMarks(route, 'to-client', { spans });
  expect(spans.map((_, index) => marks.own(index))).toEqual([false, true, false, false, false]);
  expect(spans.map((_, index) => marks.never(index))).toEqual([false, false, false, false, true]);
  expect(spans.map((_, index) => marks.preview(index))).toEqual([false, false, false, false, false]);
});
