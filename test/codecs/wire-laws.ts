/** What every wire and step must keep, as one suite that each runs over messages of its own. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Format, NestableDocument, NestHead } from '../../src/codecs/assembly.ts';
import { openBody } from '../../src/codecs/select.ts';
import { ChatveilError } from '../../src/domain/errors.ts';
import { defaultLimits } from '../../src/domain/limits.ts';

export function wireHead(more: Partial<NestHead> = {}): NestHead {
  return { limits: defaultLimits, nesting: 0, ...more };
}

function asBytes(message: Buffer | string): Buffer {
  return typeof message === 'string' ? Buffer.from(message) : message;
}

/** Opens or fails the test. */
export function openWire(format: Format, bytes: Buffer | string, more: Partial<NestHead> = {}): NestableDocument {
  const answer = format.open(asBytes(bytes), wireHead(more));
  if (!answer.ok) throw new Error(`not opened: ${answer.reason}`);
  return answer.document;
}

export function textsOf(format: Format, bytes: Buffer | string, more: Partial<NestHead> = {}): string[] {
  return openWire(format, bytes, more).spans.map((span) => span.text);
}

export function reasonOf(format: Format, bytes: Buffer | string, more: Partial<NestHead> = {}): string {
  const answer = openBody(format, asBytes(bytes), wireHead(more));
  return answer.ok ? 'opened' : answer.reason;
}

/** The message with every `from` in its texts replaced by `to`. */
export function replaced(format: Format, bytes: Buffer | string, [from, to]: readonly [string, string]): Buffer {
  const document = openWire(format, bytes);
  const edits = document.spans.flatMap(({ text }, span) => {
    const start = text.indexOf(from);
    return start < 0 ? [] : [{ span, start, end: start + from.length, insert: to }];
  });
  expect(edits.length).toBeGreaterThan(0);
  return document.rewrite(edits);
}

export interface WireLaws {
  readonly format: Format;
  /** Whole messages, in the spelling that the protocol's own writer gives them. */
  readonly samples: readonly (Buffer | string)[];
  readonly head?: Partial<NestHead>;
  /** Makes alike what the format cannot tell apart or has to blunt. */
  readonly alike?: (text: string) => string;
}

const inserts = ['[card ••1111 #x]', '', '"\\\n', 'ééé 😀', '<&>', 'x'.repeat(300)];

export function wireLaws({ format, samples, head = {}, alike = (text) => text }: WireLaws): void {
  const messages = samples.map(asBytes);

  it('without edits gives the very same bytes', () => {
    for (const bytes of messages) expect(openWire(format, bytes, head).rewrite([])).toBe(bytes);
  });

  it('an edit changes its own text and no other, and undone it gives the same bytes', () => {
    let edits = 0;
    for (const bytes of messages) {
      const before = openWire(format, bytes, head);
      for (const [span, { text, role }] of before.spans.entries()) {
        for (const insert of inserts) {
          const after = tried(() => before.rewrite([{ span, start: 0, end: text.length, insert }]));
          if (after === undefined || insert === '' || role === 'number') continue;
          // A key may be one that the protocol itself goes by.
          if (role === 'key' && !format.open(after, wireHead(head)).ok) continue;
          const document = openWire(format, after, head);
          if (document.spans.length !== before.spans.length) continue;
          const wanted = before.spans.map((each, index) => alike(index === span ? insert : each.text));
          const texts = document.spans.map((each) => alike(each.text));
          if (role === 'key' && texts.join() !== wanted.join()) continue;
          expect(texts).toEqual(wanted);
          const back = document.rewrite([{ span, start: 0, end: document.spans[span]!.text.length, insert: text }]);
          expect(back.toString('latin1')).toBe(bytes.toString('latin1'));
          edits++;
        }
      }
    }
    expect(edits).toBeGreaterThan(3);
  });

  it('answers damaged and cut messages with a code, or reads them whole', () => {
    const damage = fc.tuple(fc.constantFrom(...messages), fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 4 }));
    fc.assert(
      fc.property(damage, ([bytes, place, noise]) => {
        const at = place % bytes.length;
        const broken = Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at + noise.length)]);
        for (const sample of [broken, bytes.subarray(0, at)]) {
          const answer = format.open(sample, wireHead(head));
          if (!answer.ok) expect(answer.reason).toMatch(/^CV_/);
          else expect(answer.document.rewrite([])).toBe(sample);
          if (answer.ok) for (const span of answer.document.spans) expect(Buffer.from(span.text)).toEqual(span.bytes);
        }
      }),
      { numRuns: 300 },
    );
  });
}

/** A refusal with a code is an answer; anything else fails the test. */
function tried(work: () => Buffer): Buffer | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof ChatveilError) return undefined;
    throw error;
  }
}
