/** What was inspected and what was not, and why: the honest half of every count. */
import type { Coverage } from '../summary.ts';
import { bytesWord, countWord, reasonWord } from '../words.ts';

export function CoveragePanel({ coverage }: { coverage: Coverage }) {
  const { inspected, missed } = coverage;
  return (
    <section class="panel wide">
      <h2>Coverage</h2>
      <p class="lead">What Chatveil looked into, and what passed without a look because a rule says so.</p>
      <div class="scroll">
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">Traffic</th>
              <th scope="col" class="number">
                Messages
              </th>
              <th scope="col" class="number">
                Bytes
              </th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">
                <span class="mark yes" aria-hidden="true">
                  ✓
                </span>{' '}
                Inspected
              </th>
              <td class="number">{countWord(inspected.messages)}</td>
              <td class="number">{bytesWord(inspected.bytes)}</td>
            </tr>
            {missed.map((row) => (
              <tr key={row.reason}>
                <th scope="row">
                  <span class="mark" aria-hidden="true">
                    ○
                  </span>{' '}
                  Not inspected: <code>{row.reason}</code> <span class="why">{reasonWord(row.reason)}</span>
                </th>
                <td class="number">{countWord(row.messages)}</td>
                <td class="number">{bytesWord(row.bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
