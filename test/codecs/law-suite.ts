/** The two laws every format must keep, as one suite that each format runs over its own documents. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Codec, OpenHead } from '../../src/codecs/codec.ts';
import { openBody } from '../../src/codecs/select.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import type { TextSpan } from '../../src/domain/text.ts';
import { type EditPlan, edited, editPlan, nastyText, planEdits } from '../support/arbitraries.ts';

export interface LawCase {
  readonly codec: Codec;
  readonly documents: fc.Arbitrary<Buffer>;
  readonly head?: Partial<OpenHead>;
  /** Makes alike what the format cannot tell apart, as line ends in an event stream. */
  readonly alike?: (text: string, span: TextSpan) => string;
  /** Cuts raw bytes, by other means than the codec's, into pieces of which one edit may change only one. */
  readonly pieces: (bytes: Buffer) => readonly string[];
  readonly runs?: number;
}

export function openHead(more: Partial<OpenHead> = {}): OpenHead {
  return { limits: defaultLimits, nesting: 0, ...more };
}

/** Milliseconds of processor time since `started`; wall clocks lie on a busy machine. */
export function cpuMillis(started: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}

/** Opens or fails the test. */
export function opened(codec: Codec, bytes: Buffer, more: Partial<OpenHead> = {}) {
  const answer = openBody(codec, bytes, openHead(more));
  if (!answer.ok) throw new Error(`not opened: ${answer.reason}`);
  return answer.document;
}

export function lawSuite(law: LawCase): void {
  const { codec, documents, head, runs = 400 } = law;
  it('law 1: without edits the very same bytes', () => {
    let spans = 0;
    fc.assert(
      fc.property(documents, (bytes) => {
        const document = opened(codec, bytes, head);
        spans += document.spans.length;
        expect(document.rewrite([])).toBe(bytes);
        for (const span of document.spans) {
          expect(Buffer.compare(Buffer.from(span.text), span.bytes)).toBe(0);
          expect(span.path === '' || span.path.startsWith('/')).toBe(true);
        }
      }),
      { numRuns: runs },
    );
    expect(spans).toBeGreaterThanOrEqual(runs);
  });

  it('law 2: an edit changes its own place and nothing else', () => {
    let edits = 0;
    fc.assert(
      fc.property(documents, editPlan, (bytes, plan) => {
        edits += keepsLawTwo(law, bytes, plan);
      }),
      { numRuns: runs },
    );
    expect(edits).toBeGreaterThan(runs / 2);
  });

  it('malformed input is answered, never thrown', () => {
    const damage = fc.tuple(documents, fc.nat(), fc.nat(255), nastyText);
    fc.assert(
      fc.property(damage, ([bytes, place, byte, text]) => {
        const at = bytes.length === 0 ? 0 : place % bytes.length;
        const broken = Buffer.concat([
          bytes.subarray(0, at),
          Buffer.from([byte]),
          Buffer.from(text),
          bytes.subarray(at + 1),
        ]);
        for (const sample of [broken, bytes.subarray(0, at)]) {
          const answer = codec.open(sample, openHead(head));
          if (answer.ok) expect(answer.document.rewrite([])).toBe(sample);
          else expect(answer.reason).toMatch(/^CV_/);
        }
      }),
      { numRuns: runs },
    );
  });
}

/**
 * Every text reads as the edits say, and every piece of the container outside the edited places is the
 * original, escapes and white space included. Returns how many edits were made.
 */
function keepsLawTwo({ codec, head, alike = (text) => text, pieces }: LawCase, bytes: Buffer, plan: EditPlan) {
  const before = opened(codec, bytes, head);
  const edits = planEdits(before.spans, plan);
  const after = before.rewrite([...edits].reverse());
  if (edits.length === 0) expect(after).toBe(bytes);
  const kept = pieces(bytes);
  const now = pieces(after);
  expect(now.length).toBe(kept.length);
  expect(kept.filter((piece, index) => piece !== now[index]).length).toBeLessThanOrEqual(edits.length);
  const wanted = before.spans.map((span, number) => {
    const own = edits.filter((edit) => edit.span === number);
    return alike(edited(span.text, own), span);
  });
  const document = opened(codec, after, head);
  // An edit may turn a text into a document, or a document into a text: then the pieces alone tell.
  if (document.spans.length !== before.spans.length) return 0;
  expect(document.spans.map((span) => alike(span.text, span))).toEqual(wanted);
  return edits.length;
}
