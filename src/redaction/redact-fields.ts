/** Fields outside any body, a query's: values that several of them make together, or that the name of one makes plain. */
import { secretCalled } from '../domain/named-fields.ts';
import { type TextSpan, Utf8Span } from '../domain/text.ts';
import { atOnce } from '../domain/work.ts';
import type { Decision } from '../policy/policy.ts';
import { printMask } from '../vault/token.ts';
import { FieldReader } from './fields.ts';
import type { FieldTexts, Treatment } from './redaction.ts';
import type { RedactorParts } from './redactor.ts';

type FieldHead = Parameters<FieldTexts>[1];

const nothing: ReturnType<FieldTexts> = { texts: new Map(), decisions: [], blocked: false };

/** Masked, never sealed, as any text outside a body. */
export function redactFields(
  pairs: Parameters<FieldTexts>[0],
  head: FieldHead,
  treatment: Treatment,
  label: RedactorParts['label'],
): ReturnType<FieldTexts> {
  if (!mayHold(pairs)) return nothing;
  const spans = pairs.flatMap(([name, value]): TextSpan[] => [
    new Utf8Span(`/${name}`, Buffer.from(name), 'key'),
    new Utf8Span(`/${name}`, Buffer.from(value)),
  ]);
  const reader = new FieldReader();
  for (const [index, span] of spans.entries()) reader.see(span, index);
  const texts = new Map<number, string>();
  const decisions: Decision[] = [];
  for (const { finding, whole, places } of atOnce(reader.values(spans, treatment.detection))) {
    const ruled = treatment.policy.decide(finding, { site: head.site, direction: head.direction, path: '/target' });
    const action = ruled.action === 'tokenize' ? 'mask' : ruled.action;
    decisions.push({ finding, span: places[0]?.span ?? 0, ...ruled, action });
    if (action === 'pass' || action === 'warn' || treatment.mode === 'observe') continue;
    for (const [order, place] of places.entries()) {
      const text = action === 'drop' ? '' : printMask(label(finding.kind, order === 0 ? whole : ''));
      texts.set(place.span >> 1, text);
    }
  }
  const blocked = treatment.mode === 'enforce' && decisions.some(({ action }) => action === 'block');
  return { texts, decisions, blocked };
}

/** Two values that begin with a digit, or a name that says what stands under it. */
function mayHold(pairs: Parameters<FieldTexts>[0]): boolean {
  let digits = 0;
  for (const [name, value] of pairs) {
    const first = value.charCodeAt(0);
    if (first >= 48 && first <= 57) digits += 1;
    if (digits > 1 || secretCalled(name) !== undefined) return true;
  }
  return false;
}
