/** US National Provider Identifiers: ten digits, Luhn with the health prefix 80840. */
import { luhnDigits } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

const spec: NationalIdSpec = {
  id: 'us-npi',
  kind: 'US_NPI',
  title: 'US National Provider Identifier',
  word: 'npi',
  authority: '45 CFR 162.406; CMS, Requirements for NPI and NPI check digit (ISO/IEC 7812, prefix 80840)',
  regulations: ['HIPAA 45 CFR 162.406'],
  shape: '[12]~#########',
  check: (value) => luhnDigits(`80840${value}`),
  context: [
    'npi, n p i, npis, npi no, npi num, npi number, national provider, national provider id, national provider identifier',
    'provider id, provider number, provider identifier, prescriber, prescriber id, prescriber npi, nppes, rendering provider',
    'billing provider, provider npi, billing npi, group npi, rendering npi, referring provider',
  ],
  examples: {
    hits: ['NPI ‹1234567893›', 'provider number: ‹1245319599›', '‹1234567893› is the doctor’s npi', 'npi‹1234567893›'],
    misses: ['npi 1234567890', '1234567893', 'NPI pending, order 1234567893', 'npi 3234567893', 'npi fax 1234567893'],
  },
};

export default nationalId(spec);
