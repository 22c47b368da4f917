/** A value that is hidden in one of several equal fields is hidden in all of them. */
import { expect, it } from 'vitest';
import { compilePointer } from '../../src/domain/pointer.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { Edit } from '../../src/domain/text.ts';
import { Utf8Span } from '../../src/domain/text.ts';
import { atOnce } from '../../src/domain/work.ts';
import type { PendingSeal } from '../../src/redaction/decide.ts';
import { spreadEdits } from '../../src/redaction/duplicates.ts';

const groups = [[compilePointer('/text'), compilePointer('/html')]];
const spans = (html: string) =>
  [
    ['/text', 'pin 9876 please'],
    ['/html', html],
    ['/other', '9876'],
  ].map(([path = '', text = '']) => new Utf8Span(path, Buffer.from(text)));
const edit: Edit = { span: 0, start: 4, end: 8, insert: '[pin]' };

it('copies an edit to every place of the value in the group, and to no other field', () => {
  const plan = { edits: [edit], seals: [] };
  atOnce(spreadEdits(plan, { spans: spans('<b>9876</b> and 9876') }, groups));
  expect(plan.edits.slice(1)).toEqual([
    { span: 1, start: 3, end: 7, insert: '[pin]' },
    { span: 1, start: 16, end: 20, insert: '[pin]' },
  ]);
});

it('leaves a place alone that is edited already', () => {
  const own: Edit = { span: 1, start: 0, end: 5, insert: 'x' };
  const plan = { edits: [edit, own], seals: [] };
  atOnce(spreadEdits(plan, { spans: spans('a9876') }, groups));
  expect(plan.edits).toEqual([edit, own]);
});

it('seals the same value once more, so that both places get one token', () => {
  const finding = { detector: 'd', kind: 'PIN', start: 4, end: 8, confidence: 1, evidence: [] };
  const seal: PendingSeal = { place: { span: 0, start: 4, end: 8 }, secret: new Secret('9876'), label: 'pin', finding };
  const plan = { edits: [], seals: [seal] };
  atOnce(spreadEdits(plan, { spans: spans('9876') }, groups));
  expect(plan.seals.map(({ place }) => place)).toEqual([seal.place, { span: 1, start: 0, end: 4 }]);
  expect(plan.seals[1]?.secret.expose((plain) => plain)).toBe('9876');
});

it('does nothing without a group or with a value too short to be told from others', () => {
  const plan = { edits: [{ ...edit, end: 6 }], seals: [] };
  atOnce(spreadEdits(plan, { spans: spans('98 98') }, groups));
  atOnce(spreadEdits(plan, { spans: spans('9876') }, []));
  expect(plan.edits).toHaveLength(1);
});
