/** Figures of a run and the bounds they must keep; a bound may be tightened by every run and loosened only on purpose. */
import type { Score, TypeScore } from './score.ts';

/** Shares from 0 to 1, except false alarms: per 1,000 harmless messages. */
export interface Figures {
  /** By type, then `recall`, `recallAny`, `precision`: at least. */
  readonly atLeast: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** At most. */
  readonly atMost: Readonly<Record<string, number>>;
}

const ratio = (part: number, whole: number): number | undefined => (whole === 0 ? undefined : part / whole);

function compact(figures: Readonly<Record<string, number | undefined>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(figures).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
}

const typeFigures = (tally: TypeScore): Record<string, number> =>
  compact({
    recall: ratio(tally.hit, tally.gold),
    recallAny: ratio(tally.hitAny, tally.gold),
    precision: ratio(tally.right, tally.predicted),
  });

const thousand = (share: number | undefined): number | undefined => (share === undefined ? undefined : 1000 * share);

export function figuresOf(score: Score): Figures {
  const { conversations: talk } = score;
  const labelled = [...score.types].filter(([, { gold }]) => gold > 0).sort(([a], [b]) => (a < b ? -1 : 1));
  const chat = compact({
    splitProtected: ratio(talk.splitProtected, talk.split),
    previewsProtected: ratio(talk.previewsProtected, talk.previews),
  });
  return {
    atLeast: {
      ALL: typeFigures(score.total),
      ...(Object.keys(chat).length > 0 ? { CONVERSATIONS: chat } : {}),
      ...Object.fromEntries(labelled.map(([type, tally]) => [type, typeFigures(tally)])),
    },
    atMost: compact({
      leak: ratio(score.total.leaked, score.total.letters),
      overRedaction: ratio(score.over, score.clear),
      falseAlarms: thousand(ratio(score.negativesFlagged, score.negatives)),
      falseAlarmsSent: thousand(ratio(talk.sentFlagged, talk.sent)),
      falseAlarmsPreviews: thousand(ratio(talk.harmlessPreviewsFlagged, talk.harmlessPreviews)),
    }),
  };
}

/** Room between a measured figure and its bound, so that a rounding is no failure. */
const marginOf = (name: string): number => (name.startsWith('falseAlarms') ? 1 : 0.005);
const down = (value: number): number => Math.max(0, Math.floor(value * 1000 + 1e-6) / 1000);
const up = (value: number): number => Math.ceil(value * 1000 - 1e-6) / 1000;

/** The bounds that follow from a run. With `keep` no bound gets looser than it was. */
export function boundsFrom(figures: Figures, before: Figures | undefined, keep: boolean): Figures {
  const atLeast = Object.entries(figures.atLeast).map(([type, named]) => [
    type,
    mapValues(named, (value, name) => {
      const old = before?.atLeast[type]?.[name];
      const fresh = down(value - marginOf(name));
      return keep && old !== undefined ? Math.max(old, fresh) : fresh;
    }),
  ]);
  return {
    atLeast: Object.fromEntries(atLeast),
    atMost: mapValues(figures.atMost, (value, name) => {
      const old = before?.atMost[name];
      const fresh = up(value + marginOf(name));
      return keep && old !== undefined ? Math.min(old, fresh) : fresh;
    }),
  };
}

function mapValues(
  named: Readonly<Record<string, number>>,
  change: (value: number, name: string) => number,
): Record<string, number> {
  return Object.fromEntries(Object.entries(named).map(([name, value]) => [name, change(value, name)]));
}

/** What does not keep its bound, in words; a bound without a figure is one as well. */
export function violations(figures: Figures, bounds: Figures): string[] {
  const low = Object.entries(bounds.atLeast).flatMap(([type, named]) =>
    Object.entries(named)
      .map(([name, bound]) => ({ name, bound, value: figures.atLeast[type]?.[name] }))
      // No prediction at all has no precision; recall tells of it.
      .filter(({ name, bound, value }) => (value === undefined ? name !== 'precision' : value < bound))
      .map(({ name, bound, value }) => `${type} ${name} ${shown(value)} is under its floor ${bound}`),
  );
  const high = Object.entries(bounds.atMost)
    .map(([name, bound]) => ({ name, bound, value: figures.atMost[name] }))
    .filter(({ bound, value }) => value === undefined || value > bound)
    .map(({ name, bound, value }) => `${name} ${shown(value)} is over its ceiling ${bound}`);
  return [...low, ...high];
}

const shown = (value: number | undefined): string => (value === undefined ? 'not measured' : value.toFixed(4));

/** JSON with a type on each line, so that a change of one figure is a change of one line. */
export function printFloors(floors: Readonly<Record<string, Figures>>): string {
  const corpora = Object.entries(floors).map(([name, { atLeast, atMost }]) => {
    const lines = Object.entries(atLeast).map(
      ([type, named]) => `      ${JSON.stringify(type)}: ${JSON.stringify(named)}`,
    );
    return `  ${JSON.stringify(name)}: {\n    "atLeast": {\n${lines.join(',\n')}\n    },\n    "atMost": ${JSON.stringify(atMost)}\n  }`;
  });
  return `{\n${corpora.join(',\n')}\n}\n`;
}
