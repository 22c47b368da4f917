/** What becomes of tokens in a text: which are exempt from detection, which are disarmed, which are given back. */
import type { Finding } from '../domain/finding.ts';
import type { FrameHead } from '../domain/frame.ts';
import type { Edit } from '../domain/text.ts';
import type { Work } from '../domain/work.ts';
import { maskedAddress } from '../vault/stand-in.ts';
import type { FoundToken } from '../vault/token.ts';
import type { Sealer } from '../vault/vault.ts';
import type { Plan, PlanContext } from './decide.ts';
import type { Marks } from './marks.ts';

interface Place {
  readonly start: number;
  readonly end: number;
}

/** All that a label of ours shows: words, and four digits behind two dots. Anything else was written by somebody. */
const ownLabel = /^[\p{L} -]{1,40}(?: ••\d{4})?$/u;

/** Tokens whose making is looked up before others have their turn. */
const OWNED_AT_ONCE = 32;

/**
 * Tokens that cannot hold a value: made by this vault for this conversation, with a label as we print it.
 * The checksum alone proves nothing, because anybody can compute it around any text.
 */
export function* exemptTokens(
  tokens: readonly FoundToken[],
  { site, conversation }: Pick<FrameHead, 'site' | 'conversation'>,
  tenant: string,
  owns: Sealer['owns'],
): Work<readonly FoundToken[]> {
  if (tokens.length === 0) return tokens;
  const place = { tenant, site, conversation };
  // Without a kind there were other words between the brackets than a label's.
  const plain = tokens.filter(({ label, parsed }) => parsed.kind !== '' && ownLabel.test(label));
  const own: FoundToken[] = [];
  for (const [index, found] of plain.entries()) {
    if (index % OWNED_AT_ONCE === OWNED_AT_ONCE - 1) yield;
    if (owns(found.token, place)) own.push(found);
  }
  return own;
}

/** Those of `edits`, which are in order and do not overlap, that meet a place. */
function meeting(edits: readonly Place[], place: Place): readonly Place[] {
  let at = firstBehind(edits, place.start);
  const from = at;
  while (at < edits.length && meets(edits[at] as Place, place)) at += 1;
  return edits.slice(from, at);
}

function meets(one: Place, other: Place): boolean {
  return one.start < other.end && other.start < one.end;
}

/** Findings without the parts of them that lie in exempt tokens: a value may begin in front of one. Tokens come in order. */
export function outside<Found extends Finding>(
  findings: readonly Found[],
  exempt: readonly FoundToken[],
): readonly Found[] {
  if (exempt.length === 0) return findings;
  return findings.flatMap((finding) => {
    const parts: Found[] = [];
    let from = finding.start;
    for (let at = firstBehind(exempt, finding.start); at < exempt.length; at += 1) {
      const token = exempt[at];
      if (token === undefined || token.start >= finding.end) break;
      if (token.start > from) parts.push({ ...finding, start: from, end: token.start });
      from = Math.max(from, token.end);
    }
    if (from === finding.start) return [finding];
    if (from < finding.end) parts.push({ ...finding, start: from });
    return parts;
  });
}

/** The first of `places`, which are in order, that ends behind `start`, by halving. */
function firstBehind(places: readonly Place[], start: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((places[middle]?.end ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * What a visitor types is never a token: it becomes words. Where something in it was found and replaced, all
 * the rest of it goes, so that no reference is left around the new text.
 */
export function disarm(span: number, token: FoundToken, edits: readonly Place[]): readonly Edit[] {
  const met = edits.filter((edit) => meets(edit, token)).toSorted((a, b) => a.start - b.start);
  const words = token.address === true ? maskedAddress : `(${token.label})`;
  if (met.length === 0) return [{ span, start: token.start, end: token.end, insert: words }];
  const gaps: Edit[] = [];
  let from = token.start;
  for (const { start, end } of [...met, { start: token.end, end: token.end }]) {
    if (start > from) gaps.push({ span, start: from, end: start, insert: from === token.start ? '(' : ' ' });
    from = Math.max(from, end);
  }
  return gaps;
}

/** Tokens that are planned for before others have their turn. */
const TOKENS_AT_ONCE = 256;

interface TokenContext {
  readonly context: PlanContext;
  readonly marks: Marks;
  /** How much of the plan is about other texts. */
  readonly before: { readonly edits: number; readonly seals: number };
}

/** What a visitor types is never a token; what comes back may be one of this conversation's own. */
export function* planTokens(
  plan: Plan,
  index: number,
  tokens: readonly FoundToken[],
  { context, marks, before }: TokenContext,
): Work<void> {
  const edits = [...plan.edits.slice(before.edits), ...plan.seals.slice(before.seals).map(({ place }) => place)].sort(
    (a, b) => a.start - b.start,
  );
  for (const [number, token] of tokens.entries()) {
    if (number % TOKENS_AT_ONCE === TOKENS_AT_ONCE - 1) yield;
    const place = { span: index, start: token.start, end: token.end };
    const met = meeting(edits, token);
    if (context.head.direction === 'to-upstream') plan.edits.push(...disarm(index, token, met));
    else if (context.restoring && marks.own(index) && met.length === 0)
      plan.restores.push({ place, token: token.token });
  }
}
