/** US routing transit numbers: nine digits with the right check digit that are said to be one. */
import { routingValid } from '../src/detection/checks-bank.ts';
import { defineDetector, type Hit } from '../src/detection/detector.ts';
import { phrases } from '../src/detection/said.ts';

export default defineDetector({
  id: 'us-routing',
  kinds: [{ kind: 'US_ROUTING', title: 'US bank routing number', word: 'routing', visible: 'nothing' }],
  title: 'US bank routing numbers (ABA RTN)',
  authority: 'ABA Routing Number Policy (prefixes of the Federal Reserve, weights 3-7-1)',
  regulations: ['GLBA 16 CFR 314', 'CCPA 1798.140(ae)(1)(B)', 'Nacha Operating Rules 1.6'],
  takes: ['digits'],
  digitsMin: 9,
  reach: 30,
  words: {
    routing: {
      terms: phrases(
        'routing|routing number|routing no|routing num|routing transit number|rtn|aba|aba number|aba routing|ach|ach routing|wire|wire transfer|transit number|rout|routng|direct deposit|numero de ruta|numero de enrutamiento|bank routing|fedwire|checking|checking account',
      ),
      before: 90,
      after: 40,
    },
    other: {
      terms: phrases(
        'ssn|social|social security|order|tracking|ticket|invoice|case|ref|reference|phone|ein|itin|zip|package|router|member|booking',
      ),
      before: 24,
      after: 0,
    },
  },
  examples: {
    hits: ['routing number ‹021000021›', 'aba ‹1110 0002 5›', '‹122105155› is my routing number'],
    misses: ['routing number 021000022', '021000021', 'order 021000021', 'routing issue 500'],
  },
  confirm(view, { run }) {
    const hits: Hit[] = [];
    for (let group = 0; group < run.groups; group += 1) {
      const from = run.groupAt[group] as number;
      let last = group;
      while (last + 1 < run.groups && (run.groupAt[last + 1] as number) - from < 9 && /^[ .-]$/.test(run.gap(last)))
        last += 1;
      if ((run.groupAt[last + 1] as number) - from !== 9 || !routingValid(run.slice(from, from + 9))) continue;
      const start = run.at[from] as number;
      const end = (run.at[from + 8] as number) + 1;
      if (/[A-Za-z0-9]/.test(`${view.text[start - 1] ?? ''}${view.text[end] ?? ''}`)) continue;
      const said = view.near('routing', start, end);
      const other = view.near('other', start, end);
      if (said < 0 || other > said) continue;
      hits.push({
        kind: 'US_ROUTING',
        start,
        end,
        confidence: 0.98,
        evidence: [
          { rule: 'aba-check', at: start },
          { rule: 'context', at: said },
        ],
      });
      group = last;
    }
    return hits;
  },
});
