/** What an operation is of, beside the word for it: "lumbar fusion", "operación de cataratas", "白内障の手術"; medicines by dose, diseases by code. */

import { unmarked } from './health-speech.ts';

/** Parts of the body and what is commonly operated on, in languages with blanks. */
const parts =
  'knee|hip|shoulder|ankle|elbow|wrist|hand|finger|thumb|foot|toe|leg|arm|back|neck|spine|spinal|lumbar|cervical|thoracic|disc|discs|acl|mcl|pcl|meniscus|rotator cuff|achilles|tendon|ligament|cartilage|joint|bone|heart|cardiac|coronary|valve|aortic|mitral|artery|carotid|vascular|vein|varicose vein|brain|cranial|head|skull|pituitary|eye|retina|retinal|corneal?|cataracts?|glaucoma|ear|sinus|nose|nasal|septum|throat|vocal cord|tonsils?|adenoids?|thyroid|parathyroid|jaw|dental|tooth|teeth|wisdom tooth|wisdom teeth|gum|mouth|tongue|breast|chest|lung|pulmonary|oesophagus|esophageal|stomach|gastric|bariatric|bowel|colon|colorectal|rectal|anal|intestinal|abdominal|gallbladder|gall bladder|gallstones?|liver|pancreas|pancreatic|spleen|appendix|hernia|inguinal hernia|umbilical hernia|hiatal hernia|kidney|kidney stones?|renal|bladder|prostate|testicular|testicle|penile|uterus|uterine|womb|hysterectomy|ovary|ovarian|ovaries|cervix|fibroids?|endometriosis|pelvic|bunion|cyst|ovarian cyst|lump|tumou?r|brain tumou?r|mole|skin|skin cancer|cancer|carcinoma|melanoma|polyps?|haemorrhoids?|hemorrhoids?|piles|fistula|aneurysm|stoma|bone marrow|stem cell|nerve|carpal tunnel|hair|organ|bypass|cleft palate|scoliosis|open heart|weight loss|gender|orthop(?:a)?edic|plastic|laser|keyhole|laparoscopic|robotic|gyna?ecological|gynae|mri|ct|cat|pet|bone density|thyroid|pregnancy|fetal|foetal|angio';
const partsAbroad =
  'rodillas?|caderas?|hombro|columna|espalda|tobillo|muñeca|corazón|corazon|cataratas?|retina|córnea|ojos?|hernia|vesícula|apéndice|apendicitis|riñón|riñones|hígado|médula|próstata|útero|matriz|ovarios?|mamas?|pechos?|tiroides|amígdalas|estómago|colon|vejiga|hemorroides|menisco|ligamentos?|juanetes?|nariz|abierto|bariátrica|cardíaca|cardiaca|genou|hanche|épaule|dos|cheville|cœur|coeur|cataracte|rétine|hernie|vésicule|appendicite|appendice|rein|foie|moelle|prostate|utérus|sein|thyroïde|amygdales|estomac|côlon|vessie|ménisque|ligaments|canal carpien|joelho|quadril|ombro|coluna|tornozelo|coração|catarata|olhos?|hérnia|vesícula|apêndice|rim|fígado|medula|próstata|útero|ovários?|seios?|mama|tireoide|amígdalas|estômago|intestino|bexiga|menisco|nariz|cardíaca|ginocchio|anca|spalla|schiena|caviglia|cuore|ernia|cistifellea|appendice|rene|fegato|midollo|prostata|utero|ovaie|seno|tiroide|tonsille|stomaco|vescica|crociato|alluce|knie|hüfte|schulter|rücken|herz(?:en)?|auge|augen|bandscheibe|leiste|galle|blinddarm|niere|leber|prostata|gebärmutter|brust|schilddrüse|mandeln|magen|heup|schouder|rug|hart|oog|ogen|staar|liesbreuk|galblaas|blindedarm|nier|borst|kolana|biodra|barku|serca|zaćmy|oka|przepukliny|kręgosłupa|woreczka|wyrostka|nerki|wątroby|tarczycy|migdałków|prostaty|kalp|diz|kalça|omuz|bel|bel fıtığı|boyun|göz|katarakt|fıtık|safra kesesi|böbrek|karaciğer|apandisit|guatr|mide|burun|rahim|bademcik|meme|prostat|appendix|hernia|القلب|قلب|مفتوح|الركبة|ركبة|العين|عين|الظهر|ظهر|المرارة|الزائدة|الكلى|كلى|كلية|كبد|الكبد|الرحم|الثدي|المعدة|القولون|الغضروف|البروستاتا|اللوزتين|نخاع|घुटने|दिल|हार्ट|आंख|आँख|मोतियाबिंद|पथरी|हर्निया|अपेंडिक्स|बवासीर|किडनी|कमर|पेट|बच्चेदानी|ghutne|dil|aankh|motiyabind|pathri|kamar|pet|무릎|허리|심장|백내장|맹장|디스크|어깨|고관절|위|간|신장|눈|코|갑상선|유방|자궁';
const hanParts =
  '(?:白内障|緑内障|心臓|心脏|心|胃|腸|肠|肝臓?|腎臓?|肾|肺|脳|脑|膝|腰|肩|股関節|髋关节|膝关节|首|目|眼|鼻|耳|喉|甲状腺|乳房|乳腺|子宮|子宫|卵巣|卵巢|前列腺|盲腸|阑尾|胆囊|胆嚢|胆|扁桃腺?|扁桃体|椎間板|腰椎|颈椎|ヘルニア|痔|がん|癌|腫瘍|肿瘤|骨折|靭帯|半月板|帝王切開|近视|搭桥|心脏搭桥|人工関節|角膜|骨髄|骨髓)';

