/** Plans for values that several fields make together, or that the name of their field makes plain. */
import type { TextSpan } from '../domain/text.ts';
import type { Work } from '../domain/work.ts';
import { decideOne, type Plan, type PlanContext, type PlanParts, sceneOf } from './decide.ts';
import type { FieldReader, FieldValue } from './fields.ts';
import type { Marks } from './marks.ts';
import { spellMask } from './spelling.ts';

interface FieldContext {
  readonly context: PlanContext;
  readonly parts: PlanParts;
  readonly marks: Marks;
}

/** The value goes where its first piece stood; in place of the others stands what kind of value it was. */
export function* planFields(
  plan: Plan,
  spans: readonly TextSpan[],
  reader: FieldReader,
  { context, parts, marks }: FieldContext,
): Work<void> {
  const values = yield* reader.values(spans, context.treatment.detection);
  if (values.length === 0) return;
  const touched = new Set([...plan.edits, ...plan.seals.map(({ place }) => place)].map(({ span }) => span));
  for (const { place } of plan.restores) touched.add(place.span);
  for (const value of values) planValue(plan, value, spans, touched, { context, parts, marks });
}

function planValue(
  plan: Plan,
  { finding, whole, spans: places }: FieldValue,
  spans: readonly TextSpan[],
  touched: ReadonlySet<number>,
  { context, parts, marks }: FieldContext,
): void {
  const free = places.filter((index) => {
    if (!marks.never(index)) return !touched.has(index);
    plan.neverBytes += spans[index]?.bytes.length ?? 0;
    return false;
  });
  const [first, ...others] = free;
  const span = first === undefined ? undefined : spans[first];
  if (first === undefined || span === undefined) return;
  const scene = sceneOf(context.head, span);
  const single = places.length === 1;
  const start = single ? finding.start : 0;
  const end = single ? finding.end : span.text.length;
  const here = { finding: { ...finding, start, end }, value: whole, index: first, scene, start, end };
  // A draft is never sealed: its next state has another value.
  const draft = places.some((index) => marks.preview(index));
  decideOne(plan, { ...here, form: draft ? 'drop' : marks.token(first) }, context, parts);
  const action = plan.decisions.at(-1)?.action;
  if (action === undefined || action === 'pass' || action === 'warn') return;
  for (const index of others) {
    const form = draft ? 'drop' : marks.token(index);
    const insert = action === 'drop' ? '' : spellMask(parts.label(finding.kind, ''), form);
    plan.edits.push({ span: index, start: 0, end: spans[index]?.text.length ?? 0, insert });
  }
}
