/** US Social Security numbers: the written form AAA-GG-SSSS, or nine bare digits that are said to be one. */
import { numberAt, ssnIssuable } from '../src/detection/checks.ts';
import { type DigitRun, defineDetector, type Hit, type View } from '../src/detection/detector.ts';

/** Printed on millions of wallet inserts and in an SSA leaflet, hence voided by the SSA: nobody's number. */
const voided = new Set(['078051120', '219099999']);

export default defineDetector({
  id: 'us-ssn',
  kinds: [{ kind: 'US_SSN', title: 'US Social Security number', word: 'ssn', visible: 'nothing' }],
  title: 'US Social Security numbers',
  authority: 'SSA POMS RM 10201.030 and RM 10201.035 (areas, groups and serials that are never issued)',
  regulations: ['HIPAA 164.514(b)(2)(i)(G)', 'CCPA 1798.140(ae)(1)(A)', 'GLBA 16 CFR 314'],
  takes: ['digits'],
  digitsMin: 9,
  reach: 9 * 6,
  words: {
    ssn: {
      terms: [
        'ssn',
        'ssns',
        'ss',
        'soc',
        'social',
        'socials',
        'social security',
        'social sec',
        'soc sec',
        'ss number',
        'ss num',
        'ss no',
        'sosec',
        'seguro social',
        'numero de seguro social',
        'securite sociale americaine',
        'sozialversicherungsnummer',
        'taxpayer',
        'tin',
        'tax id',
      ],
      before: 60,
      after: 40,
    },
    other: {
      terms: [
        'pedido',
        'numero de pedido',
        'commande',
        'bestellung',
        'bestellnummer',
        'encomenda',
        'ordine',
        'factura',
        'facture',
        'rechnung',
        'rechnungsnummer',
        'fatura',
        'fattura',
        'seguimiento',
        'suivi',
        'sendung',
        'sendungsnummer',
        'rastreio',
        'spedizione',
        'order',
        'tracking',
        'ticket',
        'case',
        'invoice',
        'ref',
        'reference',
        'part',
        'part number',
        'sku',
        'model',
        'serial',
        'item',
        'isbn',
        'phone',
        'tel',
        'fax',
        'call',
        'zip',
        'ein',
        'itin',
        'routing',
        'aba',
        'account',
        'confirmation',
        'booking',
        'po',
        'claim',
        'version',
        'build',
        'lot',
        'batch',
        'catalog',
        'product',
        'sin',
      ],
      before: 24,
      after: 0,
    },
  },
  examples: {
    hits: [
      'ssn ‹536-22-1234›',
      'my social is ‹536 22 1234›',
      'here: ‹536.22.1234›',
      'social security number ‹536221234›',
      '‹536-22-1234›',
    ],
    misses: [
      '666-12-3456',
      'itin 912-70-1234',
      '000-12-3456',
      '536-00-1234',
      '536-22-0000',
      'ref 536221234',
      '078-05-1120',
      'part no 536-22-1234',
      'last four 1234',
      '536-22-12345',
    ],
  },
  confirm(view, { run }) {
    const hits: Hit[] = [];
    for (let group = 0; group < run.groups; group += 1) {
      const hit = written(view, run, group) ?? spoken(view, run, group);
      if (hit !== undefined) hits.push(hit);
    }
    return hits;
  },
});

/** Groups of three, two and four with one sign between them. */
function written(view: View, run: DigitRun, group: number): Hit | undefined {
  const from = run.groupAt[group] as number;
  if (
    group + 3 > run.groups ||
    sizeOf(run, group) !== 3 ||
    sizeOf(run, group + 1) !== 2 ||
    sizeOf(run, group + 2) !== 4
  )
    return undefined;
  const sign = run.gap(group);
  if (sign !== run.gap(group + 1) || !/^ ?[-./_ ] ?$/.test(sign)) return undefined;
  // A fourth group of the same writing means a longer number: a phone, a part number.
  if (group > 0 && run.gap(group - 1) === sign) return undefined;
  if (group + 3 < run.groups && run.gap(group + 2) === sign && sign.trim() !== '') return undefined;
  return judge(view, run, from, sign.trim() === '-' ? 0.9 : 0.8);
}

/** Nine digits in any other grouping: only when words say what they are. */
function spoken(view: View, run: DigitRun, group: number): Hit | undefined {
  const from = run.groupAt[group] as number;
  for (let last = group; last < run.groups; last += 1) {
    const length = (run.groupAt[last + 1] as number) - from;
    if (length > 9) return undefined;
    if (length === 9) return judge(view, run, from, 0);
  }
  return undefined;
}

/** `sure` is the confidence without any words; below 0.5 words are needed. */
function judge(view: View, run: DigitRun, from: number, sure: number): Hit | undefined {
  const start = run.at[from] as number;
  const end = (run.at[from + 8] as number) + 1;
  if (!ssnIssuable(numberAt(run, from, from + 3), numberAt(run, from + 3, from + 5), numberAt(run, from + 5, from + 9)))
    return undefined;
  if (voided.has(run.slice(from, from + 9))) return undefined;
  if (
    /[A-Za-z0-9]-?$/.test(view.text.slice(Math.max(0, start - 2), start)) ||
    /^-?[A-Za-z0-9]/.test(view.text.slice(end, end + 2))
  )
    return undefined;
  const said = view.near('ssn', start, end);
  const other = view.near('other', start, end);
  const evidence = [{ rule: 'ssa-issuable', at: start }];
  if (said >= 0 && (other < 0 || said > other))
    return { kind: 'US_SSN', start, end, confidence: 0.97, evidence: [...evidence, { rule: 'context', at: said }] };
  if (other >= 0 || sure < 0.5) return undefined;
  return { kind: 'US_SSN', start, end, confidence: sure, evidence };
}

function sizeOf(run: DigitRun, group: number): number {
  return (run.groupAt[group + 1] as number) - (run.groupAt[group] as number);
}
