/** Where the widget cuts a message that the visitor wants to send as two: through the longest number. */

/** Two pieces that join to `text`; the cut lies in the middle of the longest run of digits and separators. */
export function splitText(text: string): readonly [string, string] {
  let best = '';
  let at = 0;
  for (const run of text.matchAll(/\p{Nd}(?:[\p{Nd} .-]*\p{Nd})?/gu)) {
    if (run[0].length <= best.length) continue;
    best = run[0];
    at = run.index;
  }
  const cut = best.length > 1 ? at + Math.floor(best.length / 2) : Math.floor(text.length / 2);
  return [text.slice(0, cut), text.slice(cut)];
}
