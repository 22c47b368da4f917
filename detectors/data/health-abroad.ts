/** How languages other than English speak of a person's health, and how they use the same words for something else. */
import { foldText } from '../../src/detection/fold.ts';

/** The canonical text of the engine has neither accents nor vowel signs, so the patterns must not have them either. */
const folded = (source: string): RegExp => new RegExp(foldText(source).text, 'u');

/** Whole words; languages without blanks are written without this. */
const words = (list: string): string => `(?<!\\p{L})(?:${list})(?!\\p{L})`;

/** Somebody: the speaker, a relative, a patient. */
const person = folded(
  [
    words('yo|mi|mis|me|nos|nuestr[oa]s?|madre|mama|padre|papa|hij[oa]s?|herman[oa]|abuel[oa]|espos[oa]|marido|mujer'),
    words('pareja|novi[oa]|ti[oa]|prim[oa]|suegr[oa]|niet[oa]|sobrin[oa]|bebe|client[ea]|paciente|amig[oa]|vecin[oa]'),
    words("je|j|j'ai|moi|mon|ma|mes|notre|nos|m|m'a|mere|maman|pere|fils|fille|frere|soeur|femme|mari|grand-mere"),
    words('conjoint|conjointe|compagne|enfant|patient|patiente|client|cliente|ami|amie|oncle|tante|copain|copine'),
    words(
      'ich|mich|mir|mein|meine[mnrs]?|wir|uns|unser\\p{L}*|mutter|mama|vater|sohn|tochter|bruder|schwester|oma|opa',
    ),
    words('frau|mann|kind|baby|partner|partnerin|freund|freundin|patientin|kunde|kundin|nachbar|nachbarin|onkel'),
    words(
      'eu|meu|minha|meus|minhas|nosso|nossa|mae|pai|filh[oa]|irmao|irma|avo|vovo|espos[oa]|marido|namorad[oa]|sogr[oa]',
    ),
    words(
      'io|mio|mia|miei|mie|mi|ci|nostr[oa]|madre|mamma|padre|figli[oa]|fratello|sorella|nonn[oa]|moglie|marito|suocer[oa]',
    ),
    words('ik|mij|mijn|wij|ons|onze|moeder|vader|zoon|dochter|broer|zus|oma|opa|vrouw|man|vriend|vriendin'),
    words(
      'mam|moj|moja|moje|mojego|mnie|mi|mama|tata|syn|corka|brat|siostra|zona|maz|babcia|dziadek|jag|min|mitt|jeg|ben|bana|benim|annem|babam|kizim|oglum|esim|kardesim|dedem|ninem|arkadasim|kocam|karim|mummy|papa|bibi',
    ),
    '私|わたし|僕|俺|母|父|妻|夫|主人|息子|娘|兄|姉|弟|妹|祖母|祖父|子供|患者|我|妈|媽|爸|儿子|兒子|女儿|女兒|老公|老婆|丈夫',
    '妻子|奶奶|爷爷|外婆|哥|姐|孩子|他|她|أنا|عندي|لدي|أعاني|أمي|والدتي|أبي|والدي|ابني|ابنتي|أخي|أختي|زوجتي|زوجي|جدتي|جدي',
    'मुझे|मैं|मेरी|मेरे|मेरा|हमारे|माँ|मां|पिता|बेटा|बेटे|बेटी|पत्नी|पति|भाई|बहन|दादी|दादा|저는|제가|나는|엄마|아빠|아들|딸|남편|아내',
  ].join('|'),
);

