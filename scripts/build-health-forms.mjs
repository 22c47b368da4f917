/** Writes the inflected, compounded and transcribed health terms of detectors/terms/: `node scripts/build-health-forms.mjs`. */
import { readFileSync, writeFileSync } from 'node:fs';

const folder = new URL('../detectors/terms/', import.meta.url);

/** Every way to put one of each list behind the other. */
const cross = (...lists) => lists.reduce((made, list) => made.flatMap((start) => list.map((end) => start + end)), ['']);
const split = (text) => text.trim().split(/\s*\|\s*/);
const forms = { conditions: [], procedures: [], medications: [] };

// German, Dutch and Swedish write organ and illness as one word.
const germanOrgans = split(
  'magen|darm|dickdarm|enddarm|lungen|nieren|leber|blasen|haut|brust|prostata|gebärmutter|eierstock|hoden|schilddrüsen|kehlkopf|speiseröhren|zungen|mund|knochen|hirn|gehirn|kopf|augen|ohren|mandel|gelenk|knie|hüft|schulter|rücken|wirbelsäulen|herz|herzmuskel|venen|nerven|sehnen|muskel|bauchspeicheldrüsen|gallenblasen|blinddarm|zahn|kiefer|kreuzband|meniskus|bandscheiben|leisten|fuß|hand|ellbogen|handgelenk|netzhaut|hornhaut|stimmband|nasen|nebenhöhlen|harnwegs|rippen|becken',
);
forms.conditions.push(
  ...cross(
    germanOrgans,
    split(
      'krebs|tumor|karzinom|entzündung|entzündungen|infektion|infekt|erkrankung|leiden|schmerzen|schwäche|versagen|insuffizienz|verletzung|bruch|fraktur|riss|metastasen|geschwür|blutung',
    ),
  ),
);
forms.procedures.push(
  ...cross(
    germanOrgans,
    split(
      'operation|operationen|op|ops|-op|transplantation|spiegelung|biopsie|entfernung|ersatz|prothese|punktion|resektion',
    ),
  ),
);
const dutchOrgans = split(
  'maag|darm|dikke darm|long|nier|lever|blaas|huid|borst|prostaat|baarmoeder|eierstok|teelbal|schildklier|slokdarm|keel|tong|bot|hersen|oog|oor|gewricht|knie|heup|schouder|rug|hart|spier|pees|alvleesklier|galblaas|amandel|blindedarm|kaak|meniscus|kruisband|lies|voet|hand|elleboog|pols|enkel|netvlies|hoornvlies|stem|neus|bijholte|luchtweg',
);
forms.conditions.push(
  ...cross(dutchOrgans, split('kanker|tumor|ontsteking|infectie|ziekte|klachten|falen|letsel|breuk')),
);
forms.procedures.push(
  ...cross(dutchOrgans, split('operatie|operaties|transplantatie|biopsie|onderzoek|verwijdering|prothese|punctie')),
);
const nordicOrgans = split(
  'mag|tarm|tjocktarm|lung|njur|lever|blås|hud|bröst|prostata|livmoder|livmoderhals|äggstocks|testikel|sköldkörtel|hals|ben|hjärn|ögon|öron|led|knä|höft|axel|rygg|hjärt|muskel|bukspottkörtel|gallblåse|blindtarms|fot|hand|menisk|korsbands|ljumsk|nyre|knæ|hofte|hjerte|mave|bryst|øje|skulder|kne|øye|mage|livmor|skjoldbruskkjertel',
);
forms.conditions.push(
  ...cross(
    nordicOrgans,
    split(
      'cancer|kræft|kreft|tumör|inflammation|infektion|infeksjon|sjukdom|sygdom|sykdom|svikt|skada|smärta|betændelse|betennelse',
    ),
  ),
);
forms.procedures.push(
  ...cross(
    nordicOrgans,
    split(
      'operation|operationen|operasjon|operasjonen|transplantation|transplantasjon|biopsi|protes|protese|röntgen|scanning',
    ),
  ),
);

