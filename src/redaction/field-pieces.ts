/** Which neighbouring fields of a document can be the pieces of one number: by their places, their sizes and how the number is printed. */
import type { TextSpan } from '../domain/text.ts';

/** Digits of a card number (ISO/IEC 7812-1), and of a US social security number. */
const CARD_MIN = 12;
const CARD_MAX = 19;
const SSN = 9;
/** As cards and SSNs are printed and as forms ask for them; fields of any other sizes need a name that says so. */
const printedCard = /^(?:4-4-4-(?:4(?:-[1-3])?|[1-3])|4-6-[45])$/;
const singles = /^1(?:-1){12,18}$/;
const printedSsn = /^3-2-4$/;

/** How fields belong together: elements or numbered fields of one name, or fields of one object under names of their own. */
type Kinship = 'row' | 'siblings' | undefined;

/** Pieces that may be one number, and how it is shown to the detectors. */
interface Candidate {
  /** Places in the list of pieces. */
  readonly from: number;
  readonly to: number;
  /** Words of the names of the fields, ending in a blank, or ''. */
  readonly label: string;
  /** The pieces with one sign between them. */
  readonly number: string;
  readonly kind: 'PAYMENT_CARD' | 'US_SSN';
  /** Nothing but words makes it certain enough. */
  readonly needsWords: boolean;
}

/** Names of fields that measure, count, date or name something: whatever stands in them is a number of its own. */
const measures = new Set(
  (
    'x y z w h width height depth length top left right bottom lat lng lon latitude longitude year month day hour ' +
    'minute count total page pages size limit offset price amount qty quantity version major minor patch build ' +
    'port status code id ids uuid ref min max start end from to rate score level weight duration volume'
  ).split(' '),
);

/** Rows of more fields are lists. */
const ROW_MAX = 24;
/** Digits beside a whole number: month and year of expiry, and the code. */
const BESIDE_MAX = 4;

/** Candidates among `pieces`: digit texts that follow one another without any other text in between. */
export function* candidatesIn(pieces: readonly TextSpan[]): Generator<Candidate | undefined> {
  for (let from = 0; from < pieces.length; ) {
    yield undefined;
    const found = mayBegin(pieces[from]?.bytes) ? candidateFrom(pieces, from) : undefined;
    if (found === undefined) from += 1;
    else {
      yield found;
      from = found.to;
    }
  }
}

/** No payment card begins otherwise (ISO/IEC 7812-1: 2 to 6 are the industries that issue them); an SSN has three digits first. */
function mayBegin(bytes: Buffer | undefined): boolean {
  const first = bytes?.[0] ?? 0;
  return mayIssue(first) || bytes?.length === 3 || bytes?.[3] === 0x20 || bytes?.[3] === 0x2d;
}

function mayIssue(first: number): boolean {
  return first >= 0x32 && first <= 0x36;
}

function candidateFrom(pieces: readonly TextSpan[], from: number): Candidate | undefined {
  const issued = mayIssue(pieces[from]?.bytes[0] ?? 0);
  const texts: string[] = [];
  let cut = '';
  let digits = 0;
  let best: Candidate | undefined;
  for (let last = from; last < pieces.length && digits < CARD_MAX; last += 1) {
    const text = pieces[last]?.text ?? '';
    texts.push(text);
    for (const group of text.split(/[ -]/)) {
      cut += cut === '' ? `${group.length}` : `-${group.length}`;
      digits += group.length;
    }
    if (last === from || digits > CARD_MAX) continue;
    const isSsn = digits === SSN && printedSsn.test(cut);
    const isCard = issued && digits >= CARD_MIN && holdsLuhn(texts.join(''));
    if (isSsn || isCard) best = judge(pieces, texts, { from, to: last + 1, cut, isSsn }) ?? best;
  }
  return best;
}

/** The sum of ISO/IEC 7812-1 annex B, to ask before the detectors are: nine in ten rows of digits end here. */
function holdsLuhn(text: string): boolean {
  let sum = 0;
  let double = false;
  for (let at = text.length - 1; at >= 0; at -= 1) {
    const digit = text.charCodeAt(at) - 0x30;
    if (digit < 0) continue;
    const weighed = double ? digit * 2 : digit;
    sum += weighed > 9 ? weighed - 9 : weighed;
    double = !double;
  }
  return sum % 10 === 0;
}

