/** Which predicted type counts as the right one for a labelled type: itself, its parents, and types with one spelling. */

const families: Readonly<Record<string, readonly string[]>> = {
  HEALTH: ['HEALTH_CONDITION', 'HEALTH_PROCEDURE', 'MEDICATION'],
  SECRET: ['API_KEY', 'PASSWORD', 'PIN', 'OTP', 'JWT', 'PRIVATE_KEY', 'CONNECTION_STRING', 'CRYPTO_SEED'],
  BANK: ['IBAN', 'SWIFT_BIC', 'US_ROUTING', 'US_BANK_ACCOUNT', 'UK_SORT_CODE', 'UK_BANK_ACCOUNT'],
  NATIONAL_ID: (
    'UK_NINO UK_NHS CA_SIN AU_TFN AU_MEDICARE IN_AADHAAR IN_PAN BR_CPF ES_NIF ES_NIE FR_NIR DE_STEUERID IT_CF SG_NRIC ' +
    'PL_PESEL NL_BSN SE_PERSONNUMMER FI_HETU NO_FNR BE_NN PT_NIF CH_AHV TR_TCKN ZA_ID CL_RUT AR_CUIT MX_CURP CN_RIC ' +
    'TW_ID HK_ID KR_RRN JP_MYNUMBER TH_ID IL_ID IE_PPS RO_CNP US_SSN US_ITIN US_EIN'
  ).split(' '),
};

/** Told apart by words alone, so one may stand for the other. */
const siblings: readonly (readonly string[])[] = [
  families['HEALTH'] ?? [],
  families['SECRET'] ?? [],
  ['PAYMENT_CARD', 'CARD_TRACK'],
  ['US_SSN', 'US_ITIN'],
  ['US_BANK_ACCOUNT', 'UK_BANK_ACCOUNT'],
  ['ES_NIF', 'ES_NIE'],
  ['US_MBI', 'HEALTH_INSURANCE_ID'],
  ['US_ROUTING', 'US_BANK_ACCOUNT'],
];

export function compatible(gold: string, predicted: string): boolean {
  if (gold === predicted || predicted === '*') return true;
  if (families[predicted]?.includes(gold) === true) return true;
  return siblings.some((group) => group.includes(gold) && group.includes(predicted));
}
