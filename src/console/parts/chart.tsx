/** Findings over time, stacked by kind, as a picture or as a table. */
import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import type { Timeline } from '../summary.ts';
import { countWord, kindCode, kindColour, kindWord } from '../words.ts';

const heightPx = 220;

export function TimelinePanel({ timeline, sentence }: { timeline: Timeline; sentence: string }) {
  const [asTable, setAsTable] = useState(false);
  return (
    <section class="panel wide">
      <div class="panel-head">
        <h2>Over time</h2>
        <button type="button" class="small" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? 'Show as chart' : 'Show as table'}
        </button>
      </div>
      {asTable ? <TimelineTable timeline={timeline} /> : <TimelineChart timeline={timeline} sentence={sentence} />}
    </section>
  );
}

function stepWord(step: number, unit: Timeline['unit']): string {
  const date = new Date(step);
  return unit === 'hour'
    ? date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })
    : date.toLocaleDateString(undefined, { month: 'short', day: 'numeric' });
}

function TimelineTable({ timeline }: { timeline: Timeline }) {
  const { steps, unit, series } = timeline;
  return (
    <div class="scroll">
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">{unit === 'hour' ? 'Hour from' : 'Day'}</th>
            {series.map(({ kind }) => (
              <th scope="col" key={kind} class="number">
                {kindWord(kind)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps.map((step, index) => (
            <tr key={step}>
              <th scope="row" title={new Date(step).toISOString()}>
                {stepWord(step, unit)}
              </th>
              {series.map(({ kind, counts }) => (
                <td key={kind} class="number">
                  {countWord(counts[index] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TimelineChart({ timeline, sentence }: { timeline: Timeline; sentence: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    let plot = draw(element, timeline);
    const redraw = (): void => {
      plot.destroy();
      plot = draw(element, timeline);
    };
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', redraw);
    const watcher = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: heightPx }));
    watcher.observe(element);
    return () => {
      scheme.removeEventListener('change', redraw);
      watcher.disconnect();
      plot.destroy();
    };
  }, [timeline]);
  return (
    <>
      <ul class="legend" aria-hidden="true">
        {timeline.series.map(({ kind }) => (
          <li key={kind} class={`key-${kindColour(kind)}`}>
            <span class="code">{kindCode(kind)}</span> {kindWord(kind)}
          </li>
        ))}
      </ul>
      <div ref={place} class="chart" role="img" aria-label={sentence} />
    </>
  );
}

/** Room for one label, in pixels. */
const labelPx = 64;

function draw(element: HTMLElement, timeline: Timeline): uPlot {
  const { steps, unit, series } = timeline;
  const style = getComputedStyle(element);
  const ink = style.color;
  const line = style.borderTopColor;
  const colours = series.map(({ kind }) => colourOf(element, kindColour(kind)));
  const stacked = stack(series.map(({ counts }) => counts));
  const bars = uPlot.paths.bars?.({ size: [0.7, 60] });
  const axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
  const every = Math.ceil((steps.length * labelPx) / Math.max(labelPx, element.clientWidth));
  return new uPlot(
    {
      width: element.clientWidth,
      height: heightPx,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        // Steps are numbered rather than dated: days of 23 and 25 hours take the same room.
        x: { time: false, range: () => [-0.6, steps.length - 0.4] },
        y: { range: (_, __, max) => [0, Math.max(4, Math.ceil(max * 1.1))] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          splits: () => steps.map((_, index) => index).filter((index) => index % every === 0),
          values: (_, splits) => splits.map((index) => stepWord(steps[index] ?? 0, unit)),
        },
        { ...axis, size: 44, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 10_000, 100_000] },
      ],
      // The tallest stack is drawn first, the ones below it over it.
      series: [
        {},
        ...stacked.map((_, index) => {
          const colour = colours[stacked.length - 1 - index] ?? ink;
          return { stroke: colour, fill: colour, width: 0, points: { show: false }, ...(bars ? { paths: bars } : {}) };
        }),
      ],
    },
    [steps.map((_, index) => index), ...stacked.reverse()],
    element,
  );
}

/** Running sums: row n holds the counts of kinds 0 to n. */
function stack(rows: readonly (readonly number[])[]): number[][] {
  const sums: number[][] = [];
  for (const row of rows) sums.push(row.map((count, index) => count + (sums.at(-1)?.[index] ?? 0)));
  return sums;
}

/** Canvas cannot read custom properties: a probe resolves them, light or dark as it is now. */
function colourOf(element: HTMLElement, index: number): string {
  const probe = document.createElement('span');
  probe.className = `key-${index}`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
