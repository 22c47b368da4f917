/** How people speak of a person's health, and how they use the same words for something else; English and the verdict. */
import type { Evidence } from '../../src/detection/detector.ts';
import { readAbroad } from './health-abroad.ts';
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
  /\b(?:suspected|suspecting|off (?:sick |work |school )?with|signed off with|sick with|ill with|down with|laid up with|in (?:hospital|bed) with|hospitali[sz]ed (?:with|for)|diagnos\w{0,4}|d[ia]{2}gnos\w+|pre?scri\w+|perscri\w+|prescribd|start(?:s|ing)?|begin(?:s|ning)?|booked|doing|diagnosed|diagnosis|diagnosis of|suffer(?:s|ed|ing)?|struggl(?:e|es|ed|ing)|battl(?:e|es|ed|ing)|fight(?:s|ing)?|liv(?:e|es|ing) with|have|has|had|having|got|get|gets|getting|caught|take|takes|took|taking|taken|prescribed|prescription|script|refill|refills|mg|dose|pills?|meds|on|off|need|needs|needed|use|uses|using|started|stopped|started on|switched to|allergic to|treated|treatment|recover(?:ing|ed|y)?|underwent|undergo(?:ing)?|going through|scheduled|waiting for|after|before|since|due to|because of|cause of|history of|risk of|died of|died from|tested positive|positive for|is|am|was|are|been|be|with|for|from|from my|my|his|her|bad|severe|chronic|acute|mild)\s+(?:[\w'-]+\s+){0,4}$/i;

/** The words stand for something else: right behind the term. */
const thingBehind =
  /^[\s'-]*(?:s\s+)?(?:red|blue|green|white|black|pink|grey|gray|yellow|colou?r(?:ed)?|season|sale|awareness|charit\w+|foundation|research(?:er|ers)?|walk|run|fundraiser|fund|society|association|campaign|ribbon|month|week|day|books?|novels?|movie|film|documentary|podcast|song|album|band|game|show|series|course|class|lecture|exam|degree|studies|textbook|article|blog|nurse|doctor|specialist|surgeon|clinic|centre|center|ward|department|hospital|charity|store|shop|shirt|t-shirt|tee|mug|poster|costume|kit|mask|product|products|company|stock|shares|market|industry|ad|ads|commercial|app|software|plugin|font|theme|template|file|file|zodiac|horoscope|moon|rising|brain|tendencies|levels? of detail|attack helicopter|tropic|bug|virus definitions|of joy|of genius|of luck|warnings?|alert|leaflets?|friendly|safe|sufferers|patients|community|forum|burger|cure|insurance|economy|era|inducing|proof|resistant|free)\b/i;

/** The same in front of it. */
const thingBefore =
  /\b(?:zodiac|horoscope|star ?sign|sign is|tropic of|great|economic|tropical|novels?|books?|movies?|films?|documentar(?:y|ies)|songs?|band|album|games?|podcasts?|series|courses?|lectures?|essays?|thesis|papers?|articles?|stud(?:y|ies)|leaflets?|brochures?|posters?|charit(?:y|ies)|foundation|fundraiser|donat\w+|volunteer\w*|sponsor\w*|(?<!off )work(?:s|ed|ing)? (?:for|at|in|with|as)|job (?:at|in|as)|career in|degree in|stud(?:y|ying)|research(?:ing)?|writ(?:e|ing)|sell|sells|selling|stock|stocks|carry|looking for a?|search(?:ing)? for|recommend)\s+(?:[\w'-]+\s+){0,3}$/i;

/** Animals have health too, but no privacy. */
const animal =
  /\b(?:(?<!service |guide |assistance |support |therapy )dogs?|cat|cats|puppy|kitten|pup|horse|pony|rabbit|bunny|hamster|guinea pig|parrot|bird|chicken|chickens|hen|hens|cow|cows|cattle|sheep|goat|pig|fish|goldfish|turtle|tortoise|pet|pets|vet|vets|veterinar\w+|labrador|poodle|beagle|bulldog|retriever|spaniel|terrier|plant|plants|tree|trees|roses|tomatoes|lawn)\b/i;

/** Figures of speech. */
const idiom =
  /\b(?:(?:giv(?:e|es|ing|en)|gave|(?:nearly|almost|practically|about to|going to|gonna|will|'ll) (?:have|had|having|get|got)) (?:me |us |him |her |everyone |my \w+ )?(?:a |an )?(?:mini |minor |small |little |total |full |complete )?(?:heart attack|stroke|aneurysm|panic attack|migraine|headache|ulcer|seizure|meltdown|breakdown|anxiety|nervous breakdown|coronary)|strokes? of (?:luck|genius|midnight|fortune|brilliance|inspiration)|addicted to (?:your|this|these|the|it|that|my phone|shopping|chocolate|coffee|caffeine|netflix|tiktok|youtube|sugar|gaming|games|online|buying|watching|playing|scrolling|\w+ing\b)|allergic to (?:work|working|mondays|mornings|bad|spending|your|waiting|queues|drama|nonsense|stupid\w*|exercise|commitment|paperwork|meetings|fun|ads|phone calls|this|that|the)|(?:you|u|yous|they|your \w+) (?:must be|are|guys are|lot are|r) (?:all )?(?:deaf|blind|autistic|retarded|demented|bipolar|schizo\w*|psychotic|brain ?dead)|(?:cured?|cures|fixed|healed) my (?:depression|anxiety|insomnia|boredom|adhd)|sick (?:of|and tired)|(?:painfully|blissfully) |love ?sick|home ?sick|(?:such a|what a|big|huge|real|massive|major|absolute|total|this|the|another) (?:headache|migraine|pain|nightmare)(?: (?:of|to|for|with|when|getting|trying|and|is|was)\b|[.,!?]|$)|(?:so|little|bit|kinda|kind of|super|pretty|totally|very|quite|being|be) (?:ocd|adhd|bipolar|schizo(?:phrenic)?)(?: (?:about|with|when|over)\b|$)|ocd (?:about|with|over|when it comes|kicks|brain|is triggered|tendencies)|turn a blind|blind eye|color ?blind mode|going blind|(?:fall|falls|fell|falling) on deaf|deaf (?:ears|to)|tone ?deaf|paralyzed by choice|bipolar weather|schizophrenic weather|plague|viral|cancer of|cancer sign|weather is bipolar|on steroids|like crack|dose of|taste of|medicine ball|depression (?:in|on) (?:the|a|an)|taste of (?:his|her|your|their) own|disabled (?:my|the|your|our|account|javascript|cookies|button|feature|it|this|that)|(?:account|feature|button|option|login|card|cookies|javascript|notifications?|user|checkbox|field|mode|access) (?:is|was|has been|got|are|been|were)? ?(?:still |now |just )?disabled)\b/i;

/** What has no body of its own: software, machines, prices, teams. */
const things =
  'app|application|web ?site|site|page|code|codebase|flow|checkout|cart|basket|ui|ux|design|layout|interface|system|server|service|software|update|version|build|process|queue|weather|market|economy|stock|prices?|price tag|pricing|traffic|team|club|company|support|bot|chatbot|plan|schedule|song|movie|show|game|printer|scanner|laptop|computer|pc|mac|macbook|phone|iphone|tablet|ipad|console|router|modem|tv|car|van|bike|truck|engine|battery|fridge|oven|kettle|washing machine|dishwasher|vacuum|drone|speaker|headphones|keyboard|mouse|monitor|screen|camera|wifi|wi-fi|internet|connection|network|delivery|courier|parcel|form|login|search|filter|menu|button|feed|algorithm|dashboard|database|file|link|logo|font|colou?rs?|economy|wallet|bank account|budget|inbox|calendar|manual|instructions?|policy|contract|thermostat|boiler|heating|lift|elevator';

/** Said of a thing: "this checkout is ...", "your app is a ... on ...". */
const thing =
  /\b(?:app|application|web ?site|site|page|code|codebase|flow|checkout|ui|ux|design|layout|interface|system|server|service|software|update|version|build|process|queue|line|weather|market|economy|stock|prices?|pricing|traffic|team|company|support|bot|chatbot|plan|schedule|song|movie|show|game|printer|laptop|computer|phone|car|engine|battery|wifi|internet|network|delivery|courier|colou?rs?|font|situation|whole thing|this|that|it)(?:'s| is| are| was| were| being| feels| seems| looks| has gone| has become| became)\s+(?:on |so |a |an |totally |completely |really |like |just |literally |absolutely |bit |such |the |pure |total )*$/i;

/** A thing that has, got or died of something: a body's words lent to what has none. */
const hasThing = new RegExp(
  `\\b(?:the|your|this|that|these|those|my|our|his|her|their|its|a|an) (?:[\\w'-]+ ){0,2}?(?:${things})s?(?:'s|'ve)? (?:[\\w'-]+ ){0,2}?(?:has|have|having|had|got|gets|getting|gave|gives|giving|suffer(?:s|ed|ing)?|died|dying|caught|seems to have|must have|developed|went|going|goes|come|came|is|are|was|were|looks?|feels?|seems?|acts?|acting|be|been)\\b(?:(?! (?:i|he|she|we|they|me|my|mum|mom|dad|because|since|as|for|when|while|and i|but i|so i|after|who|whose)\\b|[,;]).)*$`,
  'i',
);

/** ... unless somebody who knows said so: "the doctor says it's ...". */
const told =
  /\b(?:doctors?|docs?|dr|gp|consultant|specialist|nurse|oncologist|psychiatrist|neurologist|tests?|results?|scans?|hospital|says?|said|told|think|thinks|thought|confirmed|suspects?|turns out|lost (?:the|a|our|my|her) baby)\b/i;

/** Asked of a shop's stock: a product, until more is said. */
const shopping =
  /\b(?:in stock|(?:can|could|may) i (?:get|buy|order|have) (?:an?|some|another|two|three|more)|(?:do|can|could) (?:you|u|yous|ye|y'?all) (?:guys )?(?:sell|stock|carry|have|ship|deliver|order|get)|(?:you|u|ya) (?:got|selling|stock(?:ing)?) (?:any|some)|sell any|how much (?:is|are|for)|price of|prix d[eu]|cuanto cuesta|quanto costa|was kostet|vend(?:eis|en|ez|ete|em|ono)|verkaufen sie|ten[eé]is|avete|avez-vous)\b/i;

/** Said not to be so. */
const denial =
  /\b(?:not|no|never|don'?t|doesn'?t|didn'?t|isn'?t|wasn'?t|haven'?t|hasn'?t|without|negative for|ruled out|rule out|free of|nobody|no one|neither)\s+(?:[\w'-]+\s+){0,3}$/i;

/**
 * Confidence of a term by itself: a medicine's name is rarely used for anything else, and a word of another
 * language is only met when somebody writes in it.
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

/** Short names of illnesses that many languages share. */
const everywhere =
  /^(?:covid|lupus|hiv|hpv|aids|sida|adhd|ptsd|copd|asma|polio|lyme|mers|sars|ebola|zika|mrsa|tia|tbc|pcos|ibs|lasik|chemo|mri|ivf)$/i;

/** Judges one term in its sentence; undefined when it is not about anybody. */
export function judgeHealth(text: string, start: number, end: number, list: string): Verdict | undefined {
  const before = sentenceBefore(text, start);
  const after = sentenceAfter(text, end);
  const governed = before.slice(-GOVERNED_MAX);
  const term = text.slice(start, end);
  const abroad = readAbroad(before, term, after);
  // Short English words are ordinary ones in other languages; only some names of illnesses are the same everywhere.
  if (abroad !== undefined && !list.endsWith('abroad') && /^[a-z]{1,5}$/i.test(term) && !everywhere.test(term))
    return undefined;
  if (abroad?.other === true || isOther(before, governed, { term, after, list })) return undefined;
  const sentence = before + term + after;
  const speech = readSpeech(before, term, after, /procedure|operation/.test(list));
  const claimed = speech.claim || abroad?.claim === true;
  if (speech.other || (weakLists.has(list) && !claimed)) return undefined;
  const evidence: Evidence[] = [];
  let confidence = baseFor(list, term, sentence);
  const someone = person.exec(sentence);
  const personal = someone !== null || speech.person || abroad?.person === true;
  if (!personal && isGeneralQuestion(sentence, before)) return undefined;
  if (personal) {
    evidence.push({ rule: 'person', at: start - before.length + (someone?.index ?? 0) });
    confidence += 0.2;
  }
  const said = claim.exec(governed) ?? told.exec(governed);
  if (said !== null || claimed) {
    evidence.push({ rule: 'claim', at: start - governed.length + (said?.index ?? 0) });
    confidence += 0.2;
  }
  if (denial.test(governed) || abroad?.denied === true) confidence -= 0.4;
  // A question on the line before is somebody else's.
  if (shopping.test(before.slice(before.lastIndexOf('\n') + 1) + term + after)) {
    if (weakLists.has(list)) return undefined;
    confidence -= 0.3;
  }
  return { confidence: Math.min(0.95, Math.max(0, confidence)), evidence };
}

interface Rest {
  readonly term: string;
  readonly after: string;
  readonly list: string;
}

/** English: the words stand for something else, an animal's, a figure of speech, or are said of a thing. */
function isOther(before: string, governed: string, { term, after, list }: Rest): boolean {
  if (thingBehind.test(after) || thingBefore.test(governed)) return true;
  const ofThing = !list.startsWith('medication') && thing.test(governed);
  // A form or a letter that has a code has it of the patient.
  if ((ofThing || (list !== 'code' && hasThing.test(before))) && !told.test(before)) return true;
  const sentence = before + term + after;
  return animal.test(sentence) || idiom.test(sentence);
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
