/**
 * Judges digits by the numbering plans of libphonenumber-js, and is the one place that knows that library. Its patterns
 * are compiled once a country, on first use: parsing anew costs 10 to 30 microseconds a try, a compiled plan under one.
 */
import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  Metadata,
} from 'libphonenumber-js/max';

/** `valid`: the plan has assigned such numbers. `possible`: as many digits as the plan's numbers have. */
export type Judgement = 'valid' | 'possible';

/** What the library answers about one plan; its own typings leave these questions out. */
interface PlanReader {
  nationalNumberPattern(): string;
  possibleLengths(): readonly number[];
  nationalPrefixForParsing(): string | undefined;
  nationalPrefixTransformRule(): string | undefined;
  type(name: string): { pattern(): string | undefined } | undefined;
}

interface Plan {
  /** Bit n is set when a number may have n digits. */
  readonly lengths: number;
  readonly general: RegExp;
  readonly assigned: RegExp;
  /** What is dialled in front of a number inside the country, and what the number is without it. */
  readonly trunk: RegExp | undefined;
  /** The trunk prefix where it is one plain number, as it is nearly everywhere. */
  readonly trunkDigits: string | undefined;
  readonly transform: string | undefined;
}

const lineTypes = [
  'FIXED_LINE',
  'MOBILE',
  'PERSONAL_NUMBER',
  'VOIP',
  'PAGER',
  'TOLL_FREE',
  'SHARED_COST',
  'PREMIUM_RATE',
  'UAN',
  'VOICEMAIL',
];

/** ITU-T E.164: a number has at most 15 digits with its calling code; some plans allow a trunk zero on top. */
export const E164_MAX = 15;

const plans = new Map<string, Plan>();
const byCallingCode = new Map<string, CountryCode[]>();
for (const country of getCountries()) {
  const code = getCountryCallingCode(country);
  byCallingCode.set(code, [...(byCallingCode.get(code) ?? []), country]);
}

/** The calling code that the digits of an international number start with; no code is the beginning of another. */
export function callingCodeOf(digits: string): string | undefined {
  for (let size = 1; size <= 3; size += 1) if (byCallingCode.has(digits.slice(0, size))) return digits.slice(0, size);
  return undefined;
}

/** Judges digits that start with a calling code, perhaps with a trunk prefix behind it: `+44 (0)20 ...`. */
export function judgeInternational(digits: string): Judgement | undefined {
  const code = digits.length > E164_MAX + 1 ? undefined : callingCodeOf(digits);
  if (code === undefined) return undefined;
  return judge(digits.slice(code.length), byCallingCode.get(code) ?? [], simplyWithoutTrunk);
}

/**
 * Judges digits as they are dialled inside one of the countries. With `trunkDue`, a country that it names takes
 * only numbers that start with its trunk prefix.
 */
export function judgeNational(
  digits: string,
  countries: readonly string[],
  trunkDue?: ReadonlySet<string>,
): Judgement | undefined {
  return judge(digits, countries, withoutTrunk, trunkDue);
}

function judge(
  digits: string,
  countries: readonly string[],
  strip: (plan: Plan, digits: string) => string,
  trunkDue?: ReadonlySet<string>,
): Judgement | undefined {
  let possible = false;
  for (const country of countries) {
    const plan = planOf(country);
    if (plan === undefined) continue;
    const bare = strip(plan, digits);
    if (bare !== digits && assigns(plan, bare)) return 'valid';
    if (bare !== digits && fits(plan, bare)) possible = true;
    if (bare === digits && trunkDue?.has(country) === true) continue;
    if (assigns(plan, digits)) return 'valid';
    if (fits(plan, digits)) possible = true;
  }
  return possible ? 'possible' : undefined;
}

function assigns(plan: Plan, national: string): boolean {
  return fits(plan, national) && plan.general.test(national) && plan.assigned.test(national);
}

function fits({ lengths }: Plan, { length }: string): boolean {
  return length < 32 && ((lengths >>> length) & 1) === 1;
}

/** Strips the trunk prefix, and puts a number that is dialled otherwise at home into its international order. */
function withoutTrunk(plan: Plan, digits: string): string {
  if (plan.trunk === undefined) return simplyWithoutTrunk(plan, digits);
  const match = plan.trunk?.exec(digits);
  const captured = match?.at(-1);
  if (
    match === null ||
    match === undefined ||
    plan.transform === undefined ||
    match.length < 2 ||
    captured === undefined
  )
    return simplyWithoutTrunk(plan, digits);
  const order = plan.transform.replace(/\$(\d)/g, (_, index) => match[Number(index)] ?? '');
  return order + digits.slice(match[0].length);
}

/** Local forms without an area code exist at home only. */
function simplyWithoutTrunk({ trunk, trunkDigits, transform }: Plan, digits: string): string {
  if (trunkDigits !== undefined) return digits.startsWith(trunkDigits) ? digits.slice(trunkDigits.length) : digits;
  const match = trunk?.exec(digits);
  if (match === null || match === undefined || (transform !== undefined && match[1] !== undefined)) return digits;
  return digits.slice(match[0].length);
}

function planOf(country: string): Plan | undefined {
  const known = plans.get(country);
  if (known !== undefined || !isSupportedCountry(country)) return known;
  const metadata = new Metadata();
  metadata.selectNumberingPlan(country);
  const reader = metadata.numberingPlan as unknown as PlanReader;
  const patterns = lineTypes.map((name) => reader.type(name)?.pattern()).filter((pattern) => pattern);
  const trunk = reader.nationalPrefixForParsing();
  const isPlain = trunk !== undefined && /^\d+$/.test(trunk);
  const plan: Plan = {
    lengths: reader.possibleLengths().reduce((bits, length) => bits | (1 << length), 0),
    general: whole(reader.nationalNumberPattern()),
    assigned: whole(patterns.join('|')),
    trunk: trunk && !isPlain ? new RegExp(`^(?:${trunk})`) : undefined,
    trunkDigits: isPlain ? trunk : undefined,
    transform: reader.nationalPrefixTransformRule() || undefined,
  };
  plans.set(country, plan);
  return plan;
}

function whole(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`);
}
