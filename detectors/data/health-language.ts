/** How English speaks of a person's health, and how it uses the same words for something else. */
import type { Evidence } from '../../src/detection/detector.ts';
import { isEnglish, isGeneralQuestion, readSpeech } from './health-speech.ts';

export interface Verdict {
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
}

/** How far the sentence around a term is read, each way. */
const SENTENCE_MAX = 120;
/** How far in front of a term the words that govern it may begin. */
const GOVERNED_MAX = 64;

/** The term is somebody's: a pronoun, a relative, a patient. */
const person =
  /\b(?:i|i'?m|im|i'?ve|ive|i'?ll|i'?d|me|my|mine|myself|we|our|us|he|he'?s|hes|she|she'?s|shes|his|her|him|they|their|them|mom|mum|mother|dad|father|wife|husband|partner|son|daughter|kid|kids|child|baby|toddler|brother|sister|aunt|uncle|grandma|grandpa|grandmother|grandfather|nan|gran|granny|grandad|granddad|niece|nephew|cousin|girlfriend|boyfriend|fiance|fiancee|spouse|patient|customer|client|caller|member|employee|colleague|coworker|friend|neighbor|neighbour|twin|twins|mr|mrs|ms)\b/i;

/** Turns of phrase that say it outright, in front of the term. */
const claim =
  /\b(?:start(?:s|ing)?|begin(?:s|ning)?|booked|doing|diagnosed|diagnosis|diagnosis of|suffer(?:s|ed|ing)?|struggl(?:e|es|ed|ing)|battl(?:e|es|ed|ing)|fight(?:s|ing)?|liv(?:e|es|ing) with|have|has|had|having|got|get|gets|getting|caught|take|takes|took|taking|taken|prescribed|prescription|script|refill|refills|mg|dose|pills?|meds|on|off|need|needs|needed|use|uses|using|started|stopped|started on|switched to|allergic to|treated|treatment|recover(?:ing|ed|y)?|underwent|undergo(?:ing)?|going through|scheduled|waiting for|after|before|since|due to|because of|cause of|history of|risk of|died of|died from|tested positive|positive for|is|am|was|are|been|be|with|for|from|from my|my|his|her|bad|severe|chronic|acute|mild)\s+(?:[\w'-]+\s+){0,4}$/i;

/** The words stand for something else: right behind the term. */
const thingBehind =
  /^[\s'-]*(?:s\s+)?(?:red|blue|green|white|black|pink|grey|gray|yellow|colou?r(?:ed)?|season|sale|awareness|charit\w+|foundation|research(?:er|ers)?|walk|run|fundraiser|fund|society|association|campaign|ribbon|month|week|day|books?|novels?|movie|film|documentary|podcast|song|album|band|game|show|series|course|class|lecture|exam|degree|studies|textbook|article|blog|nurse|doctor|specialist|surgeon|clinic|centre|center|ward|department|hospital|charity|store|shop|shirt|t-shirt|tee|mug|poster|costume|kit|mask|product|products|company|stock|shares|market|industry|ad|ads|commercial|app|software|plugin|font|theme|template|file|file|zodiac|horoscope|moon|rising|brain|tendencies|levels? of detail|attack helicopter|tropic|bug|virus definitions|of joy|of genius|of luck|era|economy|inducing|proof|resistant|free)\b/i;

/** The same in front of it. */
const thingBefore =
  /\b(?:zodiac|horoscope|star ?sign|sign is|tropic of|great|economic|tropical|novels?|books?|movies?|films?|documentar(?:y|ies)|songs?|band|album|games?|podcasts?|series|courses?|lectures?|essays?|thesis|papers?|articles?|stud(?:y|ies)|leaflets?|brochures?|posters?|charit(?:y|ies)|foundation|fundraiser|donat\w+|volunteer\w*|sponsor\w*|(?<!\boff )work(?:s|ed|ing)? (?:for|at|in|with|as)|job (?:at|in|as)|career in|degree in|stud(?:y|ying)|research(?:ing)?|writ(?:e|ing)|sell|sells|selling|stock|stocks|carry|looking for a?|search(?:ing)? for|recommend)\s+(?:[\w'-]+\s+){0,3}$/i;

/** Animals have health too, but no privacy. */
const animal =
  /\b(?:dog|dogs|cat|cats|puppy|kitten|pup|horse|pony|rabbit|bunny|hamster|guinea pig|parrot|bird|chicken|chickens|hen|hens|cow|cows|cattle|sheep|goat|pig|fish|goldfish|turtle|tortoise|pet|pets|vet|vets|veterinar\w+|labrador|poodle|beagle|bulldog|retriever|spaniel|terrier|plant|plants|tree|trees|roses|tomatoes|lawn)\b/i;

/** Figures of speech. */
const idiom =
  /\b(?:(?:giv(?:e|es|ing|en)|gave|(?:nearly|almost|practically|about to|going to|gonna|will|'ll) (?:have|had|having|get|got)) (?:me |us |him |her |everyone |my \w+ )?(?:a |an )?(?:mini |minor |small |little |total |full |complete )?(?:heart attack|stroke|aneurysm|panic attack|migraine|headache|ulcer|seizure|meltdown|breakdown|anxiety|nervous breakdown|coronary)|stroke of|addicted to (?:your|this|the|my phone|shopping|chocolate|coffee|netflix|tiktok)|allergic to (?:work|mondays|bad|spending|your|waiting)|sick of|so ocd|little ocd|bit ocd|a bit adhd|turn a blind|blind eye|color ?blind mode|going blind|(?:fall|falls|fell|falling) on deaf|deaf (?:ears|to)|tone ?deaf|paralyzed by choice|bipolar weather|schizophrenic weather|plague|viral|cancer of|cancer sign|weather is bipolar|on steroids|like crack|dose of|taste of|medicine ball|depression (?:in|on) (?:the|a|an)|taste of (?:his|her|your|their) own|disabled (?:my|the|your|our|account|javascript|cookies|button|feature|it|this|that)|(?:account|feature|button|option|login|card|cookies|javascript|notifications?|user|checkbox|field|mode|access) (?:is|was|has been|got|are|been|were)? ?(?:still |now |just )?disabled)\b/i;

/** Said of a thing: "this checkout is ...", "your app is a ... on ...". */
const thing =
  /\b(?:app|application|web ?site|site|page|code|codebase|flow|checkout|ui|ux|design|layout|interface|system|server|service|software|update|version|build|process|queue|line|weather|market|economy|stock|prices?|pricing|traffic|team|company|support|bot|chatbot|plan|schedule|song|movie|show|game|printer|laptop|computer|phone|car|engine|battery|wifi|internet|network|delivery|courier|colou?rs?|font|situation|whole thing|this|that|it)(?:'s| is| are| was| were| being| feels| seems| looks| has gone| has become| became)\s+(?:on |so |a |an |totally |completely |really |like |just |literally |absolutely |bit |such |the |pure |total )*$/i;

/** ... unless somebody who knows said so: "the doctor says it's ...". */
const told =
  /\b(?:doctors?|dr|gp|consultant|specialist|nurse|oncologist|psychiatrist|neurologist|tests?|results?|scans?|hospital|says?|said|told|think|thinks|thought|confirmed|suspects?|turns out|lost (?:the|a|our|my|her) baby)\b/i;

/** Said not to be so. */
const denial =
  /\b(?:not|no|never|don'?t|doesn'?t|didn'?t|isn'?t|wasn'?t|haven'?t|hasn'?t|without|negative for|ruled out|rule out|free of|nobody|no one|neither)\s+(?:[\w'-]+\s+){0,3}$/i;

/**
 * Confidence of a term by itself. A medicine's name is rarely used for anything else; words of other
 * languages are only met when somebody writes in them, and the figures of speech below are English.
 */
const baseOf: Readonly<Record<string, number>> = {
  medication: 0.55,
  abroad: 0.6,
  'medication-abroad': 0.6,
  'procedure-abroad': 0.6,
  'operation-named': 0.45,
  code: 0.7,
};

/** Lists of words that are used for much else: only a plain claim about somebody makes them that person's. */
const weakLists = new Set(['weak-condition', 'weak-procedure', 'operation']);

/** Medicines told by what they are for are goods of a shop as well: no name says that somebody takes them. */
const classOfMedicine =
  /\b(?:tablets?|pills?|meds|medications?|medicines?|drugs?|drops|patch(?:es)?|inhalers?|injections?|cream|jabs?|killers?|gum|lozenges|spray)$/i;

/** A number that turns a measure into a result: `is 9.1`, `at 140/90`. */
const result =
  /^(?:\s+(?:level|levels|reading|count|test))?\s*(?:(?:is|was|of|at|came back|came back at|came in at|=|:|around|about|over|under|up to|down to)\s*){1,3}\d{1,6}(?:[.,/]\d{1,4})?\s?%?/i;

/** End of a measured result that begins at `end`, or -1 when no number follows. */
export function resultEnd(text: string, end: number): number {
  const found = result.exec(text.slice(end, end + 60));
  return found === null ? -1 : end + found[0].trimEnd().length;
}

/** Judges one term in its sentence; undefined when it is not about anybody. */
export function judgeHealth(text: string, start: number, end: number, list: string): Verdict | undefined {
  const before = sentenceBefore(text, start);
  const after = sentenceAfter(text, end);
  const governed = before.slice(-GOVERNED_MAX);
  const term = text.slice(start, end);
  if (thingBehind.test(after) || thingBefore.test(governed)) return undefined;
  if (!list.startsWith('medication') && thing.test(governed) && !told.test(before)) return undefined;
  const sentence = before + term + after;
  if (animal.test(sentence) || idiom.test(sentence)) return undefined;
  const speech = readSpeech(before, term, after, /procedure|operation/.test(list));
  if (speech.other || (weakLists.has(list) && !speech.claim)) return undefined;
  const evidence: Evidence[] = [];
  let confidence = baseFor(list, term, sentence);
  const someone = person.exec(sentence);
  if (someone === null && !speech.person && isGeneralQuestion(sentence, before)) return undefined;
  if (someone !== null || speech.person) {
    evidence.push({ rule: 'person', at: start - before.length + (someone?.index ?? 0) });
    confidence += 0.2;
  }
  const said = claim.exec(governed) ?? told.exec(governed);
  if (said !== null || speech.claim) {
    evidence.push({ rule: 'claim', at: start - governed.length + (said?.index ?? 0) });
    confidence += 0.2;
  }
  if (denial.test(governed)) confidence -= 0.4;
  return { confidence: Math.min(0.95, Math.max(0, confidence)), evidence };
}

function baseFor(list: string, term: string, sentence: string): number {
  if (list.endsWith('abroad') && /^[\p{sc=Latin}\p{M}\s\d'’.-]+$/u.test(term) && isEnglish(sentence)) return 0.4;
  if (list === 'medication' && classOfMedicine.test(term)) return 0.4;
  return baseOf[list] ?? 0.4;
}

function sentenceBefore(text: string, start: number): string {
  const part = text.slice(Math.max(0, start - SENTENCE_MAX), start);
  const stop = Math.max(
    part.lastIndexOf('. '),
    part.lastIndexOf('! '),
    part.lastIndexOf('? '),
    part.lastIndexOf('\n\n'),
  );
  return stop < 0 ? part : part.slice(stop + 1);
}

function sentenceAfter(text: string, end: number): string {
  const part = text.slice(end, end + SENTENCE_MAX);
  const stop = part.search(/[.!?](?:\s|$)|\n\n/);
  return stop < 0 ? part : part.slice(0, stop + 1);
}
