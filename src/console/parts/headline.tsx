/** The few numbers that matter, each with its change to the period before. */
import type { ComponentChildren } from 'preact';
import { countWord } from '../words.ts';

export interface HeadlineProps {
  readonly title: string;
  readonly value: string;
  /** `calm` as it should be, `eyes` when somebody should look. */
  readonly tone?: 'calm' | 'eyes';
  readonly children: ComponentChildren;
}

export function Headline({ title, value, tone = 'calm', children }: HeadlineProps) {
  return (
    <div class={`headline ${tone}`}>
      <h2>{title}</h2>
      <p class="value">{value}</p>
      <p class="note">{children}</p>
    </div>
  );
}

export function Change({ percent, before }: { percent: number | undefined; before: number }) {
  if (percent === undefined) return <>nothing in the period before</>;
  const arrow = percent > 0 ? '▲' : percent < 0 ? '▼' : '＝';
  return (
    <>
      {arrow} {Math.abs(percent)} % against {countWord(before)} before
    </>
  );
}
