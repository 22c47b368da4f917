/** Plans for what a visitor is still typing: nothing of it is kept, and what may become a value is hidden with the values. */
import type { TextSpan } from '../domain/text.ts';
import type { FoundToken } from '../vault/token.ts';
import { type Plan, type PlanContext, type PlanParts, sceneOf } from './decide.ts';
import type { Seen } from './long-text.ts';
import { outside } from './own-tokens.ts';

/** What stands in a draft for digits that later typing could make sensitive. */
const openDraft = '…';

interface DraftContext {
  readonly context: PlanContext;
  readonly parts: PlanParts;
  readonly exempt: readonly FoundToken[];
  readonly seen: Seen;
}

/**
 * A draft is masked and never sealed: it changes with each key. What is still open in it is hidden too,
 * because the next key could complete it and the vendor would have seen all but the last digit.
 */
export function planDraft(
  plan: Plan,
  index: number,
  span: TextSpan,
  { context, parts, exempt, seen }: DraftContext,
): void {
  const { detection, policy } = context.treatment;
  const plain = outside(seen.found ?? detection.find(span), exempt);
  const written = { id: parts.memory.mint(), text: span.text, path: span.path, kind: 'preview' as const };
  const { here } = parts.memory.hear(context.head.conversation, written, detection, plain);
  const scene = sceneOf(context.head, span);
  for (const { whole: _, unfinished: __, ...finding } of outside(here, exempt)) {
    const ruled = policy.decide(finding, scene);
    const action = ruled.action === 'pass' || ruled.action === 'warn' ? ruled.action : 'mask';
    plan.decisions.push({ finding, span: index, ...ruled, action, restore: 'never', draft: true });
    const { start, end } = finding;
    if (action === 'mask') plan.edits.push({ span: index, start, end, insert: openDraft });
  }
}