const partBefore = new RegExp(
  unmarked(
    `(?:(?<![\\p{L}\\p{M}])(?:(?:total|partial|double|bilateral|left|right|emergency|full|lower|upper) )?(?:${parts}|${partsAbroad})(?:'s)?(?:[ -]| (?:ki|ka|ke|का|की|के) )(?:(?:valve|disc|lump|cyst|stone|cancer|tumou?r) )?|${hanParts}(?:の|的)?)$`,
  ),
  'iu',
);
const partBehind = new RegExp(
  unmarked(
    `^(?: (?:on|of|to|for|in|de|del|della|delle|dell'|do|da|dos|das|du|des|de la|de las|de los|de l'|à la|à l'|au|aux|a la|al|alla|alle|all'|ao|aos|às|à|no|na|en la|en el|am|an der|an den|an meinem|aan mijn|aan de|på|w|fi|في)? ?(?:(?:my|his|her|their|the|both|left|right|mi|su|meu|minha|mon|ma|l)[ ']){0,2}(?:${parts}|${partsAbroad})(?![\\p{L}\\p{M}]))`,
  ),
  'iu',
);

/** Words that mean an operation even when no part of the body is named; the others are had of much else. */
const alone =
  /^(?:surger(?:y|ies)|operations?|op|transplant|biopsy|ultrasound|x[ -]?ray|cirugia|cirurgia|operacion|operacao|operazione|intervento|operatie|operasjon|operacj\p{L}+|chirurgie|ameliyat\p{L}*|手术|手術|수술|عملية|العملية|جراحة)$/iu;
/** Said to have been had, in other languages. */
const hadBehind = new RegExp(
  unmarked('^(?:を受け|をし|後|が終わ|を控え|了|后|を予定|했|을 받|을 했|을 앞|후| oldum| oldu| olaca| geçirdi)'),
  'u',
);
const hadBefore = new RegExp(
  unmarked(
    "(?:做了?|做完|动了?|要做|tuve una|hicieron una|tengo una|tras mi|mi|ich hatte (?:eine|meine)|nach (?:meiner|der|einer)|meine|après (?:mon|ma|une)|mon|ma|fiz uma|minha|dopo (?:l'|un'?|una)|mia|mijn|miałam|miałem|mam|moją|min|أجريت|أجرت|عملت|بعد)\\s?$",
  ),
  'iu',
);

export interface Place {
  readonly start: number;
  readonly end: number;
  /** Whether a part of the body is named, or somebody said to have had it. */
  readonly named: boolean;
}

/** The word for an operation at [start, end) together with the part of the body beside it; undefined when it is of no body. */
export function operationPlace(text: string, start: number, end: number): Place | undefined {
  const before = partBefore.exec(text.slice(Math.max(0, start - 40), start));
  const behind = partBehind.exec(text.slice(end, end + 40));
  if (before !== null) return { start: start - before[0].length, end, named: true };
  if (behind !== null) return { start, end: end + behind[0].length, named: true };
  if (!alone.test(text.slice(start, end))) return undefined;
  const had = hadBehind.test(text.slice(end, end + 12)) || hadBefore.test(text.slice(Math.max(0, start - 24), start));
  return { start, end, named: had };
}

const doseBefore =
  /(?<![\p{L}\d])(\p{L}[\p{L}-]{4,30})(?:\s+(?:xr|er|sr|cr|hcl|sodium))?\s+\d{1,4}(?:[.,]\d{1,3})?\s?$/iu;
/** What is measured in milligrams and no medicine, and words that stand between a medicine and its dose. */
const noMedicine =
  /^(?:vitamins?|about|around|only|tablets?|capsules?|takes?|taking|doses?|dosage|strength|contains?|containing|caffeine|protein|sugars?|sodium|magnesium|calcium|potassium|omega|salts?|collagen|turmeric|creatine|weigh\w*|least|under|exactly|approx\w*|daily|twice|another|these|those|there|which|serving|portion|package|bottle|supplements?|powder|extract|total|between|mehr|unter|etwa|menos|environ|circa)$/i;

/** Where the medicine stands whose dose's unit begins at `start`; undefined when none does. */
export function medicineBeforeDose(text: string, start: number): Place | undefined {
  const from = Math.max(0, start - 60);
  const found = doseBefore.exec(text.slice(from, start));
  const name = found?.[1];
  if (found === null || name === undefined || noMedicine.test(name)) return undefined;
  return { start: from + found.index, end: from + found.index + name.length, named: true };
}

/** A code of the International Classification of Diseases (WHO ICD-10, ICD-10-CM): a letter, a digit, up to five more. */
const codeBehind =
  /^(?:[- ]?1[01])?(?:-CM)?(?: codes?)?\s?(?:is|was|of|[:=#-])?\s?([A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?)(?![0-9A-Za-z-])/;

/** Where the disease's code stands that the word ending at `end` announces. */
export function diseaseCode(text: string, end: number): Place | undefined {
  const code = codeBehind.exec(text.slice(end, end + 32));
  if (code?.[1] === undefined) return undefined;
  const until = end + code[0].length;
  return { start: until - code[1].length, end: until, named: true };
}
