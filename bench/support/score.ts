/**
 * Scores predictions against labelled rows by the rules of the public corpus format: a value is found when half of it
 * is covered by a compatible prediction; leaks and over-redaction count letters and digits.
 */
import type { PredictedSpan, Prediction, Row } from '../../test/support/corpus/rows.ts';
import { covered, type Interval, lettersIn, overlap, union } from './intervals.ts';
import { compatible } from './score-types.ts';

export interface TypeScore {
  gold: number;
  /** Found under a compatible type, and under any. */
  hit: number;
  hitAny: number;
  predicted: number;
  right: number;
  letters: number;
  leaked: number;
}

export interface Score {
  /** Rows that count; rows on which policies differ are apart. */
  rows: number;
  readonly ambiguous: { rows: number; flagged: number };
  negatives: number;
  negativesFlagged: number;
  /** Letters and digits outside every label, and how many of them a prediction covers. */
  clear: number;
  over: number;
  readonly total: TypeScore;
  readonly types: Map<string, TypeScore>;
  readonly conversations: ConversationScore;
}

export interface ConversationScore {
  split: number;
  splitProtected: number;
  previews: number;
  previewsProtected: number;
  /** Messages and previews of harmless conversations, and how many hold a prediction. */
  sent: number;
  sentFlagged: number;
  harmlessPreviews: number;
  harmlessPreviewsFlagged: number;
}

/** From how many visible letters or digits an unfinished value counts as shown. */
const partialMin: Readonly<Record<string, number>> = { PAYMENT_CARD: 7, US_SSN: 6, IBAN: 10 };
/** How many of a split value may stay visible; never more than half of it. */
const visibleMax: Readonly<Record<string, number>> = { PAYMENT_CARD: 8, US_SSN: 5, IBAN: 10 };

interface Place extends Interval {
  readonly msg: number;
  readonly outer: Interval;
  readonly partial: boolean;
}

interface Entity {
  readonly type: string;
  readonly split: boolean;
  readonly places: readonly Place[];
}

type Placed = Required<PredictedSpan>;

/** One row with what was predicted for it, in one shape for messages and conversations. */
interface Case {
  readonly texts: readonly string[];
  readonly previews: readonly boolean[];
  readonly entities: readonly Entity[];
  readonly harmless: boolean;
  readonly ignored: readonly (Interval & { readonly msg: number })[];
  readonly predicted: readonly Placed[];
  /** What predictions of any type cover, by message. */
  readonly masked: readonly (readonly Interval[])[];
}

export function score(rows: readonly Row[], predictions: readonly Prediction[]): Score {
  const byId = new Map(predictions.map((prediction) => [prediction.id, prediction.spans]));
  const result = emptyScore();
  for (const row of rows) {
    const one = caseOf(row, byId.get(row.id) ?? []);
    if (one.entities.length === 0 && !one.harmless) {
      result.ambiguous.rows += 1;
      if (one.predicted.length > 0) result.ambiguous.flagged += 1;
      continue;
    }
    add(result, one);
  }
  return result;
}

function add(result: Score, one: Case): void {
  result.rows += 1;
  const judged = one.predicted.filter((span) => {
    const ignored = union(one.ignored.filter(({ msg }) => msg === span.msg));
    return covered(span, ignored) < 0.5 * (span.end - span.start);
  });
  if (one.harmless) {
    result.negatives += 1;
    if (judged.length > 0) result.negativesFlagged += 1;
  }
  for (const entity of one.entities) addEntity(result, one, entity);
  for (const span of judged) {
    for (const tally of [result.total, tallyOf(result, span.type)]) {
      tally.predicted += 1;
      if (isRight(one, span)) tally.right += 1;
    }
  }
  addOver(result, one);
  if (one.previews.length > 0) addConversation(result.conversations, one, judged);
}

function addEntity(result: Score, one: Case, entity: Entity): void {
  const fitting = one.predicted.filter(({ type }) => compatible(entity.type, type));
  let [length, hit, hitAny, letters, leaked] = [0, 0, 0, 0, 0];
  for (const place of entity.places) {
    const masked = one.masked[place.msg] ?? [];
    length += place.end - place.start;
    hit += covered(place, union(fitting.filter(({ msg }) => msg === place.msg)));
    hitAny += covered(place, masked);
    const at = lettersIn(one.texts[place.msg] ?? '', place);
    letters += at.length;
    leaked += at.filter((index) => !inside(index, masked)).length;
  }
  for (const tally of [result.total, tallyOf(result, entity.type)]) {
    tally.gold += 1;
    if (hit >= 0.5 * length) tally.hit += 1;
    if (hitAny >= 0.5 * length) tally.hitAny += 1;
    tally.letters += letters;
    tally.leaked += leaked;
  }
}

