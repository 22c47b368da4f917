/** Edits of URLs in a document, beside those of redaction: where both want the same place, the value goes first. */
import type { Document } from '../codecs/codec.ts';
import type { Edit, TextSpan } from '../domain/text.ts';
import type { TextChange } from '../domain/url-map.ts';
import type { Work } from '../domain/work.ts';
import type { Plan } from './decide.ts';
import { TakenPlaces } from './taken-places.ts';

/** What has to change in one text of a document so that its URLs lead where they should. */
export type SpanUrls = (span: TextSpan) => readonly TextChange[];

/** Work after which others have their turn, if it is time; a text is so many units as it has times 64 bytes, and one. */
const REST_UNITS = 256;
const UNIT_BYTES_LOG = 6;

/** Fields that are never scanned are read as well: the rules name what they mean. */
export function* urlEdits(document: Document, urls: SpanUrls | undefined): Work<Edit[]> {
  if (urls === undefined) return [];
  const edits: Edit[] = [];
  let units = 0;
  for (const [index, span] of document.spans.entries()) {
    if (span.role !== 'value') continue;
    for (const change of urls(span)) edits.push({ ...change, span: index });
    units += 1 + (span.bytes.length >>> UNIT_BYTES_LOG);
    if (units > REST_UNITS) {
      units = 0;
      yield;
    }
  }
  return edits;
}

/** Those that touch nothing which `plan` is going to change. */
export function besidePlan(edits: readonly Edit[], plan: Plan): Edit[] {
  if (edits.length === 0) return [];
  const taken = new TakenPlaces();
  for (const edit of plan.edits) taken.add(edit);
  for (const { place } of plan.seals) taken.add(place);
  for (const { place } of plan.restores) taken.add(place);
  return edits.filter((edit) => !taken.meets(edit));
}
