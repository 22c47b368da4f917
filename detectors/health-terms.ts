/** Conditions, procedures and medicines said of a person: a vocabulary finds the words, the sentence decides. */
import { defineDetector } from '../src/detection/detector.ts';
import { judgeHealth, resultEnd } from './data/health-language.ts';
import { diseaseCode, medicineBeforeDose, operationPlace, type Place } from './data/health-operation.ts';

const kindOf: Readonly<Record<string, string>> = {
  condition: 'HEALTH_CONDITION',
  abroad: 'HEALTH_CONDITION',
  measure: 'HEALTH_CONDITION',
  'weak-condition': 'HEALTH_CONDITION',
  code: 'HEALTH_CONDITION',
  procedure: 'HEALTH_PROCEDURE',
  'procedure-abroad': 'HEALTH_PROCEDURE',
  'weak-procedure': 'HEALTH_PROCEDURE',
  operation: 'HEALTH_PROCEDURE',
  dose: 'MEDICATION',
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
    condition: [
      'terms/conditions-common.txt',
      'terms/conditions-spoken.txt',
      'terms/conditions-wordnet.txt',
      'terms/conditions-misspelled.txt',
    ],
    'weak-condition': ['terms/conditions-weak.txt'],
    measure: ['terms/measures-common.txt'],
    abroad: ['terms/conditions-languages.txt', 'terms/conditions-world.txt', 'terms/conditions-forms.txt'],
    procedure: ['terms/procedures-common.txt', 'terms/procedures-spoken.txt', 'terms/procedures-wordnet.txt'],
    'procedure-abroad': ['terms/procedures-languages.txt', 'terms/procedures-world.txt', 'terms/procedures-forms.txt'],
    'weak-procedure': ['terms/procedures-weak.txt'],
    operation: ['terms/operation-words.txt'],
    medication: [
      'terms/medications-common.txt',
      'terms/medications-spoken.txt',
      'terms/medications-wordnet.txt',
      'terms/medications-swedish.txt',
      'terms/medications-misspelled.txt',
    ],
    'medication-abroad': [
      'terms/medications-languages.txt',
      'terms/medications-world.txt',
      'terms/medications-forms.txt',
    ],
  },
  terms: {
    code: ['icd', 'icd 10', 'icd 11', 'icd10', 'diagnosis code', 'dx code', 'diagnostic code'],
    dose: ['mg', 'mcg', 'ug', 'milligrams', 'micrograms', 'microgram', 'milligram'],
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
    if (list !== 'dose' && isInsideId(view.text, start, end)) return undefined;
    const place = placeOf(view.text, start, end, list);
    if (place === undefined) return undefined;
    const verdict = judgeHealth(view.text, place.start, place.end, ruleOf(list, place));
    const kind = kindOf[list];
    if (verdict === undefined || kind === undefined) return undefined;
    // A named operation is more than the illness or the organ inside its name.
    const confidence = list === 'operation' && place.named ? verdict.confidence + 0.04 : verdict.confidence;
    const evidence = [{ rule: `term:${list}`, at: start }, ...verdict.evidence];
    const until = place.end === end ? withoutParticle(view.text, start, end) : place.end;
    return { kind, start: withStage(view.text, place.start), end: until, confidence, evidence };
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

/** What the term stands for: itself, a measure with its result, an operation with its organ, a dose's medicine. */
function placeOf(text: string, start: number, end: number, list: string): Place | undefined {
  if (list === 'operation') return operationPlace(text, start, end);
  if (list === 'code') return diseaseCode(text, end);
  if (list === 'dose') return medicineBeforeDose(text, start);
  if (list !== 'measure') return { start, end, named: false };
  const until = resultEnd(text, end);
  return until < 0 ? undefined : { start, end: until, named: false };
}

function ruleOf(list: string, place: Place): string {
  return list === 'operation' && place.named ? 'operation-named' : list;
}

/** Letters with a digit right beside them are part of an id. */
function isInsideId(text: string, start: number, end: number): boolean {
  return /^\d[a-z]/i.test(text.slice(start - 1, start + 1)) || /^[a-z]\d/i.test(text.slice(end - 1, end + 1));
}
