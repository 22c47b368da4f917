/** Italian codice fiscale: name, birth date, place and a control letter, digits at times replaced by letters. */
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

/** Values of 0 to 9 and A to Z in odd places (Decreto 23/12/1976, table of odd characters). */
const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
const oddLetters = [...odd, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

function check(value: string): boolean {
  let sum = 0;
  for (let i = 0; i < 15; i += 1) {
    const code = value.charCodeAt(i);
    const index = code < 65 ? code - 48 : code - 65;
    sum += i % 2 === 1 ? index : ((code < 65 ? odd : oddLetters)[index] ?? 0);
  }
  return sum % 26 === value.charCodeAt(15) - 65;
}

const spec: NationalIdSpec = {
  id: 'it-cf',
  kind: 'IT_CF',
  title: 'Italian codice fiscale',
  word: 'cf',
  authority: 'Decreto MEF 23/12/1976, Agenzia delle Entrate (structure, omocodia, control character)',
  shape:
    '[A-Z]~[A-Z]~[A-Z]~[A-Z]~[A-Z]~[A-Z]~[0-9LMNP-V]~[0-9LMNP-V]~[ABCDEHLMPRST]~[0-7LMNP-T]~[0-9LMNP-V]~[A-MZ]~[0-9LMNP-V]~[0-9LMNP-V]~[0-9LMNP-V]~[A-Z]',
  check,
  context: [
    'codice fiscale, cod fiscale, codice fisc, cod fisc, cf, c f, il mio cf, tessera sanitaria, codicefiscale, fiscale',
    'italian tax code, fiscal code, tax code, italian fiscal code, partita iva, steuernummer, codigo fiscal, code fiscal',
  ],
  slippery: ['codice fiscale'],
  written: [
    {
      groups: [3],
      lead: 12,
      letters: 'both',
      tight: true,
      width: 16,
      pattern: /[A-Z]{6}\d\d[ABCDEHLMPRST][0-7]\d[A-MZ]\d{3}[A-Z]/i,
      confidence: 0.95,
    },
    {
      groups: [3],
      lead: 15,
      letters: 'both',
      tight: true,
      width: 5,
      pattern: /[A-Z]{3} [A-Z]{3} \d\d[ABCDEHLMPRST][0-7]\d [A-MZ]\d{3}[A-Z]/i,
      confidence: 0.95,
    },
  ],
  examples: {
    hits: ['codice fiscale ‹RSSMRA85T10A562S›', '‹rccmnl83s18d969h›', 'CF: ‹RSS MRA 85T10 A562S›'],
    misses: ['codice fiscale RSSMRA85T10A562X', 'RSSMRA85T10A562', 'cf RSSMRA85F10A562S', 'ARSSMRA85T10A562S'],
  },
};

export default nationalId(spec);
