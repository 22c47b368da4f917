/** Conditions, procedures and medicines said of a person: a vocabulary finds the words, the sentence decides. */
import { defineDetector } from '../src/detection/detector.ts';
import { judgeHealth, resultEnd } from './data/health-language.ts';

const kindOf: Readonly<Record<string, string>> = {
  condition: 'HEALTH_CONDITION',
  abroad: 'HEALTH_CONDITION',
  measure: 'HEALTH_CONDITION',
  procedure: 'HEALTH_PROCEDURE',
  'procedure-abroad': 'HEALTH_PROCEDURE',
  medication: 'MEDICATION',
  'medication-abroad': 'MEDICATION',
};

export default defineDetector({
  id: 'health-terms',
  kinds: [
    {
      kind: 'HEALTH_CONDITION',
      title: 'Illness, injury, disability or pregnancy of a person',
      word: 'condition',
      visible: 'nothing',
    },
    {
      kind: 'HEALTH_PROCEDURE',
      title: 'Operation, therapy or medical test of a person',
      word: 'procedure',
      visible: 'nothing',
    },
    { kind: 'MEDICATION', title: 'Medicine that a person takes', word: 'medication', visible: 'nothing' },
  ],
  title: 'Health terms',
  authority:
    'WordNet 3.1, FASS substance and product names, and the lists in detectors/terms; GDPR Art. 4(15) for what data concerning health is',
  regulations: [
    'HIPAA 160.103',
    'GDPR Art. 9(1)',
    'CCPA 1798.140(ae)(2)(B)',
    'Washington My Health My Data Act 19.373.010(8)',
  ],
  takes: ['term'],
  reach: 80,
  termFiles: {
    condition: ['terms/conditions-common.txt', 'terms/conditions-wordnet.txt', 'terms/conditions-misspelled.txt'],
    measure: ['terms/measures-common.txt'],
    abroad: ['terms/conditions-languages.txt'],
    procedure: ['terms/procedures-common.txt', 'terms/procedures-wordnet.txt'],
    'procedure-abroad': ['terms/procedures-languages.txt'],
    medication: [
      'terms/medications-common.txt',
      'terms/medications-wordnet.txt',
      'terms/medications-swedish.txt',
      'terms/medications-misspelled.txt',
    ],
    'medication-abroad': ['terms/medications-languages.txt'],
  },
  examples: {
    hits: [
      'I was diagnosed with ‹type 2 diabetes› last year',
      "my mother has ‹Alzheimer's disease›",
      'can you ship it faster, i take ‹metformin› daily',
      'he is recovering from ‹bypass surgery›',
      'refund please, I have ‹crohns›',
    ],
    misses: [
      'this wait is giving me a heart attack',
      'my dog has diabetes',
      'I work for a cancer charity',
      'the flu season sale starts monday',
      'is the depression in the mattress normal',
      'my zodiac sign is cancer',
    ],
  },
  confirm(view, { start, end, list }) {
    const verdict = judgeHealth(view.text, start, end, list);
    const kind = kindOf[list];
    if (verdict === undefined || kind === undefined) return undefined;
    const until = list === 'measure' ? resultEnd(view.text, end) : withoutParticle(view.text, start, end);
    if (until < 0) return undefined;
    const evidence = [{ rule: `term:${list}`, at: start }, ...verdict.evidence];
    return { kind, start: withStage(view.text, start), end: until, confidence: verdict.confidence, evidence };
  },
});

/** Korean particles are written together with the noun; the lists have the nouns with them. */
function withoutParticle(text: string, start: number, end: number): number {
  const particle =
    /(?<=[\uac00-\ud7a3]{2})(?:입니다|이에요|예요|이라서|라서|때문에|환자|으로|이라|이|가|을|를|은|는|로|라|와|과|도|약)$/u.exec(
      text.slice(start, end),
    );
  return particle === null ? end : end - particle[0].length;
}

/** "Stage 2" and "grade IV" in front of a tumour say how ill somebody is. */
function withStage(text: string, start: number): number {
  const stage =
    /\b(?:stage|grade|stadium|stade|estadio|estágio|stadio) (?:\d|iv|i{1,3}|one|two|three|four)[abc]? $/i.exec(
      text.slice(Math.max(0, start - 24), start),
    );
  return stage === null ? start : start - stage[0].length;
}