interface Cut {
  readonly from: number;
  readonly to: number;
  readonly cut: string;
  readonly isSsn: boolean;
}

/** `parts` are the texts of the pieces. */
function judge(pieces: readonly TextSpan[], parts: readonly string[], { from, to, cut, isSsn }: Cut) {
  const window = pieces.slice(from, to);
  const kinship = kinshipOf(window);
  if (kinship === undefined) return undefined;
  const names = namesOf(window, kinship);
  if (names.some((name) => measures.has(name) || measures.has(name.replace(/s$/, '')))) return undefined;
  if (!standsAlone(pieces, { from, to, cut, isSsn }, kinship)) return undefined;
  const bare = window.some(({ role }) => role === 'number');
  const plain = isSsn
    ? !bare
    : printedCard.test(cut)
      ? !bare || kinship === 'row'
      : kinship === 'row' && !bare && singles.test(cut);
  const sign = parts.some((part) => part.includes('-')) ? '-' : ' ';
  const label = names.length === 0 ? '' : `${names.join(' ')} `;
  const kind = isSsn ? ('US_SSN' as const) : ('PAYMENT_CARD' as const);
  return { from, to, label, number: parts.join(sign).replace(/[ -]/g, sign), kind, needsWords: !plain };
}

/** A fifth field like the four before makes a list; so do many numbers side by side. */
function standsAlone(pieces: readonly TextSpan[], { from, to, cut, isSsn }: Cut, kinship: 'row' | 'siblings'): boolean {
  const window = pieces.slice(from, to);
  const before = pieces[from - 1];
  const after = pieces[to];
  if (kinship === 'row') {
    const first = pieces.slice(from, from + 1);
    if (before !== undefined && kinshipOf([before, ...first]) === 'row') return false;
    if (after === undefined || kinshipOf([...window.slice(-1), after]) !== 'row') return to - from <= ROW_MAX;
    // Month, year and code in the same list as the number; never another group of its size.
    return !isSsn && !singles.test(cut) && after.text.length < 4 && pieces[to + BESIDE_MAX] === undefined;
  }
  let beside = 0;
  for (let at = from - 1; at >= 0 && isSibling(pieces[at], window[0]); at -= 1) beside += 1;
  for (let at = to; at < pieces.length && isSibling(pieces[at], window[0]); at += 1) beside += 1;
  return beside <= (isSsn ? 0 : BESIDE_MAX);
}

function isSibling(one: TextSpan | undefined, other: TextSpan | undefined): boolean {
  return one !== undefined && other !== undefined && parentOf(one.path) === parentOf(other.path);
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** One name over and over, or one that counts up by one in a single place, is a row. */
function kinshipOf(window: readonly TextSpan[]): Kinship {
  const paths = window.map(({ path }) => path);
  const first = paths[0] ?? '';
  const stem = first.replace(/\d+/g, '#');
  if (paths.every((path) => path.replace(/\d+/g, '#') === stem)) {
    const counts = paths.map((path) => (path.match(/\d+/g) ?? []).map(Number));
    const varying = (counts[0] ?? []).flatMap((_, place) =>
      counts.some((count) => count[place] !== counts[0]?.[place]) ? [place] : [],
    );
    const [place] = varying;
    if (place === undefined) return 'row';
    const steps = counts.every((count, index) => count[place] === (counts[0]?.[place] ?? 0) + index);
    return varying.length === 1 && steps ? 'row' : undefined;
  }
  const parent = parentOf(first);
  return paths.every((path) => parentOf(path) === parent) ? 'siblings' : undefined;
}

/** Words of the names, in small letters: of the one name of a row, else of all, with the name of what they stand in. */
function namesOf(window: readonly TextSpan[], kinship: 'row' | 'siblings'): string[] {
  const [first] = window;
  if (first === undefined) return [];
  const last = kinship === 'row' ? [nameOf(first.path)] : window.map(({ path }) => nameOf(path));
  const outer = kinship === 'siblings' ? [nameOf(parentOf(first.path))] : [];
  return [...new Set([...outer, ...last].flatMap(wordsOf))];
}

/** The last step of a path that is a name and no index. */
function nameOf(path: string): string {
  return path.split('/').findLast((step) => /\p{L}/u.test(step)) ?? '';
}

function wordsOf(name: string): string[] {
  const spaced = name.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').toLowerCase();
  return spaced.match(/\p{L}+/gu)?.slice(0, 6) ?? [];
}