// English joins them with a blank.
const englishOrgans = split(
  'heart|cardiac|kidney|renal|liver|lung|respiratory|thyroid|back|spinal|neck|knee|hip|shoulder|ankle|wrist|elbow|foot|leg|arm|hand|finger|stomach|bowel|colon|gut|digestive|bladder|prostate|testicular|gynae|pelvic|ovarian|cervical|uterine|fertility|breast|chest|skin|eye|retinal|ear|sinus|throat|tongue|jaw|gum|nerve|neurological|brain|head|joint|bone|muscle|tendon|ligament|circulation|hormone|hormonal|memory|mobility|breathing|sleep|autoimmune|blood|spleen|pancreas|pancreatic|gallbladder|oesophageal|esophageal',
);
forms.conditions.push(
  ...cross(
    englishOrgans,
    split(
      ' problem| problems| issues| trouble| condition| injury| infection| cancer| tumour| tumor| disease| failure| damage| inflammation| cyst| lesion| fracture| disorder',
    ),
  ),
);

// Chinese, Japanese and Korean put the organ first, too.
const han = split(
  '肝|肺|胃|肠|腸|大肠|大腸|直肠|肾|腎|腎臓|肝臓|膵臓|胰腺|乳腺|甲状腺|子宫|子宮|卵巢|卵巣|膀胱|前列腺|食道|食管|喉|口腔|舌|皮肤|皮膚|骨|脑|脳|心脏|心臓|胆囊|胆囊|胆|淋巴|血液|关节|関節|膝关节|髋关节|腰椎|颈椎|脊椎|咽喉|扁桃体|阑尾|尿道|盆腔|宫颈|眼|角膜|肩|膝|腰|股関節|足首',
);
forms.conditions.push(
  ...cross(han, split('癌|がん|炎|肿瘤|腫瘍|结石|結石|衰竭|不全|囊肿|息肉|硬化|溃疡|潰瘍|骨折|结节|损伤|出血')),
);
forms.procedures.push(
  ...cross(
    han,
    ['', '部'],
    split(
      '手术|手術|の手術|移植|の移植|移植手术|移植手術|切除|切除术|切除手术|の摘出|摘出手術|置换手术|置换术|镜检查|の内視鏡',
    ),
  ),
);
const hangul = split(
  '위|폐|간|대장|유방|갑상선|췌장|전립선|자궁|자궁경부|난소|방광|신장|뇌|식도|후두|구강|피부|혈액|담낭|골|심장|관절|척추',
);
/** Particles follow the last sound; of those whose letters the dictionary cannot tell apart only one is kept. */
const closed = split('|이|을|은|의|에|으로|이라|이라서|이어서|때문에|입니다|이에요|인데|이고|이었|에서|까지');
const open = split('|가|를|는|의|에|로|라|라서|여서|때문에|입니다|예요|인데|고|였|에서|까지');
const withParticles = (stems) =>
  stems.flatMap((stem) =>
    cross([stem], ((stem.codePointAt(stem.length - 1) ?? 0) - 0xac00) % 28 === 0 ? open : closed),
  );
