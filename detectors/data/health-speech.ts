/** Who is said to be ill, in words of many languages, and whom such words do not mean: what the judge asks besides English. */

/** As detectors see texts: letters without their accents and marks. */
export const unmarked = (pattern: string): string => pattern.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC');

/** A pattern written with accents, for texts without. */
const plain = (pattern: string, flags: string): RegExp => new RegExp(unmarked(pattern), flags);

/** A whole word in any script that puts blanks between words. */
const words = (list: string): string => `(?<![\\p{L}\\p{M}])(?:${list})(?![\\p{L}\\p{M}])`;

/** Frequent small words by which a sentence is known to be English. */
const englishWords =
  /\b(?:the|my|and|you|your|with|for|have|has|this|that|i'?m|i've|are|what|she|they|been|from|we|our|there|does|how|got|him|his|still|about|please|can|is|it|of|to)\b/gi;
const foreignWords = plain(
  words(
    'el|los|las|del|por|que|mi|mis|tengo|tiene|está|estoy|una|je|j|le|les|des|mon|ma|une|est|suis|avec|pour|der|die|das|ich|mein|meine|meiner|ist|hat|habe|und|nicht|eu|meu|minha|tenho|tem|não|nao|uma|com|il|lo|gli|mio|mia|ho|ha|che|sono|una|ik|mijn|een|het|heb|heeft|van|niet|jestem|mam|nie|moja|mój|się|jag|min|mitt|har|och|inte|är|jeg|ikke|hai|mera|meri|mere|mujhe|ko|ka|ki|hua|tha|thi|bir|ve|için|benim|var|annem|babam',
  ),
  'giu',
);

/** Whether the sentence is written in English: its own small words outnumber all the others'. */
export function isEnglish(sentence: string): boolean {
  if (/[^\p{sc=Latin}\p{sc=Common}\p{sc=Inherited}]/u.test(sentence)) return false;
  return (sentence.match(englishWords)?.length ?? 0) > (sentence.match(foreignWords)?.length ?? 0);
}

/** Somebody, in the languages other than English. */
const person = plain(
  [
    words(
      'tengo|tiene|tenemos|tuve|tuvo|mi|mis|soy|estoy|padezco|sufro|hijo|hija|madre|padre|abuela|abuelo|marido|esposa|tomo|me|nuestro|nuestra|j|je|mon|ma|mes|suis|père|mère|fils|fille|mari|femme|notre|ich|mein|meine|meiner|meinem|meinen|mich|mir|wir|unser|unsere|vater|mutter|sohn|tochter|eu|meu|minha|tenho|tô|to|estou|pai|mãe|mae|filho|filha|tomei|peguei|avó|avô|io|mio|mia|ho|sono|soffro|prendo|nonna|nonno|mamma|papà|figlio|figlia|moglie|marito',
    ),
    words(
      'ik|mijn|mij|moeder|vader|zoon|dochter|man|vrouw|mam|jestem|choruję|choruje|mój|moja|mojej|mojego|mama|tata|syn|córka|żona|mąż|biorę|jag|min|mitt|mina|mamma|pappa|jeg|mor|far|søn|sønn|datter|mera|meri|mere|mujhe|mujhko|maa|papa|beta|beti|pati|patni|hamare|hamari|benim|annem|babam|oğlum|kızım|eşim|bende|oldum|geçirdim|hastasıyım|kocam|karım|kardeşim',
    ),
    '私|僕|俺|母|父|妻|夫|息子|娘|祖母|祖父|子供|うちの|我|妈|媽|爸|儿子|女儿|老婆|老公|妻子|丈夫|孩子|저는|제가|나는|엄마|아빠|아들|딸|남편|아내|어머니|아버지|할머니|أنا|ابني|ابنتي|زوجتي|زوجي|والدي|والدتي|أمي|أبي|عندي|لدي|أعاني|मुझे|मेरी|मेरे|मेरा|मैं|पापा|माँ|मां|मम्मी|बेटे|बेटी|पत्नी|पति',
  ].join('|'),
  'iu',
);

