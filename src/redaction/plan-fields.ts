/** Plans for values that several fields make together, or that the name of their field makes plain. */
import { ChatveilError } from '../domain/errors.ts';
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

/** Values that are planned for before others have their turn. */
const VALUES_AT_ONCE = 32;

/** The value goes where its first piece stood; in place of the others stands what kind of value it was. */
export function* planFields(
  plan: Plan,
  spans: readonly TextSpan[],
  reader: FieldReader,
  { context, parts, marks }: FieldContext,
): Work<void> {
  const values = yield* reader.values(spans, context.treatment.detection);
  if (values.length === 0) return;
  const touched = new Set<number>();
  for (const { span } of plan.edits) touched.add(span);
  for (const { place } of plan.seals) touched.add(place.span);
  for (const { place } of plan.restores) touched.add(place.span);
  const { findingsMax } = context.treatment.limits;
  for (const [number, value] of values.entries()) {
    if (number % VALUES_AT_ONCE === VALUES_AT_ONCE - 1) yield;
    planValue(plan, value, spans, touched, { context, parts, marks });
    if (plan.decisions.length > findingsMax) throw new ChatveilError('CV_TOO_MANY_FINDINGS');
  }
}

function planValue(
  plan: Plan,
  { finding, whole, places }: FieldValue,
  spans: readonly TextSpan[],
  touched: Set<number>,
  { context, parts, marks }: FieldContext,
): void {
  const free = places.filter(({ span }) => {
    if (!marks.never(span)) return !touched.has(span);
    plan.neverBytes += spans[span]?.bytes.length ?? 0;
    return false;
  });
  const [first, ...others] = free;
  const text = first === undefined ? undefined : spans[first.span];
  if (first === undefined || text === undefined) return;
  for (const { span } of free) touched.add(span);
  const { span: index, start, end } = first;
  const here = { finding: { ...finding, start, end }, value: whole, index, start, end };
  // A draft is never sealed: its next state has another value.
  const draft = places.some(({ span }) => marks.preview(span));
  const form = draft ? 'drop' : marks.token(index);
  decideOne(plan, { ...here, scene: sceneOf(context.head, text), form }, context, parts);
  const action = plan.decisions.at(-1)?.action;
  if (action === undefined || action === 'pass' || action === 'warn') return;
  for (const place of others) {
    const spelled = draft ? 'drop' : marks.token(place.span);
    const insert = action === 'drop' ? '' : spellMask(parts.label(finding.kind, ''), spelled);
    plan.edits.push({ ...place, insert });
  }
}