const koreanIllness = [
  ...cross(hangul, split('암|염|종양|결석|부전|질환')),
  ...split(
    '우울증|조울증|공황장애|불안장애|강박증|조현병|당뇨|당뇨병|고혈압|저혈압|고지혈증|뇌졸중|뇌경색|뇌출혈|심근경색|협심증|부정맥|심부전|천식|결핵|폐렴|독감|코로나|코로나19|감기|기관지염|비염|축농증|중이염|간염|비형간염|간경화|지방간|위염|위궤양|장염|식중독|역류성식도염|과민성대장증후군|크론병|궤양성대장염|맹장염|치질|변비|신부전|요로결석|방광염|전립선비대증|디스크|허리디스크|목디스크|관절염|류마티스|류마티스관절염|통풍|골다공증|골절|인대파열|십자인대파열|탈골|염좌|아토피|건선|습진|두드러기|대상포진|무좀|탈모|백반증|갑상선기능저하증|갑상선기능항진증|다낭성난소증후군|자궁내막증|자궁근종|난임|불임|임신|임신중|임신성당뇨|조산|유산|사산|폐경|갱년기|백혈병|림프종|뇌종양|간질|뇌전증|치매|알츠하이머|파킨슨|파킨슨병|루게릭병|다발성경화증|편두통|두통|이명|난청|녹내장|백내장|황반변성|실명|청각장애|시각장애|지체장애|지적장애|자폐|자폐증|다운증후군|주의력결핍|거식증|폭식증|알코올중독|알콜중독|도박중독|마약중독|에이즈|매독|임질|클라미디아|헤르페스|성병|루푸스|빈혈|백신부작용|혈전|하지정맥류|화상|뇌진탕|수족구|홍역|수두|볼거리|불면증|수면무호흡증|번아웃|섭식장애|트라우마|장애인|휠체어|암|말기암|땅콩알레르기|알레르기|페니실린알레르기|아나필락시스',
  ),
];
forms.conditions.push(
  ...withParticles(koreanIllness),
  ...cross(split('우울증|당뇨|공황장애|고혈압|치매|암|천식|adhd'), split(' 진단| 환자| 환자인데| 진단을')),
);
forms.procedures.push(
  ...withParticles(
    split(
      '항암치료|항암|방사선치료|투석|혈액투석|신장이식|간이식|골수이식|심장이식|제왕절개|무릎수술|허리수술|심장수술|백내장수술|디스크수술|맹장수술|암수술|인공관절수술|성형수술|쌍꺼풀수술|라식|라섹|내시경|위내시경|대장내시경|조직검사|혈액검사|피검사|물리치료|재활치료|심리치료|심리상담|시험관시술|인공수정|난임치료|낙태|임신중절|수혈|사랑니발치|스텐트시술|정관수술|자궁적출|유방절제|맹장 수술|무릎 수술|허리 수술|심장 수술|백내장 수술',
    ),
  ),
);
forms.medications.push(
  ...withParticles(
    split(
      '인슐린|혈압약|당뇨약|항우울제|수면제|진통제|항생제|피임약|스테로이드|갑상선약|신경안정제|와파린|아스피린|메트포르민|고지혈증약|우울증약|항암제|면역억제제|졸피뎀|타이레놀|콘서타',
    ),
  ),
);

// Turkish: endings of possession and case.
const turkishEnds = split(
  '|i|ı|u|ü|im|ım|um|üm|in|ın|e|a|de|da|den|dan|si|sı|yi|yı|ye|ya|li|lı|lu|lü|liyim|lıyım|den dolayı| hastası| hastasıyım| hastasıyız| hastalığı| hastalığım| oldum| oldu| teşhisi| tanısı',
);
forms.conditions.push(
  ...cross(
    split(
      'kanser|akciğer kanseri|meme kanseri|prostat kanseri|kolon kanseri|lösemi|lenfoma|tümör|diyabet|şeker|tansiyon|yüksek tansiyon|kolesterol|kalp|kalp krizi|kalp yetmezliği|böbrek yetmezliği|böbrek|felç|inme|beyin kanaması|astım|koah|zatürre|bronşit|grip|verem|tüberküloz|epilepsi|sara|migren|ms|parkinson|alzheimer|demans|bunama|depresyon|anksiyete|panik atak|bipolar|şizofreni|otizm|otistik|dehb|hamile|gebe|hamilelik|düşük|kısır|guatr|hipotiroid|hipertiroid|romatizma|romatoid artrit|fibromiyalji|gut|bel fıtığı|boyun fıtığı|fıtık|menisküs|kırık|sedef|egzama|alerji|fıstık alerjisi|penisilin alerjisi|çölyak|crohn|ülser|gastrit|reflü|kolit|hepatit|siroz|safra kesesi taşı|böbrek taşı|apandisit|hemoroid|basur|idrar yolu enfeksiyonu|hiv|frengi|uçuk|zona|suçiçeği|kızamık|anemi|kansızlık|hemofili|talasemi|lupus|koma|körlük|engelli|alkolik|bağımlı|obezite|uyku apnesi|varis|katarakt|glokom',
    ),
    turkishEnds,
  ).filter(
    (term) =>
      !/^(?:şeker|kalp|böbrek|tansiyon|gut|düşük|sara|kırık|bağımlı|inme|ms)(?:.{0,3}|den dolayı| oldum?)$/.test(term),
  ),
);

