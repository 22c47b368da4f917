/** Fields that repeat a text get the same edit: what is hidden in one of them must not be read in another. */
import type { Document } from '../codecs/codec.ts';
import type { PointerPattern } from '../domain/pointer.ts';
import { Secret } from '../domain/secret.ts';
import type { Edit } from '../domain/text.ts';
import type { Plan } from './decide.ts';

/** A shorter value is as likely a piece of something else. */
const VALUE_MIN = 4;

/** Adds to `plan` what the groups of fields ask for. */
export function spreadEdits(
  plan: Pick<Plan, 'edits' | 'seals'>,
  { spans }: Pick<Document, 'spans'>,
  groups: readonly (readonly PointerPattern[])[],
): void {
  if (groups.length === 0 || plan.edits.length + plan.seals.length === 0) return;
  for (const group of groups) {
    const members: number[] = [];
    for (const [index, span] of spans.entries()) {
      if (span.role === 'value' && group.some((pattern) => pattern.match(span.path))) members.push(index);
    }
    if (members.length < 2) continue;
    const among = new Set(members);
    const copies = (place: Omit<Edit, 'insert'>) =>
      among.has(place.span) ? copiesOf(place, { plan, spans, members }) : [];
    for (const edit of [...plan.edits]) {
      for (const place of copies(edit)) plan.edits.push({ ...place, insert: edit.insert });
    }
    for (const seal of [...plan.seals]) {
      for (const place of copies(seal.place)) {
        const secret = seal.secret.expose((plain) => new Secret(plain));
        plan.seals.push({ ...seal, place, secret, finding: { ...seal.finding, start: place.start, end: place.end } });
      }
    }
  }
}

interface Among {
  readonly plan: Pick<Plan, 'edits' | 'seals'>;
  readonly spans: Document['spans'];
  readonly members: readonly number[];
}

/** Where the same value stands in other members, untouched so far. */
function copiesOf({ span, start, end }: Omit<Edit, 'insert'>, { plan, spans, members }: Among): Omit<Edit, 'insert'>[] {
  const value = spans[span]?.text.slice(start, end) ?? '';
  if (value.length < VALUE_MIN) return [];
  const places: Omit<Edit, 'insert'>[] = [];
  for (const member of members) {
    const text = member === span ? '' : (spans[member]?.text ?? '');
    for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length)) {
      const place = { span: member, start: at, end: at + value.length };
      const taken = [...plan.edits, ...plan.seals.map((seal) => seal.place)].some(
        (other) => other.span === member && other.start < place.end && place.start < other.end,
      );
      if (!taken) places.push(place);
    }
  }
  return places;
}