/** Covers half of a compatible value, or lies half within what may be redacted with such values. */
function isRight(one: Case, span: Placed): boolean {
  const places = one.entities
    .filter(({ type }) => compatible(type, span.type))
    .flatMap((entity) => entity.places.filter(({ msg }) => msg === span.msg));
  return (
    places.some((place) => overlap(span, place) >= 0.5 * (place.end - place.start)) ||
    covered(span, union(places.map(({ outer }) => outer))) >= 0.5 * (span.end - span.start)
  );
}

function addOver(result: Score, one: Case): void {
  one.texts.forEach((text, msg) => {
    const allowed = union([
      ...one.entities.flatMap(({ places }) => places.filter((place) => place.msg === msg).map(({ outer }) => outer)),
      ...one.ignored.filter((place) => place.msg === msg),
    ]);
    const outside = lettersIn(text, { start: 0, end: text.length }).filter((index) => !inside(index, allowed));
    result.clear += outside.length;
    result.over += outside.filter((index) => inside(index, one.masked[msg] ?? [])).length;
  });
}

function addConversation(tally: ConversationScore, one: Case, judged: readonly Placed[]): void {
  const lettersOf = (place: Place): number[] => lettersIn(one.texts[place.msg] ?? '', place);
  const visible = (place: Place): number =>
    lettersOf(place).filter((index) => !inside(index, one.masked[place.msg] ?? [])).length;
  for (const { type, split, places } of one.entities) {
    if (split) {
      const whole = places.reduce((sum, place) => sum + lettersOf(place).length, 0);
      const shown = places.reduce((sum, place) => sum + visible(place), 0);
      tally.split += 1;
      if (shown <= Math.min(visibleMax[type] ?? whole / 2, whole / 2)) tally.splitProtected += 1;
    }
    for (const place of places.filter(({ msg }) => one.previews[msg] === true)) {
      const half = covered(place, one.masked[place.msg] ?? []) >= 0.5 * (place.end - place.start);
      tally.previews += 1;
      if (place.partial ? visible(place) < (partialMin[type] ?? 1) : half) tally.previewsProtected += 1;
    }
  }
  if (!one.harmless) return;
  one.previews.forEach((preview, msg) => {
    const flagged = judged.some((span) => span.msg === msg) ? 1 : 0;
    tally[preview ? 'harmlessPreviews' : 'sent'] += 1;
    tally[preview ? 'harmlessPreviewsFlagged' : 'sentFlagged'] += flagged;
  });
}

function caseOf(row: Row, spans: readonly PredictedSpan[]): Case {
  const texts = row.messages === undefined ? [row.text] : row.messages.map(({ text }) => text);
  const predicted = spans
    .map((span) => ({ ...span, msg: span.msg ?? 0 }))
    .filter(({ msg, start, end }) => texts[msg] !== undefined && end > start);
  return {
    texts,
    previews: row.messages?.map(({ kind }) => kind === 'preview') ?? [],
    entities: entitiesOf(row),
    harmless: row.neg === true,
    ignored: (row.ignore ?? []).map((place) => ({ msg: 0, ...place })),
    predicted,
    masked: texts.map((_, msg) => union(predicted.filter((span) => span.msg === msg))),
  };
}

function entitiesOf(row: Row): Entity[] {
  const placeOf = (place: Interval & { msg: number; outer?: readonly [number, number]; partial?: boolean }): Place => ({
    msg: place.msg,
    start: place.start,
    end: place.end,
    outer: place.outer ? { start: place.outer[0], end: place.outer[1] } : place,
    partial: place.partial === true,
  });
  return row.messages === undefined
    ? row.spans.map((span) => ({ type: span.type, split: false, places: [placeOf({ msg: 0, ...span })] }))
    : row.spans.map(({ type, split, parts }) => ({ type, split: split === true, places: parts.map(placeOf) }));
}

const inside = (index: number, places: readonly Interval[]): boolean =>
  places.some(({ start, end }) => index >= start && index < end);

function tallyOf(result: Score, type: string): TypeScore {
  const known = result.types.get(type);
  if (known) return known;
  const fresh = emptyTally();
  result.types.set(type, fresh);
  return fresh;
}

const emptyTally = (): TypeScore => ({ gold: 0, hit: 0, hitAny: 0, predicted: 0, right: 0, letters: 0, leaked: 0 });

function emptyScore(): Score {
  return {
    rows: 0,
    ambiguous: { rows: 0, flagged: 0 },
    negatives: 0,
    negativesFlagged: 0,
    clear: 0,
    over: 0,
    total: emptyTally(),
    types: new Map(),
    conversations: {
      split: 0,
      splitProtected: 0,
      previews: 0,
      previewsProtected: 0,
      sent: 0,
      sentFlagged: 0,
      harmlessPreviews: 0,
      harmlessPreviewsFlagged: 0,
    },
  };
}
