/** A text that is a piece of a longer one: what was found in the whole decides, each piece carries its own part. */
import type { TokenForm } from '../domain/message-rule.ts';
import type { TextSpan } from '../domain/text.ts';
import type { FoundToken } from '../vault/token.ts';
import { decideOne, type Plan, type PlanContext, type PlanParts, sceneOf } from './decide.ts';
import { outside } from './own-tokens.ts';
import type { PieceFindings } from './redaction.ts';

export function pieceAt(span: TextSpan, { piece }: PlanContext): PieceFindings | undefined {
  if (piece === undefined || span.role !== 'value' || piece.path !== span.path) return undefined;
  return piece.text === span.text ? piece : undefined;
}

interface PieceContext {
  readonly context: PlanContext;
  readonly parts: PlanParts;
  readonly exempt: readonly FoundToken[];
  readonly piece: PieceFindings;
  readonly form: TokenForm | undefined;
}

/** The findings of a longer text in this piece of it; where a value only goes on, its bytes go. */
export function planPiece(plan: Plan, index: number, span: TextSpan, facts: PieceContext): void {
  const { context, parts, exempt, piece, form } = facts;
  const scene = sceneOf(context.head, span);
  for (const { continued, ...finding } of outside(piece.findings, exempt)) {
    const { start, end, whole } = finding;
    if (continued !== true) {
      const value = whole ?? span.text.slice(start, end);
      decideOne(plan, { finding, value, index, scene, start, end, form }, context, parts);
      continue;
    }
    const { action } = context.treatment.policy.decide(finding, scene);
    if (action !== 'pass' && action !== 'warn') plan.edits.push({ span: index, start, end, insert: '' });
  }
}
