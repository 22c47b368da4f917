/** Issuer identification ranges of payment card brands, with the lengths each brand issues. */

export interface Issuer {
  readonly brand: string;
  /** Six-digit prefixes, inclusive: `[400000, 499999]`. */
  readonly ranges: readonly (readonly [number, number])[];
  /** Lengths that make up nearly all cards of the brand. */
  readonly usual: readonly number[];
  /** Lengths that exist but that plain identifiers have as well; they need more than a check digit. */
  readonly rare: readonly number[];
}

/** `span(34)` is 340000 to 349999; `span(2221, 2720)` is 222100 to 272099. */
function span(first: number, last = first): readonly [number, number] {
  const scale = 10 ** (6 - String(first).length);
  return [first * scale, (last + 1) * scale - 1];
}

/**
 * ISO/IEC 7812-1 numbering as the brands publish it. Order matters where ranges nest: the first match names the brand.
 * UATP (1xxxxx, 15 digits) is left out: every 15-digit identifier that starts with 1 would be in it.
 */
const issuers: readonly Issuer[] = [
  { brand: 'amex', ranges: [span(34), span(37)], usual: [15], rare: [] },
  {
    brand: 'elo',
    ranges: [
      span(401178, 401179),
      span(431274),
      span(438935),
      span(451416),
      span(457393),
      span(457631, 457632),
      span(504175),
      span(506699, 506778),
      span(509000, 509999),
      span(627780),
      span(636297),
      span(636368),
      span(650031, 650033),
      span(650035, 650051),
      span(650405, 650439),
      span(650485, 650538),
      span(650541, 650598),
      span(650700, 650718),
      span(650720, 650727),
      span(650901, 650920),
      span(651652, 651679),
      span(655000, 655019),
      span(655021, 655058),
    ],
    usual: [16],
    rare: [],
  },
  {
    brand: 'hipercard',
    ranges: [
      span(384100),
      span(384140),
      span(384160),
      span(606282),
      span(637095),
      span(637568),
      span(637599),
      span(637609),
      span(637612),
    ],
    usual: [16],
    rare: [13, 19],
  },
  {
    brand: 'verve',
    ranges: [span(506099, 506198), span(507865, 507964), span(650002, 650027)],
    usual: [16, 18, 19],
    rare: [],
  },
  { brand: 'dankort', ranges: [span(5019), span(4571)], usual: [16], rare: [] },
  { brand: 'visa', ranges: [span(4)], usual: [16, 19], rare: [13, 18] },
  { brand: 'mir', ranges: [span(2200, 2204)], usual: [16, 17, 18, 19], rare: [] },
  { brand: 'borica', ranges: [span(2205)], usual: [16], rare: [] },
  { brand: 'mastercard', ranges: [span(51, 55), span(2221, 2720)], usual: [16], rare: [] },
  {
    brand: 'diners',
    ranges: [span(300, 305), span(3095), span(36), span(38, 39)],
    usual: [14, 16],
    rare: [15, 17, 18, 19],
  },
  { brand: 't-union', ranges: [span(31)], usual: [], rare: [19] },
  { brand: 'jcb', ranges: [span(3528, 3589)], usual: [16], rare: [17, 18, 19] },
  { brand: 'rupay', ranges: [span(508), span(353), span(356), span(60), span(81, 82)], usual: [16], rare: [] },
  { brand: 'discover', ranges: [span(6011), span(644, 649), span(65)], usual: [16], rare: [17, 18, 19] },
  { brand: 'troy', ranges: [span(9792)], usual: [16], rare: [] },
  { brand: 'napas', ranges: [span(9704)], usual: [16, 19], rare: [] },
  { brand: 'humo', ranges: [span(9860)], usual: [16], rare: [] },
  { brand: 'uzcard', ranges: [span(8600), span(5614)], usual: [16], rare: [] },
  { brand: 'unionpay', ranges: [span(62), span(8100, 8171)], usual: [16, 17, 18, 19], rare: [] },
  { brand: 'instapayment', ranges: [span(637, 639)], usual: [16], rare: [] },
  { brand: 'interpayment', ranges: [span(636)], usual: [16], rare: [17, 18, 19] },
  { brand: 'meeza', ranges: [span(5078)], usual: [16], rare: [] },
  {
    brand: 'maestro',
    ranges: [span(50), span(56, 58), span(6304), span(6390), span(67), span(601)],
    usual: [16, 18, 19],
    rare: [12, 13, 14, 15, 17],
  },
];

export interface Issued {
  readonly brand: string;
  readonly rare: boolean;
}

/** Ranges by first digit, so that a look-up touches a handful. */
const byFirstDigit: readonly (readonly { low: number; high: number; issuer: Issuer }[])[] = Array.from(
  { length: 10 },
  (_, digit) =>
    issuers.flatMap((issuer) =>
      issuer.ranges
        .filter(([low]) => Math.floor(low / 100_000) === digit)
        .map(([low, high]) => ({ low, high, issuer })),
    ),
);

const answers = new Map<Issuer, { usual: Issued; rare: Issued }>(
  issuers.map((issuer) => [
    issuer,
    { usual: { brand: issuer.brand, rare: false }, rare: { brand: issuer.brand, rare: true } },
  ]),
);

/** Whether any issuer's cards begin with these digits, of which there are six or more. */
export function mayBeginCard(digits: string): boolean {
  const prefix = Number(digits.slice(0, 6));
  return (byFirstDigit[Math.floor(prefix / 100_000)] ?? []).some(({ low, high }) => prefix >= low && prefix <= high);
}

/** Whose card of `length` digits starts with the six digits `prefix`; undefined when nobody issues such. */
export function issuedBy(prefix: number, length: number): Issued | undefined {
  let rare: Issued | undefined;
  for (const { low, high, issuer } of byFirstDigit[Math.floor(prefix / 100_000)] ?? []) {
    if (prefix < low || prefix > high) continue;
    if (issuer.usual.includes(length)) return answers.get(issuer)?.usual;
    if (rare === undefined && issuer.rare.includes(length)) rare = answers.get(issuer)?.rare;
  }
  return rare;
}
