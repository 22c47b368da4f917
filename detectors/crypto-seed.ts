/** Recovery phrases of wallets: twelve or more words of the BIP-39 list in a row. */
import { defineDetector, type Hit } from '../src/detection/detector.ts';
import { phrases } from '../src/detection/said.ts';
import { isLetterAt } from '../src/detection/signs.ts';
import { seedWords } from './data/seed-words.ts';

const RUN_MAX = 480;
const WORDS_MIN = 12;
const REPEATS_MAX = 3;
/** A word with what lists put between words: blanks, commas, line ends, numbers. */
const step = /(?:[\s,;|"'`*[\](){}>.:-]|\d{1,2}[.):\s-])*([A-Za-z]+)/y;
const between = /^(?:[\s,;|"'`*[\](){}>.:-]|\d{1,2}[.):\s-])*$/;
/** Words of the list that announce a phrase. */
const label = /^(?:(?:seed|word|phrase|secret|key)\W+(?:\d+\W+)?)+/i;
/** Words of the list that hardly stand in chat; nearly every phrase of twelve has one of them. */
const rare =
  'abandon absorb abstract absurd acoustic acquire actress adapt addict adjust admit aerobic afford aisle alcohol alien alley alpha alter amateur ambush amused anchor ankle antenna antique apart apology arctic arena armor arrow artefact artwork asset assault asthma athlete atom attract auction audit aunt autumn avocado awesome awkward axis bachelor bacon badge bamboo banana banner barely bargain barrel basket beauty belt bench betray bicycle bitter blade blame blanket blast bleak bless blind blossom blouse blur blush boil bomb bonus borrow boss bounce bracket brain brand brass brave breeze brick bridge brisk broccoli broken bronze broom brush bubble buddy buffalo bulb bulk bullet bundle bunker burden burger butter buzz cabbage cabin cable cactus cage canal canoe canvas canyon capable captain carbon cargo carpet castle casual catalog cattle caught caution cave ceiling celery cement census cereal chalk chaos cherry chest chief chimney chronic chuckle chunk churn cigar cinnamon citizen civil clap clarify claw clay clever cliff climb clinic clip clock clog cloth cloud clown clump cluster clutch coach coast coconut coil comic coral core corn couch coyote cradle craft cram crane crater crawl crazy cream credit creek crew cricket crime crisp critic crop cross crouch crowd crucial cruel cruise crumble crunch crush crystal cube culture cupboard curious curtain curve cushion cycle dad damp dash daughter dawn debate debris decade decline decorate defense defy demise denial dentist depart deposit derive desert despair destroy detect device diamond diesel differ digital dignity dilemma dinosaur disagree dish dismiss display divert divorce dizzy dolphin donkey donor dose dove draft dragon drama drastic drift drum duck dumb dune dust dutch dwarf dynamic eager eagle earn easily ecology edge elbow elder elegant elephant elevator elite embark embody embrace emerge emotion empower enact endless endorse enemy enforce enhance enlist enrich enroll ensure envelope episode equip erase erode erosion erupt essay essence estate ethics evidence evil evoke evolve exchange exclude exhaust exhibit exile exotic expand explain expose extend fabric faculty fade faint faith famous fancy fantasy fatal fatigue faculty favorite feature fence fetch fiber fiction filter flag flame flash flavor flee flip float flock foam focus fog foil fold forest fork fortune fossil foster fox fragile frame frog frost frown frozen furnace fury gadget galaxy garage garbage garlic garment gasp gauge gaze genius genre gentle genuine gesture ghost giant giggle ginger giraffe glance glare glimpse globe gloom glory glove glow glue goat goddess gorilla gospel gossip govern gown grab grace grain grape grass gravity grid grief grit grocery grunt guitar gym hamster hammer harbor harsh harvest hawk hazard hedgehog helmet hero hip hobby hockey hollow horn horror host hover hub humble humor hunt hurdle husband hybrid icon idle ignore illegal image imitate immense immune impact impose impulse inch inflict inhale inherit inject inmate insane insect inspire intact ivory jacket jaguar jealous jeans jelly jewel joke journey juice jungle kangaroo ketchup kidney kite kitten kiwi knife lab ladder lamp laptop latin laundry lava lawn lawsuit leaf leisure lemon lend leopard liar liberty lizard lobster lottery lounge lunar lyrics magnet maid mammal mandate mango mansion maple marble margin marine mask matrix maze meadow media melody melt mesh midnight mimic misery mixture mobile monkey monster moral morning mosquito motor mountain muffin mule muscle mushroom mutual myself naive napkin narrow nasty neck nephew nerve nest neutral noble noise nominee noodle nuclear nut oak obey oblige obscure obtain olive olympic onion orbit orchard organ orient orphan ostrich oval oven oxygen oyster ozone paddle palace panda panel panic panther parade parrot patrol pave peanut pear peasant pelican penalty pepper perfect piano picnic pigeon pioneer pistol pitch pizza pluck plunge poem polar pond pony potato pottery poverty powder predict prison prosper pudding pulp pulse pumpkin punch pupil puppy purity puzzle pyramid quantum quarter quit rabbit raccoon radar rally ramp ranch rapid raven razor rebel recycle reform regret reject rely remind rescue resemble retreat rhythm rib ribbon rifle riot ripple ritual rival roast robot robust rocket romance rookie rotate rubber rude rug runway rural saddle sadness salad salmon salon salute satoshi satisfy sauce sausage scan scare scatter scorpion scout scrap scrub sea seed segment sheriff shield shiver shrimp shrug shuffle siege silent silk silly siren skull slab slam slender slogan slush smoke snack snake sniff soap soccer soda solar soldier sorry spatial spawn sphere spice spider spike spin spirit spoil spoon squirrel stadium staff stairs stamp steak stem stereo sting stool stove strategy stumble sudden sunset super surge swallow swamp swarm swift swim sword symbol symptom syrup tackle tail talent tattoo tenant tennis thrive thumb thunder tiger tilt timber tissue toast tobacco toddler tomato tongue torch tornado tortoise toss toward tragic trap tray trend trial tribe trigger trophy trumpet tube tuition tumble tuna tunnel turkey turtle twelve twenty twist unable uncle unfair unfold unhappy unicorn unveil upset urban usage utility vacant vague valid valley valve vanish vapor vault velvet venture verb vessel veteran viable vibrant vicious victory village vintage violin virus vital vivid vocal volcano voyage wagon walnut warfare warrior wasp wealth weapon weasel whale wheat whisper width wild winner wisdom witness wolf wrap wreck wrestle wrist yard yellow youth zebra zero zone zoo';

export default defineDetector({
  id: 'crypto-seed',
  kinds: [{ kind: 'CRYPTO_SEED', title: 'Wallet recovery phrase', word: 'seed', visible: 'nothing' }],
  title: 'Recovery phrases of wallets',
  authority: 'BIP-39 (12, 15, 18, 21 or 24 words of a list of 2048)',
  regulations: ['GDPR Art. 32', 'ISO/IEC 27001:2022 A.8.24'],
  takes: ['term'],
  reach: RUN_MAX,
  terms: {
    said: phrases(
      'seed phrase|seed words|seed|seedphrase|recovery phrase|recovery words|secret phrase|secret recovery phrase|backup phrase|mnemonic|mnemonic phrase|wallet phrase|wallet words|wallet seed|passphrase words|frase semilla|frase de recuperacion|palabras semilla|phrase de recuperation|phrase secrete|wiederherstellungsphrase|seed worter|frase de recuperacao|frase semente|frase di recupero|herstelzin|シードフレーズ|リカバリーフレーズ|助记词|恢复短语|عبارة الاسترداد|words|words are',
    ),
    word: rare.split(' '),
  },
  examples: {
    hits: [
      'my seed phrase is ‹legal winner thank year wave sausage worth useful legal winner thank yellow›',
      'words: ‹letter advice cage absurd amount doctor acoustic avoid letter advice cage above›',
    ],
    misses: [
      'I lost my seed phrase',
      'the twelve words of the poem are gone and nobody can remember them now',
      'legal winner thank year wave sausage',
    ],
  },
  confirm({ text }, { list, start, end }) {
    return list === 'word' ? around(text, start) : behind(text, start, end);
  },
});

function behind(text: string, word: number, end: number): Hit | undefined {
  const rest = text.slice(end, end + 60);
  let tried = end;
  for (const match of rest.matchAll(/[A-Za-z]+/g)) {
    const at = end + match.index;
    // What begins inside a run that is too short is shorter still.
    if (at < tried || !seedWords.has(match[0].toLowerCase())) continue;
    const run = runFrom(text, at, word);
    if (run.hit !== undefined) return run.hit;
    tried = run.end;
  }
  return undefined;
}

/** Goes back to where the run of list words begins; a neighbour outside the list ends it at once. */
function around(text: string, at: number): Hit | undefined {
  let from = at;
  let repeats = 0;
  const own = /[A-Za-z]+/y.exec(text.slice(at, at + 10))?.[0] ?? '';
  let words = 0;
  for (; words < 24; words += 1) {
    const start = wordBefore(text, from);
    if (start < 0) break;
    repeats += text.startsWith(own, start) ? 1 : 0;
    // The first of a word said over and over has looked at the run already.
    if (words === REPEATS_MAX - 1 && repeats === REPEATS_MAX) return undefined;
    from = start;
  }
  // A phrase goes on behind the word, unless it is the last of one.
  if (words + 2 < WORDS_MIN && !goesOn(text, at + own.length)) return undefined;
  from += label.exec(text.slice(from, at))?.[0].length ?? 0;
  return runFrom(text, from, at).hit;
}

/** Whether a word of the list follows. */
function goesOn(text: string, end: number): boolean {
  step.lastIndex = end;
  return seedWords.has(step.exec(text)?.[1]?.toLowerCase() ?? '');
}

/** Start of the list word in front of `at`, or -1; only what lists put between words may stand between. */
function wordBefore(text: string, at: number): number {
  const low = Math.max(0, at - 40);
  let end = at;
  while (end > low && !isLetterAt(text, end - 1)) end -= 1;
  let start = end;
  while (start > low && isLetterAt(text, start - 1)) start -= 1;
  if (start === end || !between.test(text.slice(end, at))) return -1;
  return seedWords.has(text.slice(start, end).toLowerCase()) ? start : -1;
}

/** Share of a phrase's words that differ from one another. */
const DISTINCT_SHARE_MIN = 0.75;

function runFrom(text: string, start: number, reason: number): { readonly hit?: Hit; readonly end: number } {
  const ends: number[] = [];
  const seen = new Set<string>();
  step.lastIndex = start;
  for (let match = step.exec(text); match !== null && ends.length < 24; match = step.exec(text)) {
    const word = match[1]?.toLowerCase() ?? '';
    if (!seedWords.has(word) || step.lastIndex - start > RUN_MAX) break;
    ends.push(step.lastIndex);
    seen.add(word);
  }
  // Phrases come in threes of words; what is left over belongs to the sentence.
  const words = ends.length - (ends.length % 3);
  const end = ends[words - 1] ?? start;
  // Random words hardly repeat (2,048 to draw from); dictated digits do, and are words of the list too.
  if (words < WORDS_MIN || seen.size < words * DISTINCT_SHARE_MIN) return { end: ends.at(-1) ?? start };
  const evidence = [
    { rule: `bip-39:${words}`, at: start },
    { rule: 'context', at: reason },
  ];
  return { hit: { kind: 'CRYPTO_SEED', start, end, confidence: 0.95, evidence }, end };
}
