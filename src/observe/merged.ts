/** One page of metrics for several processes: numbers added up, those of processes that ended kept where they only grow. */
import { AggregatorRegistry, type MetricObject, type Registry } from 'prom-client';

export interface MergedMetrics {
  readonly contentType: string;
  /** `others`: what `exportMetrics` gave in each of the other processes. */
  text(others: readonly (readonly object[])[]): Promise<string>;
  /** A process is gone: its counters stay in the sum, so that no rate jumps; its gauges leave with it. */
  retire(last: readonly object[]): Promise<void>;
}

type Exported = readonly MetricObject[];

/** Everything of a registry in a form that crosses processes. */
export async function exportMetrics(registry: Registry): Promise<readonly object[]> {
  return (await registry.getMetricsAsJSON()) as unknown as object[];
}

export function createMergedMetrics(own: Registry): MergedMetrics {
  let retired: Exported = [];
  return {
    contentType: own.contentType,
    async text(others) {
      const all = [(await exportMetrics(own)) as Exported, ...(others as readonly Exported[]), retired];
      return merge(all).metrics();
    },
    async retire(last) {
      const growing = (last as Exported).filter(({ type }) => /^(counter|histogram)$/.test(String(type)));
      retired = (await exportMetrics(merge([retired, growing]))) as Exported;
    },
  };
}

function merge(parts: readonly Exported[]): Registry {
  return AggregatorRegistry.aggregate(parts.filter(({ length }) => length > 0) as unknown as object[]);
}
