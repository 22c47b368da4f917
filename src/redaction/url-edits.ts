/** Edits of URLs in a document, beside those of redaction: where both want the same place, the value goes first. */
import type { Document } from '../codecs/codec.ts';
import type { Edit, TextSpan } from '../domain/text.ts';
import type { TextChange } from '../domain/url-map.ts';
import type { Plan } from './decide.ts';

/** What has to change in one text of a document so that its URLs lead where they should. */
export type SpanUrls = (span: TextSpan) => readonly TextChange[];

/** Fields that are never scanned are read as well: the rules name what they mean. */
export function urlEdits(document: Document, urls: SpanUrls | undefined): Edit[] {
  if (urls === undefined) return [];
  return document.spans.flatMap((span, index) =>
    span.role === 'value' ? urls(span).map((change) => ({ ...change, span: index })) : [],
  );
}

/** Those that touch nothing which `plan` is going to change. */
export function besidePlan(edits: readonly Edit[], plan: Plan): Edit[] {
  if (edits.length === 0) return [];
  const taken = [...plan.edits, ...plan.seals.map(({ place }) => place), ...plan.restores.map(({ place }) => place)];
  return edits.filter(
    (edit) => !taken.some((one) => one.span === edit.span && one.start < edit.end && edit.start < one.end),
  );
}
