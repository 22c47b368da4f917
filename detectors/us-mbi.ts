/** US Medicare Beneficiary Identifiers: eleven places, each with its own set of characters. */
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

/** CMS leaves out S, L, O, I, B and Z, which look like digits. */
const letter = '[AC-HJKMNP-RT-Y]';
const either = '[0-9AC-HJKMNP-RT-Y]';

const spec: NationalIdSpec = {
  id: 'us-mbi',
  kind: 'US_MBI',
  title: 'US Medicare Beneficiary Identifier',
  word: 'mbi',
  authority: 'CMS, Understanding the Medicare Beneficiary Identifier (MBI) format',
  regulations: ['HIPAA 164.514(b)(2)(i)(I)', 'CCPA 1798.140(ae)(2)(B)'],
  shape: `[1-9]~${letter}~${either}~\\d~${letter}~${either}~\\d~${letter}~${letter}~\\d~\\d`,
  check: () => true,
  context: [
    'mbi, m b i, medicare, medicare id, medicare no, medicare num, medicare number, medicare card, medicare beneficiary',
    'medicare beneficiary identifier, beneficiary, beneficiary id, medicare card number, hicn, cms, part a, part b',
    'medicare advantage, part d, health insurance claim number, red white and blue card, mbi number, mbi no, numero de medicare',
    'insurance, insurance id, member id, member number, policy number, subscriber id, medicare claim number, tarjeta de medicare',
    'my medicare, medicare identifier, claim number, insurance number, insurance card, coverage, patient, claim, eligibility',
  ],
  slippery: ['medicare, beneficiary'],
  examples: {
    hits: [
      'my MBI is ‹1EG4-TE5-MK73›',
      'medicare number ‹1eg4te5mk73›',
      '‹1EG4 TE5 MK73› is on my medicare card',
      'Medicare: ‹2FH5-UG6-NM84›',
    ],
    misses: [
      'medicare 1SG4-TE5-MK73',
      'MBI 0EG4-TE5-MK73',
      'order 1EG4-TE5-MK73',
      'medicare part b 2024',
      '1EG4-TE5-MK7',
    ],
  },
};

export default nationalId(spec);
