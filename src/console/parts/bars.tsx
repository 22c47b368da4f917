/** Counts by one facet as a table with bars; a row narrows the whole page. */
import type { Bar } from '../summary.ts';
import { countWord } from '../words.ts';

export interface BarsProps {
  readonly title: string;
  readonly bars: readonly Bar[];
  readonly picked: string | undefined;
  word(value: string): string;
  code?(value: string): string;
  pick(value: string): void;
}

export function Bars({ title, bars, picked, word, code, pick }: BarsProps) {
  const most = bars[0]?.count ?? 1;
  return (
    <section class="panel">
      <h2>{title}</h2>
      {bars.length === 0 ? (
        <p class="none">Nothing in this period.</p>
      ) : (
        <table class="bars">
          <thead class="visually-hidden">
            <tr>
              <th scope="col">{title}</th>
              <th scope="col">Count</th>
            </tr>
          </thead>
          <tbody>
            {bars.map(({ value, count }) => (
              <tr key={value} class={picked === undefined || picked === value ? '' : 'dim'}>
                <td>
                  <span class="bar" style={{ width: `${Math.max(1, (count / most) * 100)}%` }} />
                  <button type="button" aria-pressed={picked === value} onClick={() => pick(value)}>
                    {code !== undefined && <span class="code">{code(value)}</span>}
                    {word(value)}
                  </button>
                </td>
                <td class="number">{countWord(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
