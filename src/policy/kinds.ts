/** Groups of kinds, so that a rule reads as what it protects and covers kinds that later detectors bring. */
import type { DataKind } from '../domain/finding.ts';

const authentication = ['CARD_CVV', 'CARD_TRACK', 'PIN'] as const;
const nationalIds = [
  'UK_NINO',
  'UK_NHS',
  'CA_SIN',
  'AU_TFN',
  'AU_MEDICARE',
  'IN_AADHAAR',
  'IN_PAN',
  'BR_CPF',
  'ES_NIF',
  'ES_NIE',
  'FR_NIR',
  'DE_STEUERID',
  'IT_CF',
  'SG_NRIC',
  'PL_PESEL',
  'NL_BSN',
  'SE_PERSONNUMMER',
  'FI_HETU',
  'NO_FNR',
  'BE_NN',
  'PT_NIF',
  'CH_AHV',
  'TR_TCKN',
  'ZA_ID',
  'CL_RUT',
  'AR_CUIT',
  'MX_CURP',
  'CN_RIC',
  'TW_ID',
  'HK_ID',
  'KR_RRN',
  'JP_MYNUMBER',
  'TH_ID',
  'IL_ID',
  'IE_PPS',
  'RO_CNP',
  'NATIONAL_ID',
] as const;
const usIds = ['US_SSN', 'US_ITIN', 'US_EIN'] as const;
const travel = ['PASSPORT', 'DRIVER_LICENSE'] as const;
const credentials = ['PASSWORD', 'OTP'] as const;
const keys = ['API_KEY', 'JWT', 'PRIVATE_KEY', 'CONNECTION_STRING', 'CRYPTO_SEED', 'SECRET'] as const;

/**
 * The groups, by the name that stands in `kinds:` of a rule. Every kind of the taxonomy is in at
 * least one; a kind may be in several. Parents (`NATIONAL_ID`, `HEALTH`, `SECRET`, `BANK`) are what a
 * detector says that is sure of the family and not of the member.
 */
export const kindGroups = {
  /** PCI DSS 4.0.1 table 2: cardholder data, which may be kept if protected. */
  '@cards': ['PAYMENT_CARD', 'CARD_EXPIRY'],
  /** PCI DSS 4.0.1 table 2: sensitive authentication data, which may not be kept after authorisation. */
  '@card-authentication': authentication,
  '@bank': ['IBAN', 'SWIFT_BIC', 'US_ROUTING', 'US_BANK_ACCOUNT', 'UK_SORT_CODE', 'UK_BANK_ACCOUNT', 'BANK'],
  '@us-ids': usIds,
  '@national-ids': nationalIds,
  /** Numbers that a state gave to a person, and the documents that carry them. */
  '@government-ids': [...usIds, ...nationalIds, ...travel],
  '@documents': [...travel, 'VIN', 'VEHICLE_PLATE'],
  '@vehicles': ['VIN', 'VEHICLE_PLATE'],
  /** Ways to reach a person. */
  '@contact': ['EMAIL', 'PHONE', 'STREET_ADDRESS'],
  '@names': ['PERSON'],
  '@addresses': ['STREET_ADDRESS'],
  '@birth-dates': ['DATE_OF_BIRTH'],
  '@network': ['IP_ADDRESS', 'MAC_ADDRESS'],
  /** What is said of a person's health. */
  '@health': ['HEALTH_CONDITION', 'HEALTH_PROCEDURE', 'MEDICATION', 'HEALTH'],
  /** Numbers of patients, of their insurance and of those who treat them. */
  '@medical-ids': [
    'MEDICAL_RECORD_NUMBER',
    'HEALTH_INSURANCE_ID',
    'US_MBI',
    'US_NPI',
    'US_DEA',
    'UK_NHS',
    'AU_MEDICARE',
  ],
  /** What lets whoever holds it log in as somebody. */
  '@credentials': credentials,
  '@one-time-codes': ['OTP'],
  /** What lets whoever holds it use a machine, a service or a wallet. */
  '@keys': keys,
  '@secrets': [...credentials, ...keys, 'PIN'],
  /** Where coins are sent: public on its ledger, and still somebody's. */
  '@wallets': ['CRYPTO_ADDRESS'],
} as const satisfies Readonly<Record<`@${string}`, readonly DataKind[]>>;

export type KindGroup = keyof typeof kindGroups;

const groups: ReadonlyMap<string, ReadonlySet<DataKind>> = new Map(
  Object.entries(kindGroups).map(([name, kinds]) => [name, new Set<DataKind>(kinds)]),
);

/** Every kind of the groups, once, in order of the alphabet. */
export const taxonomy: readonly DataKind[] = [...new Set(Object.values(kindGroups).flat())].sort();

export function isKindGroup(name: string): name is KindGroup {
  return groups.has(name);
}

/**
 * Whether a name in `kinds:` covers a kind.
 *
 * @example
 * coversKind('@bank', 'IBAN'); // true
 * coversKind('HEALTH_*', 'HEALTH_CONDITION'); // true
 * coversKind('EMAIL', 'EMAIL'); // true
 */
export function coversKind(name: string, kind: DataKind): boolean {
  if (name.startsWith('@')) return groups.get(name)?.has(kind) ?? false;
  return name.endsWith('*') ? kind.startsWith(name.slice(0, -1)) : name === kind;
}
