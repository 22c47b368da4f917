/** A short text outside any body: a query value, a header field, a close reason. */
import type { FrameHead } from '../domain/frame.ts';
import { Utf8Span } from '../domain/text.ts';
import { printMask } from '../vault/token.ts';
import type { Treatment } from './redaction.ts';
import type { RedactorParts } from './redactor.ts';

/** Text outside any body is masked, never sealed: a token in a URL or header would outlive its message. */
export function redactText(text: string, head: FrameHead, treatment: Treatment, label: RedactorParts['label']) {
  const span = new Utf8Span(`/${head.channel}`, Buffer.from(text));
  if (treatment.detection.clean(span.bytes)) return { text, decisions: [], blocked: false };
  let rest = text;
  const scene = { site: head.site, direction: head.direction, path: span.path };
  const decisions = treatment.detection.find(span).map((finding) => {
    const ruled = treatment.policy.decide(finding, scene);
    return { finding, span: 0, ...ruled, action: ruled.action === 'tokenize' ? ('mask' as const) : ruled.action };
  });
  for (const { action, finding } of decisions.toReversed()) {
    if (action === 'pass' || action === 'warn' || treatment.mode === 'observe') continue;
    const insert = action === 'drop' ? '' : printMask(label(finding.kind, text.slice(finding.start, finding.end)));
    rest = rest.slice(0, finding.start) + insert + rest.slice(finding.end);
  }
  const blocked = treatment.mode === 'enforce' && decisions.some(({ action }) => action === 'block');
  return { text: rest, decisions, blocked };
}