/** A treatment that somebody had or is due for, around a word that is used for much else. */
const treatedBefore =
  /\b(?:(?:i|we|he|she|they|mum|mom|dad|wife|husband|son|daughter)(?:'?(?:ve|d|s|m|re))? (?:\w+ ){0,2}?(?:had|have|has|having|got|getting|need|needs|needed|start(?:s|ed|ing)?|finish(?:ed|ing)?|missed|underwent)|had|having|got|getting|after|since|due to|because of|following|from|recover(?:ing|ed|y) from|waiting (?:for|on)|booked (?:in )?for|scheduled for|in for|going (?:for|to|in for)|been (?:to|for|in|through|having)|need|referred for|post|pre|doing|started?|starting|in|between|during|through|before)\s+(?:(?:my|his|her|their|our|a|an|the|some|another|first|second|third|next|last|weekly|monthly|private|nhs|emergency|urgent|more|major|minor)\s+){0,3}(?:[a-z'-]+\s+)?$|\b(?:my|his|her|mum'?s|mom'?s|dad'?s|wife'?s|husband'?s|son'?s|daughter'?s)\s+(?:[a-z'-]+\s+){0,2}$/i;

/** An illness that somebody has, is off with, or is known for, around a word that is used for much else. */
const illBefore =
  /\b(?:diagnos(?:ed|is)(?: (?:of|with|as|is))?|dx'?d?(?: w(?:ith|\/))?|suffer(?:s|ed|ing)?(?: from| with)?|struggl(?:e|es|ed|ing) with|(?:living|ill|sick|unwell|poorly|down|in bed|laid up|off(?: (?:sick|work|school))?) with|(?:i|we|he|she|they|who|mum|mom|dad|wife|husband|son|daughter|partner|kid|customer|patient|brother|sister|nan|baby)(?:'?(?:ve|d|s))?(?: (?:also|still|just|already|now|really|even|both))? (?:have|has|had|got|get|gets|having|caught|suffers?|developed|been having|been getting)|i'?ve(?: got)?|(?:due to|because of|bc of|with|for|from|of) (?:my|his|her|our|their)|history of|symptoms of|treated for|treatment for|meds for|medication for|pills for|tablets for|recover(?:ing|ed) from|died (?:of|from)|fear of|tested positive for|positive for|came down with|cause of|(?:my|his|her|their|our|mum'?s|mom'?s|dad'?s|wife'?s|husband'?s|son'?s|daughter'?s|partner'?s))\s+(?:(?:a|an|the|some|really|very|quite|bad|terrible|awful|horrible|nasty|severe|chronic|mild|acute|advanced|early|late|stage|constant|bit|of|slight|massive|recurring|recurrent|lifelong|ongoing|progressive|relapsing|secondary|primary|undiagnosed)\s+){0,4}$/i;

/** A line of a form or of a doctor's letter: what it names is somebody's. */
const label = plain(
  '(?:^|[\\n;,|>*-])\\s*(?:[\\w -]{0,16}\\s)?(?:diagnos[ie]s|dx|hx|pmh|past medical history|medical history|medical conditions?|conditions?|reason for (?:visit|referral|absence|leave|claim|cancellation|appointment)|presenting complaint|chief complaint|complaint|procedures?(?: performed)?|operation|surgery|treatment|current meds|current medications?|medications?|meds|drugs?|rx|prescription|refill request|allerg(?:y|ies)|allergic to|illness|disability|impression|indication|assessment|comorbidities|icd(?:-?10)?(?: code)?|diagnose|diagnostic|diagnóstico|diagnostico|diagnosi|motivo de consulta|motivo|motif|medikation|medicación|medicamentos|medicação|farmaci|diagnoza|rozpoznanie|診断名|病名|诊断|病情|진단명|진단|التشخيص|تشخيص)\\s*(?:[:=：]|-\\s)[^\\n]{0,90}$',
  'iu',
);