/** Said outright, in front of the term. */
const claimBefore = folded(
  `(?:${[
    words(
      'tengo|tiene|tenemos|tienen|tenia|tuve|tuvo|sufr[oei]\\p{L}*|padezco|padece\\p{L}*|padecio|soy|es|era|son|estoy|esta',
    ),
    words(
      'diagnost\\p{L}+|recet\\p{L}+|prescri\\p{L}+|detect\\p{L}+|tom[oae]|tomamos|toman\\p{L}*|tomar|oper\\p{L}+|contagi\\p{L}+',
    ),
    words(
      'recuperand\\p{L}*|tratamiento|alergi[ac]\\p{L}*|hacer\\p{L}*|hicieron|inyect\\p{L}+|dosis|mg|enferm[oa]|con|tras|tras la',
    ),
    words(
      "ai|j'ai|a|as|avons|suis|est|etait|souffr\\p{L}+|atteinte?|sous|pren\\p{L}+|traite\\p{L}*|fait|fais|eu|attrape|subi|subir",
    ),
    words("d|m'a|on m'a|on lui a|traitement|allergique|malade|porteur|porteuse|avec|cause d[eu']?|suite a|apres"),
    words(
      'habe?|hat|hatte|haben|leide[tn]?|litt|bin|ist|war|sind|erkrankt|nehm\\p{L}*|nimmt|bekomm\\p{L}*|verschr\\p{L}+|wurde|an',
    ),
    words('unter|wegen|mit|nach|allergisch|behandlung|tabletten|spritze\\p{L}*|brauche?|braucht|festgestellt'),
    words(
      'tenho|temos|tem|tinha|tive|teve|sofr[oei]\\p{L}*|sou|estou|esta|foi|fui|receit\\p{L}+|com|tratamento|usando|uso|fiz|fazer',
    ),
    words(
      'devo fare|dovro fare|debo|tengo que|fare|faire|dois|muss|musste|moet|ho|ha|hai|abbiamo|hanno|aveva|soffr\\p{L}+|sono|e|era|prend\\p{L}+|assum\\p{L}+|prescritt\\p{L}+|cura|affett\\p{L}+|fatto',
    ),
    words(
      'heb|heeft|hebben|had|lijd\\p{L}*|ben|is|slik\\p{L}*|neem|neemt|gebruik\\p{L}*|voorgeschreven|vanwege|door|met',
    ),
    words(
      'mam|ma|mamy|choruje|choruj\\p{L}+|cierpi\\p{L}*|jestem|jest|bior\\p{L}+|bierze|przepis\\p{L}+|na|har|lider|tar|ater|er',
    ),
    "(?<!\\p{L})(?:d|l|qu)['’]",
  ].join(
    '|',
  )})\\s?(?:[\\p{L}\\d.'’-]+\\s){0,3}$|(?:有|得了|得|患|患有|患了|是|吃|服用|开了|開了|打|诊断出|診斷出|确诊|確診|怀|做|在|عندي|لديه|لديها|لدي|أعاني من|يعاني من|تعاني من|مصاب ب|مصابة ب|أنا|آخذ|أتناول|يأخذ|हमें|मुझे|को|मैं|का|की)[^،,.]{0,6}$`,
);

/** Said outright behind the term, as languages with the verb at the end do. */
const claimAfter = folded(
  '^[^.!?]{0,24}(?:diagnos\\p{L}*|festgestellt|verschrieben|bekommen|genommen|gehabt|erkrankt|leid(?:e|et|en)(?!\\p{L})|detectad\\p{L}*|recetad\\p{L}*|です|でした|だ(?![\\p{L}])|があります|があって|がある|持ち|と診断|を患|を飲|を服用|を打|を処方|になり|になっ|中です|受け|了|है|हैं|हूँ|हूं|था|थी|हो गया|लेता|लेती|있|앓|이에요|예요|입니다|먹|받|약을|olan|oldum|oldu|var|kullaniyorum|hastasi|hastasiyim)',
);

/** A subject that has no body: a page, a price, a team. */
const thing =
  'web|sitio|pagina|app|aplicacion|servicio|precios?|sistema|servidor|ordenador|movil|pantalla|coche|equipo|tienda|formulario|programa|proceso|site|appli|logiciel|prix|serveur|ordinateur|voiture|equipe|systeme|formulaire|seite|webseite|website|homepage|programm|preise?|rechner|drucker|auto|mannschaft|team|laden|formular|prezz[oi]|sito|server|macchina|squadra|modulo|negozio|precos?|carro|computador|loja|celular|prijs|prijzen|strona|cena|ceny|aplikacja|tenis|mercado|markt|borsa|bolsa|bourse|wetter|tiempo|meteo';