// Polish: nouns in -a and their cases, adjectives of organs.
const polishCases = (stem, hard = 'y') => cross([stem], ['a', 'ę', 'ą', hard, 'ie', 'ze']);
for (const stem of split(
  'astm|anemi|depresj|schizofreni|demencj|białaczk|cukrzyc|migren|padaczk|grypę|gryp|gruźlic|łuszczyc|egzem|zaćm|jaskr|kontuzj|miażdżyc|przepuklin|ciąż|choroba|alergi|epilepsj|hemofili|bulimi|anoreksj|nerwic|niedoczynność tarczyc|świnka|różyczk|ospę|odr|sepsa|celiaki|arytmi|dny moczanow',
))
  forms.conditions.push(...polishCases(stem), `${stem}i`);
forms.conditions.push(
  ...cross(
    split('rak|raka|rakiem|raku|nowotwór|nowotworu|nowotworem|guz|guza|guzem'),
    split(
      '| piersi| płuc| prostaty| jelita| jelita grubego| szyjki macicy| trzustki| żołądka| skóry| jajnika| tarczycy| mózgu| nerki| krwi',
    ),
  ),
  ...split(
    'zawał|zawale|zawału|zawał serca|udar|udarze|udaru|udar mózgu|nadciśnienie|nadciśnienia|niewydolność serca|niewydolności serca|niewydolność nerek|niewydolności nerek|choroba crohna|chorobę crohna|choroba wieńcowa|chorobę serca|choroba serca|chorobę nerek|stwardnienie rozsiane|stwardnienia rozsianego|parkinson|parkinsona|choroba parkinsona|chorobę parkinsona|alzheimer|alzheimera|chorobę alzheimera|zapalenie płuc|zapalenia płuc|zapalenie oskrzeli|zapalenie stawów|zapalenie pęcherza|zapalenie wyrostka|hashimoto|niedoczynność tarczycy|nadczynność tarczycy|reumatyzm|rzs|dyskopatia|dyskopatię|rwa kulszowa|osteoporoza|osteoporozę|złamana noga|złamaną nogę|złamana ręka|złamaną rękę|złamanie|złamania|skręcona kostka|wrzody|wrzody żołądka|kamica nerkowa|kamienie nerkowe|kamienie w nerkach|hemoroidy|marskość wątroby|zapalenie wątroby|wirus hiv|opryszczka|półpasiec|ospa|w ciąży|jestem w ciąży|poronienie|poroniłam|poronieniu|niepłodność|endometriozę|endometrioza|menopauza|menopauzę|autyzm|autyzmem|autyzmu|zespół downa|zespołem downa|zespół aspergera|adhd|dwubiegunowa|chad|choroba afektywna dwubiegunowa|nerwica lękowa|ataki paniki|zaburzenia lękowe|zaburzenia odżywiania|alkoholik|alkoholikiem|alkoholizm|uzależnienie|uzależniony od alkoholu|niepełnosprawność|niepełnosprawny|niepełnosprawna|niepełnosprawności|wózku inwalidzkim|wózek inwalidzki|niewidomy|niewidoma|głuchy|głucha|niedosłyszący|bezsenność|bezdech senny|alergik|alergia na orzechy|alergię na orzechy|uczulenie na penicylinę|uczulony na penicylinę|uczulona na penicylinę|uczulony na orzechy|uczulona na orzechy|cukrzyca typu 1|cukrzyca typu 2|cukrzycę typu 1|cukrzycę typu 2|cukrzyk|cukrzykiem|zakrzepica|zakrzepicę|zatorowość płucna|żylaki|borelioza|boreliozę|wstrząs mózgu|zatrucie pokarmowe|covid|covidem|koronawirus|koronawirusa',
  ),
);

