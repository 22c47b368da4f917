/** Cuts a stored text into plain runs and tokens, so that pages can show tokens as chips. */

export type Part =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'token'; readonly text: string; readonly kind: string; readonly mask: string };

// A display aid for the demo pages, not the parser of docs/tokens.md: it checks no checksum.
const tokenShape = /\[([a-z][a-z -]{0,30}?)(?: +([^\]\s#][^\]#]{0,40}?))?(?: +#([^\]\s]{1,64}))?\]/gu;

/** `kind` is the word of the token (`card`), `mask` what is left visible (`••4242`), without the reference. */
export function tokenParts(text: string): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(tokenShape)) {
    const [whole, kind = '', mask = '', reference] = match;
    if (mask === '' && reference === undefined) continue;
    if (match.index > from) parts.push({ type: 'text', text: text.slice(from, match.index) });
    parts.push({ type: 'token', text: whole, kind, mask });
    from = match.index + whole.length;
  }
  if (from < text.length) parts.push({ type: 'text', text: text.slice(from) });
  return parts;
}
