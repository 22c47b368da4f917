/** Texts are looked up in the record they belong to. */
import { expect, it } from 'vitest';
import { socketio } from '../../src/codecs/wires/socketio.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import { compilePointer } from '../../src/domain/pointer.ts';
import { RecordTexts } from '../../src/redaction/record-texts.ts';

function open(text: string) {
  const opened = socketio.open(Buffer.from(text), { limits: defaultLimits, nesting: 0 });
  if (!opened.ok) throw new Error(opened.reason);
  const { spans, records } = opened.document;
  return { spans, texts: new RecordTexts(spans, records) };
}

it('keeps the records of a batch apart', () => {
  const { spans, texts } = open('42["typing",{"t":"one"}]\x1e42["message",{"t":"two"}]\x1e42["other",{"t":"three"}]');
  const names = spans.flatMap((span, index) =>
    span.path === '/1/t' && span.role === 'value' ? [texts.at('/0', index)] : [],
  );
  expect(names).toEqual(['typing', 'message', 'other']);
});

it('answers false where two texts differ, and undefined where there is none', () => {
  const { texts } = open('42["a",{"t":"one","t":"two","u":"same","u":"same"}]');
  expect([texts.at('/1/t', 0), texts.at('/1/u', 0), texts.at('/1/v', 0)]).toEqual([false, 'same', undefined]);
});

it('finds by pattern, and says when nothing fits', () => {
  const { texts } = open('42["a",{"t":"one"}]');
  expect(texts.some(compilePointer('/*/t'), (text) => text === 'one')).toBe(true);
  expect(texts.some(compilePointer('/*/x'), (text) => text === undefined)).toBe(true);
  expect(texts.some(compilePointer('/*/t'), (text) => text === undefined)).toBe(false);
});