const ofThing = folded(
  `${words(thing)} (?:[\\p{L}']+ ){0,1}?(?:es|esta|estan|son|parecen?|tienen?|sufren?|le dio|tuvo|da|me da|nos da|pone|macht|me rend|rend|fa venire|mi fa|daje|est|sont|a|ont|fait|ist|sind|hat|haben|wirkt|e|sono|ha|hanno|sembra|tem|parece|sao|is|heeft|jest|ma|er|har)(?!\\p{L})|(?:サイト|アプリ|価格|値段|网站|網站|價格|价格|软件|軟體|应用|系統|系统|الموقع|التطبيق|السعر|الأسعار|वेबसाइट|ऐप|साइट|कीमत)[^،,.]{0,8}$`,
);

/** Animals, good causes, the zodiac: anywhere in the sentence. */
const elsewhere = folded(
  [
    words(
      'perr[oa]s?|gat[oa]s?|caballo|conejo|(?:mi|nuestra|su|la|una) mascota|veterinari[oa]|chiens?|chienne|chatte|cheval|lapin|hund|hundin',
    ),
    words('katze|kater|pferd|kaninchen|hamster|tierarzt|(?:mio|il|un|nostro|del|al) cane|gatt[oa]|cavallo|coniglio'),
    words(
      'cachorr[oa]|cao|cavalo|coelho|(?:mon|le|un|notre|votre|son|du|mes|les) chats?|hond|kat|paard|(?:moj|nasz) pies',
    ),
    words('psa|kota|kotka|kedim|kopegim|katten|hunden|fundacion|fondation|stiftung|fondazione|fundacao|sternzeichen'),
    words(
      'horosco\\p{L}*|horoskop|zodia\\p{L}*|signo|segno|lowe|aszendent|ascendente|ascendant|donaci\\p{L}+|benefiz\\p{L}*',
    ),
    '犬|猫|ペット|動物|狗|宠物|寵物|كلب|قطة|قطتي|कुत्त|बिल्ली|강아지|고양이|星座|基金|募捐',
  ].join('|'),
);
/** Goods against an illness, nobody's. */
const against = folded(
  `${words('gegen|contra|contre|contro|tegen|przeciw|mot|karsi')}\\s(?:el |la |le |den |die |das |de |il )?$`,
);
/** Printed matter, lessons and studies: about an illness, right in front of it or behind it. */
const printed = folded(
  `${words('libros?|livres?|bucher|buch|libri|livros?|boek|boeken|ksiazk\\p{L}+|novela|pelicula|serie|filme|curso|cours|kurs|corso|articul\\p{L}+|artikel|investigacion|recherche|forschung|ricerca|pesquisa|informaci\\p{L}+|charla|seminar\\p{L}*|podcast')}[^,.;]{0,20}$`,
);
const printedBehind = folded(
  '^(?:の|的|에 관한|에 대한| पर| के बारे)?\\s?(?:本|書籍|映画|記事|ドラマ|小説|书|書|电影|电视剧|文章|研究|책|영화|किताब|फिल्म|كتاب|كتب)',
);

/** A sudden illness as a figure of speech: of the price, nearly, on seeing the bill. */
const sudden =
  /infarct|infart|infarkt|crise cardiaque|ictus|derrame|hartaanval|zawal|schlaganfall|enfarte|ataque|attack|lachattack/;