/** General knowledge is asked for: of an illness as such, with nobody in the sentence. */
const general =
  /(?:^|[\n,;.] ?)\W*(?:(?:hi|hello|hey|so|ok|just curious|quick question|question)[,:]? ?)*(?:what(?:'s| is| are| does| do| causes?)|how (?:is|are|do(?:es)?|long|common|much|many|dangerous|can)|is|are|does|do|can|which|why|who|when|explain|define|tell me about|difference between|information (?:on|about)|info (?:on|about)|any (?:articles?|info|tips|advice))\b/i;
const generalAbroad = plain(
  `^\\W*(?:${words("qué es|que es|cuáles son|cuales son|qué causa|cómo se|como se|es contagios[oa]|was ist|was sind|wie ansteckend|ist .{0,20} ansteckend|wie wird|qu'est-ce que?|quels sont|quelles sont|c'est quoi|comment se|o que é|o que e|quais são|quais sao|como se|che cos'è|cos'è|cosa è|quali sono|wat is|wat zijn|co to jest|jakie są|vad är|hvad er|hva er|nedir")})|(?:とは|って何|の症状は|是什么|是什麼|的症状|有哪些|怎么预防|란 무엇|이란|이 뭐|ما هو|ما هي|ما أعراض|क्या है|क्या होता|के लक्षण|kya hota|kya hai|nedir)`,
  'iu',
);

/** Animals, print, causes, jobs and machines in the languages other than English. */
const elsewhere = plain(
  [
    words(
      'perr[oa]s?|perrit[oa]|gat[oa]s?|gatit[oa]|caballo|veterinari[oa]|mascota tiene|chien|chienne|chiens|chatte|mon chat|notre chat|cheval|lapin|vétérinaire|hund|hündin|hunde|katze|kater|pferd|kaninchen|tierarzt|cane|gatt[oa]|cavallo|coniglio|cachorr[oa]|cão|cavalo|hond|kat|paard|dierenarts|pies|psa|kot|kota|kotka|weterynarz|hunden|katten|katt|hästen|veterinär|köpeğim|kedim|veteriner|kutta|kutte|billi',
    ),
    words(
      'libros?|livres?|bücher|buch|libri|livros?|boek|boeken|książk\\p{L}+|böcker|kitap|película|filme|film|cours|kurs|curso|corso|fundación|fondation|stiftung|fondazione|fundação|asociación|association|associazione|asociacion|ong|spende|donación|donaciones|don|charity|sternzeichen|horóscopo|horoscope|horoskop|zodiaco|zodíaco|signo|segno|servidor|serveur|servidores',
    ),
    '犬|猫|ペット|の本|書籍|映画|小説|狗|宠物|寵物|的书|的書|书籍|电影|كتاب|كتب|كلب|كلبي|قطة|قطتي|कुत्त|बिल्ली|किताब|강아지|고양이|책을|영화',
  ].join('|'),
  'iu',
);

/** A sudden illness, and what people say gives them one: prices, bills, the wait. */
const sudden = plain(
  'infart|infarkt|crise cardiaque|ictus|derrame|enfarte|hartaanval|hartinfarct|zawał|udar|schlaganfall|kalp krizi|heart attack|心脏病|心臓|心臟病|心筋梗塞|جلطة|أزمة قلبية|हार्ट अटैक|दिल का दौरा|심장마비',
  'iu',
);
const startling = plain(
  `${words('prezzi|prezzo|precios?|preços?|precos?|prix|preise?n?|prijs|prijzen|ceny|cena|prisen|priser|fiyatlar\\p{L}*|fiyat\\p{L}*|factura|facture|fatura|rechnung|bolletta|conto|susto|casi me da|quase me d[aá]|fast einen')}|价格|價格|吓|嚇|値段|料金|الأسعار|السعر|कीमत|가격`,
  'iu',
);

/** The name of an organisation, an event or a shelf goes on behind the term. */
const nameBehind =
  /^(?:'s|s)?[ -](?:UK|USA|US|Canada|Australia|Ireland|Scotland|Europe|International|Alliance|Trust|Council|Institute|Network|Society|Association|Foundation|Federation|Action|Matters|Now|Relief)\b|^\s+(?:[\w-]+\s+)?(?:fun run|5k|10k|marathon|bake sale|coffee morning|for more|gala|telethon|appeal|hotline|helpline|awareness|screening van|statistics|leaflet|emoji|meme|jokes?)\b/;
const nameBefore = /\b(?:Cancer Research|British|American|National|Royal|Macmillan|International)\s+$/;

export interface Speech {
  /** The words stand for something else, or nobody is meant. */
  readonly other: boolean;
  readonly person: boolean;
  /** Said in so many words of somebody: enough for a word that is used for much else. */
  readonly claim: boolean;
}

/** Reads the sentence around a term; `treatment` for operations and tests, which are had and not suffered from. */
export function readSpeech(before: string, term: string, after: string, treatment: boolean): Speech {
  const sentence = before + term + after;
  const labelled = label.test(before);
  const someone = person.test(sentence);
  const asked = !labelled && !someone && generalAbroad.test(sentence);
  return {
    other:
      asked ||
      nameBehind.test(after) ||
      nameBefore.test(before) ||
      (!isEnglish(sentence) && isElsewhere(sentence, term)),
    person: labelled || someone,
    claim: labelled || (treatment ? treatedBefore.test(before) : illBefore.test(before)),
  };
}

function isElsewhere(sentence: string, term: string): boolean {
  return elsewhere.test(sentence) || (sudden.test(term) && startling.test(sentence));
}

/** Whether an English sentence asks about an illness as such. */
export function isGeneralQuestion(sentence: string, before: string): boolean {
  return general.test(sentence) && !label.test(before);
}
