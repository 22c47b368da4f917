/** What reached the vendor, byte for byte, with the tokens marked. */
import type { WireRecord } from '../protocol.ts';
import { tokenParts } from '../token-parts.ts';
import { useFollow } from './use-follow.tsx';

interface Row {
  readonly record: WireRecord;
  /** How many drafts in a row this one stands for. */
  readonly drafts: number;
}

export function Wire({ records }: { records: readonly WireRecord[] }) {
  const log = useFollow(records.at(-1)?.seq);
  return (
    <div ref={log} class="wire" role="log" aria-label="Frames that reached the vendor">
      {records.length === 0 && <p class="hint">Nothing has crossed yet.</p>}
      {rows(records).map(({ record, drafts }) => (
        <figure key={record.seq} class={`frame ${record.kind}`}>
          <figcaption>
            <span class="way">{ways[record.way]}</span>
            {record.kind === 'typing' ? `typing preview${drafts > 1 ? `, ${drafts} sent` : ''}` : record.kind}
          </figcaption>
          <code>
            {tokenParts(record.raw).map((part, index) =>
              part.type === 'text' ? part.text : <mark key={index}>{part.text}</mark>,
            )}
          </code>
        </figure>
      ))}
    </div>
  );
}

const ways = { websocket: 'WS', http: 'HTTP', upload: 'FILE' } as const;

/** Drafts replace one another on the agent's screen, so a run of them takes one row: the newest. */
function rows(records: readonly WireRecord[]): readonly Row[] {
  const list: Row[] = [];
  for (const record of records) {
    const last = list.at(-1);
    const again = record.kind === 'typing' && last?.record.kind === 'typing';
    if (again) list.pop();
    list.push({ record, drafts: again ? last.drafts + 1 : 1 });
  }
  return list;
}
