/** Fields that repeat a text get the same edit: what is hidden in one of them must not be read in another. */
import type { Document } from '../codecs/codec.ts';
import type { PointerPattern } from '../domain/pointer.ts';
import { Secret } from '../domain/secret.ts';
import type { Edit } from '../domain/text.ts';
import type { Work } from '../domain/work.ts';
import type { Plan } from './decide.ts';
import { TakenPlaces } from './taken-places.ts';

/** Texts whose paths are made before others have their turn. */
const READ_AT_ONCE = 256;
/** A shorter value is as likely a piece of something else. */
const VALUE_MIN = 4;

/** Adds to `plan` what the groups of fields ask for. */
export function* spreadEdits(
  plan: Pick<Plan, 'edits' | 'seals'>,
  { spans }: Pick<Document, 'spans'>,
  groups: readonly (readonly PointerPattern[])[],
): Work<void> {
  if (groups.length === 0 || plan.edits.length + plan.seals.length === 0) return;
  const taken = new TakenPlaces();
  for (const edit of plan.edits) taken.add(edit);
  for (const { place } of plan.seals) taken.add(place);
  for (const group of groups) {
    const members = yield* membersOf(group, spans);
    if (members.length < 2) continue;
    const among = new Set(members);
    const copies = (place: Omit<Edit, 'insert'>) =>
      among.has(place.span) ? copiesOf(place, { taken, spans, members }) : [];
    for (const edit of [...plan.edits]) {
      yield;
      for (const place of copies(edit)) {
        taken.add(place);
        plan.edits.push({ ...place, insert: edit.insert });
      }
    }
    for (const seal of [...plan.seals]) {
      yield;
      for (const place of copies(seal.place)) {
        taken.add(place);
        const secret = seal.secret.expose((plain) => new Secret(plain));
        plan.seals.push({ ...seal, place, secret, finding: { ...seal.finding, start: place.start, end: place.end } });
      }
    }
  }
}

function* membersOf(group: readonly PointerPattern[], spans: Document['spans']): Work<number[]> {
  const members: number[] = [];
  for (const [index, span] of spans.entries()) {
    if (index % READ_AT_ONCE === READ_AT_ONCE - 1) yield;
    if (span.role === 'value' && group.some((pattern) => pattern.match(span.path))) members.push(index);
  }
  return members;
}

interface Among {
  readonly taken: TakenPlaces;
  readonly spans: Document['spans'];
  readonly members: readonly number[];
}

/** Where the same value stands in other members, untouched so far. */
function copiesOf(
  { span, start, end }: Omit<Edit, 'insert'>,
  { taken, spans, members }: Among,
): Omit<Edit, 'insert'>[] {
  const value = spans[span]?.text.slice(start, end) ?? '';
  if (value.length < VALUE_MIN) return [];
  const places: Omit<Edit, 'insert'>[] = [];
  for (const member of members) {
    const text = member === span ? '' : (spans[member]?.text ?? '');
    for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length)) {
      const place = { span: member, start: at, end: at + value.length };
      if (!taken.meets(place)) places.push(place);
    }
  }
  return places;
}