// Arabic: the article and short prepositions are written on the word.
const arabicHeads = split('|ال|بال|لل|وال|ب|ل|و');
forms.conditions.push(
  ...cross(
    arabicHeads,
    split(
      'سكري|سكر|سرطان|ربو|صرع|ضغط|اكتئاب|قلق|جلطة|حساسية|كورونا|إنفلونزا|انفلونزا|زكام|التهاب|نزيف|شلل|توحد|فصام|خرف|زهايمر|كلى|روماتيزم|نقرس|هشاشة|انزلاق غضروفي|ديسك|كسر|حمل|إجهاض|عقم|تكيس المبايض|بواسير|قرحة|قولون|قولون عصبي|حصوة|حصوات|حصى الكلى|حصى المرارة|فتق|ملاريا|تيفوئيد|سل|ايدز|إيدز|إدمان|صدفية|أكزيما|اكزيما|بهاق|جدري|حصبة|دوالي|رجفان|ذبحة صدرية|ذبحة|تليف الكبد|تليف|فيروس سي|فيروس بي|غدة|غدة درقية|خمول الغدة|أنيميا|انيميا|ثلاسيميا|هيموفيليا|لوكيميا|ورم|أورام|وسواس|وسواس قهري|نوبات هلع|ثنائي القطب|شقيقة|صداع نصفي|عمى|صمم|إعاقة|مياه بيضاء',
    ),
  ),
  ...split(
    'مصاب بالسرطان|مصابة بالسرطان|سرطان الرئة|سرطان القولون|سرطان البروستاتا|سرطان الدم|سرطان الرحم|سرطان الكبد|سرطان المعدة|سرطان الجلد|سرطان الغدة|مريض سكر|مريضة سكر|مريض سكري|مريض ضغط|مريض قلب|مريضة قلب|مريض كلى|مريض ربو|ضغط مرتفع|ضغط عالي|الضغط العالي|ارتفاع الضغط|ارتفاع السكر|أزمة قلبية|ازمة قلبية|ذبحة قلبية|جلطة قلبية|جلطة دماغية|جلطة في القلب|سكتة قلبية|التهاب الرئة|التهاب المسالك|التهاب المسالك البولية|التهاب الزائدة|التهاب الجيوب الأنفية|التهاب القولون|التهاب اللوزتين|التهاب السحايا|فشل القلب|فشل الكبد|متلازمة داون|فرط الحركة|ذوي الاحتياجات الخاصة|على كرسي متحرك|كرسي متحرك|معاق|معاقة|كفيف|كفيفة|أصم|صماء|حساسية الفول السوداني|حساسية من المكسرات|حساسية من البنسلين|حساسية القمح|حساسية اللاكتوز|مدمن|التصلب اللويحي|تصلب متعدد|حامل بتوأم|اكتئاب ما بعد الولادة',
  ),
);

// Operations are named of Greek stems: organ, then what is done. Names that nobody uses do no harm.
const organs = split(
  'adenoid|appendic|append|arthr|bronch|cardi|chole|cholecyst|col|colp|crani|cyst|duoden|embol|endarter|enter|esophag|oesophag|fistul|gastr|gastroenter|gloss|hemicol|hepat|hyster|ile|jejun|kerat|lamin|laparo|lapar|laryng|lob|lymphaden|mammo|mamm|mast|mastoid|menisc|my|myom|myring|necr|nephr|neur|oophor|ophthalm|orchi|orchid|oste|ot|ovari|pancreat|pancreatoduoden|parathyroid|phleb|pleur|pneumon|polyp|proct|proctocol|prostat|pyel|rect|rhin|salping|salpingo-oophor|sept|sigmoid|sinus|sphincter|spleen|splen|stapedi|syn|synov|tendon|thorac|thoraco|thromb|thym|thyroid|tonsill|trabecul|trach|trache|turbin|tympan|uret|ureter|urethr|uter|uvul|vagin|valvul|vas|vitr|vulv|blephar|abdomin|otoplast|phall|labi|ventricul|vertebr|kyph|angi|disc|microdisc|lump|bunion|fasci',
);
const joined = (stem, endings) =>
  endings.map((ending) => (stem.endsWith('o') && ending.startsWith('o') ? stem + ending.slice(1) : stem + ending));
