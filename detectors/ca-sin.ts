/** Canadian Social Insurance Numbers: nine digits with a Luhn check. */
import { allSame, luhnDigits } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

const spec: NationalIdSpec = {
  id: 'ca-sin',
  kind: 'CA_SIN',
  title: 'Canadian Social Insurance Number',
  word: 'sin',
  authority: 'Service Canada, SIN Code of Practice (nine digits, Luhn); Employment Insurance Act s. 138',
  regulations: ['PIPEDA Sch. 1 cl. 4.3', 'CCPA 1798.140(ae)(1)(A)'],
  shape: '#########',
  check: (value) => luhnDigits(value) && !allSame(value),
  context: [
    'sin, s i n, sin no, sin num, sin number, sin card, social insurance, social insurance no, social insurance number',
    'nas, n a s, numero nas, numero d assurance sociale, assurance sociale, mon nas, canadian sin, canada sin',
    'social insurence number, service canada, numero de seguro social canadiense',
  ],
  slippery: ['social insurance, social insurance number'],
  exclude: ['routing, transit, account, ssn'],
  examples: {
    hits: [
      'my SIN is ‹046 454 286›',
      'Social insurance number: ‹130-692-544›',
      'NAS ‹046454286›',
      '‹130 692 544› c est mon NAS',
    ],
    misses: [
      'sin 046 454 287',
      '046 454 286',
      'SIN later, order 046454286',
      'it would be a sin to pay 500',
      'call 416-555-0199',
    ],
  },
};

export default nationalId(spec);