const figure = folded(
  `${words('casi|por poco|quase|failli|fast|beinahe|bijna|prawie|quasi|va a dar|vai dar|me da|venire|venuto|en voyant|al ver|cuando vi|viene|krieg\\p{L}*|bekomm\\p{L}*')}|${words('precios?|precos?|prezz[oi]|prix|preis\\p{L}*|prijs|factura|facture|rechnung|conto|bolletta|fatura|conta|importe')}`,
);
const ofSudden = /(?:^|[^\p{L}])(?:da|de|di|para|a faire une?|zum)\s$/u;
const fatal =
  /(?:sufr|riesgo|rischio|risco|risque|victim|vittima|antecedente|caso|morr|muri|mort|recuper|tras|dopo|apres)[^.]*$/;
/** What people are allergic to in earnest; to all else they are allergic in jest. */
const allergic = /^al+[ei]rg/;
const jest =
  /^ (?:a|al|a la|a los|a las|alle|ai|agli|alla|au|aux|a l'|gegen|auf|ao|aos|as|voor|na) (?!.{0,12}(?:pol|peni|glut|lact|latt|lait|leche|leite|milch|melk|huev|uov|oeuf|ei\b|eier|ovo|nue|nuss|nuss|noix|noci|noce|noten|caca|mani\b|arach|erdn|pinda|amen|mari|crust|crost|camar|gamb|gat|perr|chat|chien|katz|hund|kat|hond|can[ei]\b|polv|pou|staub|pollen|huis|acar|latex|nichel|nickel|niquel|soj|sesam|sam\b|fisch|pesc|poiss|peix|vis\b|abej|bien|abel|api\b|vesp|wesp|medic|antib|aspir|ibup|amox|sulf|yod|iod|jod|graser|gras|grami|anest|anaes|orzech|mleko|leki|siersc))/;

/** Fond of, fed up with: the same adjectives without an illness. */
const fond = /^(?:adict|addict|viciad|dipendent|suchtig|drogad)/;
const denial = folded(
  `${words("no|nunca|sin|sem|senza|sans|ohne|zonder|bez|kein\\p{L}*|nicht|niet|geen|nao|non|nie|pas|n'ai|inte|ingen")}\\s(?:[^\\s,;]+\\s){0,2}$`,
);

export interface Abroad {
  /** The words are used for something else. */
  readonly other: boolean;
  readonly person: boolean;
  readonly claim: boolean;
  readonly denied: boolean;
}

const nothing: Abroad = { other: true, person: false, claim: false, denied: false };

/** Small words of English: the other languages' small words mean something else in its sentences. */
const english =
  /(?<![\p{L}'’])(?:the|my|and|you|with|for|have|this|that|i'?m|i've|are|your|what|it|she|he|they|been|from|off|not|we|our|there|does|how|got|him|her|his|still|about|at)(?![\p{L}])/u;

/** Reads a term in its sentence as the other languages would; undefined in an English one. */
export function readAbroad(before: string, term: string, after: string): Abroad | undefined {
  const [head, word, tail] = [before.toLowerCase(), term.toLowerCase(), after.toLowerCase()];
  const sentence = `${head}${word}${tail}`;
  // Scripts without blanks: a term inside a longer word is another word.
  if (/^\p{sc=Katakana}+$/u.test(word) && /^[\p{sc=Katakana}-]/u.test(tail)) return nothing;
  if (/\p{sc=Katakana}$/u.test(head) && /^\p{sc=Katakana}/u.test(word)) return nothing;
  if (word === 'かん' && /^[はこもし]/u.test(tail)) return nothing;
  if (english.test(sentence)) return undefined;
  const unreal = sudden.test(word) && !fatal.test(head) && (ofSudden.test(head) || figure.test(sentence));
  return {
    other:
      unreal ||
      fond.test(word) ||
      (allergic.test(word) && jest.test(tail)) ||
      elsewhere.test(sentence) ||
      ofThing.test(head) ||
      (against.test(head) && !person.test(sentence)) ||
      printed.test(head) ||
      printedBehind.test(tail),
    person: person.test(sentence),
    claim: claimBefore.test(head.slice(-64)) || claimAfter.test(tail),
    denied: denial.test(head.slice(-64)),
  };
}
