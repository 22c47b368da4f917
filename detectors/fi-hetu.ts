/** Finnish personal identity codes: birth date, century sign, individual number, check character. */
import { monthDay, numberIn } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

const characters = '0123456789ABCDEFHJKLMNPRSTUVWXY';

/** The century sign is a letter or was a dash, which is gone from the compact value. */
function check(value: string): boolean {
  const serial = value.slice(-4, -1);
  return (
    monthDay(numberIn(value, 2, 4), numberIn(value, 0, 2)) &&
    Number(serial) >= 2 &&
    characters[Number(value.slice(0, 6) + serial) % 31] === value.at(-1)
  );
}

const spec: NationalIdSpec = {
  id: 'fi-hetu',
  kind: 'FI_HETU',
  title: 'Finnish personal identity code',
  word: 'hetu',
  authority: 'Laki väestötietojärjestelmästä 661/2009 § 11; Asetus 128/2010 (signs of 2023 included)',
  regulations: ['GDPR Art. 87', 'Tietosuojalaki 1050/2018 § 29'],
  shape: '######\\s?[-+A-FU-Y]\\s?###~[0-9A-FHJ-NPR-Y]',
  check,
  context: [
    'hetu, henkilotunnus, henkilotunnukseni, hetuni, henkilotunnukset, sotu, sosiaaliturvatunnus, personbeteckning, personal identity code, finnish id, henkilo tunnus',
  ],
  slippery: ['henkilotunnus'],
  written: [{ groups: [6], pattern: /[0-3]\d[01]\d{3}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y]/i, confidence: 0.9 }],
  examples: {
    hits: ['henkilötunnus ‹131052-308T›', '‹131052-308T›', 'hetu ‹131052 - 308t›', 'HETU:‹010100A002H›'],
    misses: ['hetu 131052-308U', 'hetu 131352-308T', '131052-308', 'tilaus 131052-308T', 'X131052-308T'],
  },
};

export default nationalId(spec);