const surgical = split(
  'ectomy|ectomies|otomy|ostomy|oscopy|oscopies|oplasty|oplasties|opexy|orrhaphy|ocentesis|ography|ogram|ograms|odesis|olysis|ectomie|otomie|ostomie|oscopie|oplastie|ographie|ectomía|ectomia|otomía|otomia|ostomía|ostomia|oscopía|oscopia|oplastia|oplastica|ografía|ografia|ektomie|oskopie|oplastik|ektomi|oskopi|oplastikk|ektomia|ektomii|ektomię|oskopia|oskopii|oskopię|oskopisi|ektomisi',
);
const ordinaryNames =
  /^(?:my|ot|syn|disc|vas|col|sept|vagin|sinus|spleen|uret|oste|lob|phleb)o|^(?:disc|col|my|vas|syn|sinus|ot|cardi)ect|^(?:cardi|angi|mamm|mammo|phleb|arthr|neur|my|oste|pleur)olysis|^(?:disco|angi)graphy|^sect/;
forms.procedures.push(
  ...organs
    .flatMap((stem) => joined(stem, surgical))
    .filter((name) => !ordinaryNames.test(name) || /oscop|oskop|omy$|omía$|plast/.test(name)),
);

// The Romance and Germanic languages respell an international name by its ending (WHO, stem book of INN).
const nameRules = [
  [/ine$/, ['ina', 'in', 'yna', 'ynę', 'iny', 'inę']],
  [/in$/, ['ina', 'ine', 'yna', 'ynę']],
  [/ide$/, ['ida', 'id', 'yd']],
  [/one$/, ['ona', 'on']],
  [/ole$/, ['ol', 'olo']],
  [/ol$/, ['olo']],
  [/an$/, ['ana', 'án']],
  [/pril$/, ['prile']],
  [/ate$/, ['ato', 'at']],
  [/am$/, ['an']],
  [/xaban$/, ['xabana']],
  [/ib$/, ['inibe']],
  [/mab$/, ['mabe']],
  [/ene$/, ['eno', 'en']],
  [/ir$/, ['ire']],
  [/acid$/, []],
];
const respelled = (name) => {
  const ends = nameRules.flatMap(([from, to]) => (from.test(name) ? to.map((end) => name.replace(from, end)) : []));
  const all = [name, ...ends];
  return [
    ...all,
    ...all.flatMap((form) => [
      form.replace(/ph/g, 'f').replace(/th/g, 't').replace(/y/g, 'i'),
      form.replace(/c(?=[aou]|l|r|t)/g, 'k'),
    ]),
  ];
};
const read = (name) =>
  readFileSync(new URL(`${name}.txt`, folder), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
const names = [...read('medications-common'), ...read('medications-spoken')].filter((name) =>
  /^[a-z]{6,}(?:ine|in|ide|one|ole|ol|an|pril|ate|am|ib|mab|ene|ir|xaban)$/.test(name),
);
const noMedicine = new Set(
  split('estrogen|vitamin|insulin|heparin|heroin|aspirin|protein|human|organ|plan|control|iron|phone|dolo'),
);
forms.medications.push(...names.filter((name) => !noMedicine.has(name)).flatMap(respelled));

/** Slips of the finger on long words, and the vowels that ears confuse. */
const heard = { a: 'e', e: 'ia', i: 'ey', o: 'a', u: 'o', y: 'i' };
const slips = (term) => {
  const made = [];
  for (let at = 1; at < term.length; at += 1) {
    const [head, letter, tail] = [term.slice(0, at), term[at], term.slice(at + 1)];
    made.push(head + tail, head + letter + letter + tail);
    if (tail !== '') made.push(head + tail[0] + letter + tail.slice(1));
    for (const other of heard[letter] ?? '') made.push(head + other + tail);
  }
  return made;
};
const english = new Set([...read('conditions-wordnet'), ...read('procedures-wordnet'), ...read('medications-wordnet')]);
const long = (list, least) => list.filter((term) => /^[a-z]+$/.test(term) && term.length >= least);
const known = new Set([
  ...read('conditions-misspelled'),
  ...read('conditions-common'),
  ...read('procedures-common'),
  ...read('medications-common'),
  ...english,
]);
const misspelled = {
  conditions: long([...read('conditions-common'), ...read('conditions-spoken')], 7).flatMap(slips),
  procedures: long([...read('procedures-common'), ...read('procedures-spoken')], 8).flatMap(slips),
};
/** The slips people really make in the words that phrases share. */
const inPhrases = {
  surgery: 'surgury|surgry|sugery|surgary|surgey',
  replacement: 'replacment|replacemnt|replasement|replacememt',
  transplant: 'transplent|transplat|tranplant|transplante',
  operation: 'operaton|opperation|operration',
  removal: 'removel|removale',
  removed: 'remove|removd|remoed',
  disease: 'desease|diesease|disese|diseas|diesase',
  syndrome: 'syndrom|sindrome|syndrone|syndome',
  disorder: 'disoder|dissorder|disorer|disordr',
  infection: 'infecton|infektion|infectin|infecion',
  cancer: 'cancr|canser|cander|cacner',
  kidney: 'kidny|kidnee|kindey|kideny',
  diabetes: 'diabetis|diabeties|diabtes|diebetes|diabates|diabets',
  allergy: 'alergy|allergie|alergie|allegy',
  allergic: 'alergic|allergik|alergik',
  blood: 'blod|bloood',
  pressure: 'presure|preassure|preasure|pressur',
  wisdom: 'wisdon|wisdome|widsom',
  heart: 'hart|haert|heart',
  attack: 'atack|attak|atak',
  chronic: 'cronic|chronik|chronc',
  failure: 'failiure|faliure|failur',
  therapy: 'theraphy|therpy|theropy|terapy',
  depression: 'depresion|deppression|depresssion',
  anxiety: 'anxity|anxeity|anixety|anxiaty|anxitey',
  arthritis: 'arthritus|artritis|athritis|arthiritis',
  fracture: 'fractur|fracutre',
  appendix: 'apendix|appendics|appendex',
};
for (const kind of ['conditions', 'procedures', 'medications'])
  for (const term of [...read(`${kind}-common`), ...read(`${kind}-spoken`)]) {
    const words = term.split(' ');
    if (words.length < 2) continue;
    for (const [at, word] of words.entries())
      for (const wrong of Object.hasOwn(inPhrases, word) ? split(inPhrases[word]) : [])
        forms[kind].push([...words.slice(0, at), wrong, ...words.slice(at + 1)].join(' '));
  }

/** Words of these lists that are also something else. */
const otherWords = new Set(
  split(
    'odra|odrą|odrę|odry|odrze|odrie|odri|dama|raka|raku|komaa|koma|concession|grip|gripe|hive|chad|ablution|grommet|grommets|grummets|sterilise|sterilize|sterilised|sterilized|catheterise|catheterize|intubate|circumcise|hospitalise|hospitalize|paralyse|paralyze|cellulites|complain|rapt|contact|paralyses|adhesion|depressing|depresses|obsession|impotency|infertile|terminal|deferent|disable|disables|suicides|malignity|colony|colonies|section|sections|transfusing|amputate|amputates|abbortion|injections|operations|transplants|bopsies|hospice|hospices|dental|detoxes|mri|ablations|angiograms|remission|remissions|emission|omission|immission|permission|migrant|migrants|disability|inability|disabling|sanitation|radiation|mediation|meditation|mutation|imputation|reputation|amputations|inhalation|installation|disturbance|discoloration|colostrum|lithotomy|anatomy|dichotomy|autotomy|strabotomy|entomology|otology|bodega|phlebology',
  ),
);
for (const kind of Object.keys(forms)) {
  const all = [
    ...forms[kind],
    ...(misspelled[kind] ?? []).filter((slip) => !known.has(slip) && !known.has(`${slip}s`)),
  ];
  const terms = [...new Set(all.map((term) => term.trim()))]
    .filter((term) => term.length > 2 || /[^ -~]/.test(term))
    .filter((term) => !otherWords.has(term))
    .sort();
  const source = 'inflected, compounded, respelled and mistyped by scripts/build-health-forms.mjs';
  writeFileSync(new URL(`${kind}-forms.txt`, folder), `# Source: ${source}\n${terms.join('\n')}\n`);
  process.stderr.write(`${kind}-forms: ${terms.length} terms\n`);
}
