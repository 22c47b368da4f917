/** A short text outside any body: a query value, a header field, a close reason. */
import type { FrameHead } from '../domain/frame.ts';
import { Utf8Span } from '../domain/text.ts';
import type { Work } from '../domain/work.ts';
import { printMask } from '../vault/token.ts';
import { isLong, readLong } from './long-text.ts';
import type { Treatment } from './redaction.ts';
import type { RedactorParts } from './redactor.ts';

/** Whether anything in a text of any length would have to be hidden. */
export function* hidesSomething(text: string, head: FrameHead, treatment: Treatment): Work<boolean> {
  const { detection, policy, mode, limits } = treatment;
  if (mode === 'observe') return false;
  const span = new Utf8Span(`/${head.channel}`, Buffer.from(text));
  const scene = { site: head.site, direction: head.direction, path: span.path };
  const found = isLong(span)
    ? ((yield* readLong(span, detection, limits.findingsMax)).found ?? [])
    : detection.clean(span.bytes)
      ? []
      : detection.find(span);
  return found.some((finding) => {
    const { action } = policy.decide(finding, scene);
    return action !== 'pass' && action !== 'warn';
  });
}

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
