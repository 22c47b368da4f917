/** The own corpus is what its templates say, correctly labelled, broad, and free of stored credentials. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildConversations } from '../support/corpus/conversations.ts';
import { buildMessages, corpusFolder, isStored, ownFiles } from '../support/corpus/own.ts';
import { printJsonLines } from '../support/corpus/rows.ts';
import { luhnHolds, makeValue } from '../support/corpus/values.ts';

const messages = buildMessages();
const conversations = buildConversations(readFileSync(join(corpusFolder, 'conversations.txt'), 'utf8'));
const stored = (file: string): string => readFileSync(join(corpusFolder, file), 'utf8');

/** Types of the public taxonomy. */
const types = (
  'PAYMENT_CARD CARD_CVV CARD_EXPIRY CARD_TRACK IBAN SWIFT_BIC US_ROUTING US_BANK_ACCOUNT UK_SORT_CODE ' +
  'UK_BANK_ACCOUNT US_SSN US_ITIN US_EIN UK_NINO UK_NHS CA_SIN AU_TFN AU_MEDICARE IN_AADHAAR IN_PAN BR_CPF ES_NIF ' +
  'ES_NIE FR_NIR DE_STEUERID IT_CF SG_NRIC PL_PESEL NL_BSN SE_PERSONNUMMER FI_HETU NO_FNR BE_NN PT_NIF CH_AHV ' +
  'TR_TCKN ZA_ID CL_RUT AR_CUIT MX_CURP CN_RIC TW_ID HK_ID KR_RRN JP_MYNUMBER TH_ID IL_ID IE_PPS RO_CNP PASSPORT ' +
  'DRIVER_LICENSE VIN VEHICLE_PLATE EMAIL PHONE IP_ADDRESS MAC_ADDRESS STREET_ADDRESS PERSON DATE_OF_BIRTH ' +
  'HEALTH_CONDITION HEALTH_PROCEDURE MEDICATION MEDICAL_RECORD_NUMBER HEALTH_INSURANCE_ID US_MBI US_NPI US_DEA ' +
  'API_KEY PASSWORD PIN OTP JWT PRIVATE_KEY CONNECTION_STRING CRYPTO_SEED CRYPTO_ADDRESS'
).split(' ');

describe('own corpus', () => {
  it('is written out as its templates say (npx tsx scripts/build-corpus.ts)', () => {
    expect(stored(ownFiles.messages) === printJsonLines(messages.filter(isStored))).toBe(true);
    expect(stored(ownFiles.conversations) === printJsonLines(conversations.filter(isStored))).toBe(true);
  });

  it('has every type, ten languages and nearly half harmless rows', () => {
    expect(messages.length).toBeGreaterThanOrEqual(300);
    expect(conversations.length).toBeGreaterThanOrEqual(40);
    expect(messages.filter(({ neg }) => neg === true).length / messages.length).toBeGreaterThanOrEqual(0.45);
    const labelled = new Set(messages.flatMap(({ spans }) => spans.map(({ type }) => type)));
    expect([...labelled].sort()).toEqual([...types].sort());
    const languages = new Set(messages.map(({ lang }) => lang));
    expect([...languages].sort()).toEqual(['ar', 'de', 'en', 'es', 'fr', 'hi', 'it', 'ja', 'pt', 'zh']);
  });

  it('labels what it says, in order, once', () => {
    for (const { text, spans, id } of messages) {
      spans.forEach(({ start, end, value }, index) => {
        expect(text.slice(start, end) === value, id).toBe(true);
        expect(start, id).toBeGreaterThanOrEqual(spans[index - 1]?.end ?? 0);
      });
    }
    expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.length);
    expect(new Set(messages.map(({ text }) => text)).size).toBe(messages.length);
    for (const { messages: said, spans, id } of conversations)
      for (const { parts } of spans)
        for (const { msg, start, end } of parts) expect(said[msg]?.text.slice(start, end).length, id).toBe(end - start);
  });

  it('stores no value that looks like a live credential', () => {
    const text = stored(ownFiles.messages) + stored(ownFiles.conversations);
    const shapes =
      /\bAKIA[A-Z0-9]{16}|\bgh[pousr]_\w{30}|\bsk_live_\w{20}|\bxox[bp]-|PRIVATE KEY-----|\beyJ[\w-]{10,}\.eyJ/;
    expect(shapes.test(text)).toBe(false);
    expect(messages.filter((row) => !isStored(row)).length).toBeGreaterThan(10);
    expect(messages.some((row) => shapes.test(row.text))).toBe(true);
  });

  it('draws the same value for the same seed, with right check digits', () => {
    const card = makeValue('PAYMENT_CARD', 'amex', 'seed');
    expect(card).toMatch(/^3[47]\d{13}$/);
    expect(luhnHolds(card)).toBe(true);
    expect(makeValue('PAYMENT_CARD', 'amex', 'seed') === card).toBe(true);
    expect(makeValue('PAYMENT_CARD', 'amex', 'other') === card).toBe(false);
  });
});
