/** The privacy officer's page: what was found, where, what was done about it, and what was not inspected. */
import type { StatsAnswer } from '../../api/contract.ts';
import { type Facet, type Filter, facets, narrow, narrowCoverage, type Range, ranges, toggle } from '../filter.ts';
import { Bars } from '../parts/bars.tsx';
import { TimelinePanel } from '../parts/chart.tsx';
import { CoveragePanel } from '../parts/coverage.tsx';
import { Change, Headline } from '../parts/headline.tsx';
import { barsOf, changePercent, coverageOf, isExposed, timelineOf, total } from '../summary.ts';
import { actionWord, countWord, directionWord, kindCode, kindWord, percentWord } from '../words.ts';

export interface OverviewProps {
  readonly answer: StatsAnswer;
  /** Start of the shown period; the answer reaches back one more period to compare with. */
  readonly from: number;
  readonly filter: Filter;
  setFilter(filter: Filter): void;
}

export function Overview({ answer, from, filter, setFilter }: OverviewProps) {
  const shown = answer.stats.filter((line) => line.hour >= from);
  const lines = narrow(shown, filter);
  const coverage = coverageOf(narrowCoverage(answer.coverage, filter).filter((line) => line.hour >= from));
  const observing = answer.sites.filter(({ mode }) => mode === 'observe');
  const pick = (facet: Facet) => (value: string) => setFilter(toggle(filter, facet, value));
  const facet = (name: Facet) => ({
    bars: barsOf(narrow(shown, filter, name), name),
    picked: filter[name],
    pick: pick(name),
  });
  return (
    <>
      <FilterBar filter={filter} setFilter={setFilter} />
      {observing.length > 0 && (
        <p class="notice">
          Only observing: {observing.map(({ id }) => id).join(', ')}. Findings there are counted, and nothing is
          changed.
        </p>
      )}
      <Headlines answer={answer} from={from} filter={filter} share={coverage.share} />
      {shown.length === 0 ? (
        <Empty />
      ) : (
        <>
          <TimelinePanel timeline={timelineOf(lines, from, answer.to)} sentence={sentenceFor(lines, filter.range)} />
          <div class="tables">
            <Bars title="By kind" word={kindWord} code={kindCode} {...facet('kind')} />
            <Bars title="By action" word={actionWord} {...facet('action')} />
            <Bars title="By direction" word={directionWord} {...facet('direction')} />
            <Bars title="By site" word={(site) => site} {...facet('site')} />
          </div>
        </>
      )}
      <CoveragePanel coverage={coverage} />
    </>
  );
}

type HeadlinesProps = Omit<OverviewProps, 'setFilter'> & { readonly share: number | undefined };

function Headlines({ answer, from, filter, share }: HeadlinesProps) {
  const lines = narrow(answer.stats, filter);
  const kept = lines.filter((line) => !isExposed(line));
  const now = total(kept.filter((line) => line.hour >= from));
  const before = total(kept.filter((line) => line.hour < from));
  const exposed = lines.filter((line) => isExposed(line) && line.direction === 'to-upstream' && line.hour >= from);
  return (
    <div class="headlines">
      <Headline title="Protected" value={countWord(now)}>
        <Change percent={changePercent(now, before)} before={before} />
      </Headline>
      <Headline title="Passed as found" value={countWord(total(exposed))} tone={exposed.length > 0 ? 'eyes' : 'calm'}>
        {exposed.length > 0
          ? 'to the vendor, because the policy says so'
          : 'every finding was replaced, masked or stopped'}
      </Headline>
      <Headline
        title="Kinds found"
        value={countWord(
          barsOf(
            lines.filter((line) => line.hour >= from),
            'kind',
          ).length,
        )}
      >
        of sensitive data, in {answer.sites.length === 1 ? 'one site' : `${answer.sites.length} sites`}
      </Headline>
      <Headline title="Messages inspected" value={share === undefined ? '–' : percentWord(share)}>
        {share === undefined ? 'no traffic yet' : 'page files pass by rule; see Coverage'}
      </Headline>
    </div>
  );
}

const rangeWords: Readonly<Record<Range, string>> = { day: '24 hours', week: '7 days', month: '30 days' };

function FilterBar({ filter, setFilter }: Pick<OverviewProps, 'filter' | 'setFilter'>) {
  const picked = facets.filter((facet) => filter[facet] !== undefined);
  return (
    <div class="filters">
      <fieldset class="ranges">
        <legend class="visually-hidden">Period</legend>
        {(Object.keys(ranges) as Range[]).map((range) => (
          <button
            key={range}
            type="button"
            aria-pressed={filter.range === range}
            onClick={() => setFilter({ ...filter, range })}
          >
            {rangeWords[range]}
          </button>
        ))}
      </fieldset>
      {picked.map((facet) => (
        <button
          key={facet}
          type="button"
          class="picked"
          onClick={() => setFilter(toggle(filter, facet, filter[facet] ?? ''))}
        >
          {wordFor(facet, filter[facet] ?? '')} <span aria-hidden="true">×</span>
          <span class="visually-hidden">, remove this filter</span>
        </button>
      ))}
      {picked.length === 0 && <span class="tip">Click any row below to narrow the whole page to it.</span>}
    </div>
  );
}

function wordFor(facet: Facet, value: string): string {
  if (facet === 'kind') return kindWord(value);
  if (facet === 'action') return actionWord(value);
  return facet === 'direction' ? directionWord(value) : value;
}

function sentenceFor(lines: Parameters<typeof barsOf>[0], range: Range): string {
  const parts = barsOf(lines, 'kind').map(({ value, count }) => `${kindWord(value)}: ${countWord(count)}`);
  return `${parts.join(', ')} in the last ${rangeWords[range]}`;
}

function Empty() {
  return (
    <section class="panel wide empty">
      <h2>Nothing found in this period</h2>
      <p>
        As soon as a visitor writes a card number, a social security number, a diagnosis, an e-mail address or a phone
        number through Chatveil, it is counted here: its kind, where it went and what was done. Never the value.
      </p>
      <p>Check under Coverage that traffic comes through at all, or choose a longer period above.</p>
    </section>
  );
}
