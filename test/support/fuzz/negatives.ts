/** Harmless texts full of what disguises are made of: number words, times, prices, ids, hashes, links, lists, verses. */
import type { Chance } from './chance.ts';
import { spoken } from './digit-words.ts';
import { digits } from './values.ts';

type Maker = (chance: Chance) => string;

const hexDigits = '0123456789abcdef';
const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const from = (chance: Chance, letters: string, count: number): string =>
  Array.from({ length: count }, () => letters[chance.below(letters.length)]).join('');
const between = (chance: Chance, low: number, high: number): number => low + chance.below(high - low + 1);
const hex = (chance: Chance, count: number): string => from(chance, hexDigits, count);
const bytes = (chance: Chance, count: number): Buffer =>
  Buffer.from(Array.from({ length: count }, () => chance.below(256)));
const uuid: Maker = (chance) => [8, 4, 4, 4, 12].map((size) => hex(chance, size)).join('-');
const time: Maker = (chance) => `${between(chance, 0, 23)}:${String(between(chance, 0, 59)).padStart(2, '0')}`;
const date: Maker = (chance) =>
  chance.pick([
    `${between(chance, 1, 28)}.${between(chance, 1, 12)}.20${between(chance, 10, 29)}`,
    `20${between(chance, 10, 29)}-0${between(chance, 1, 9)}-${between(chance, 10, 28)}`,
    `0${between(chance, 1, 9)}/${between(chance, 10, 28)}/20${between(chance, 10, 29)}`,
  ]);
const price: Maker = (chance) =>
  chance.pick([
    `$${between(chance, 1, 9999)}.99`,
    `${between(chance, 1, 999)},95 €`,
    `£${between(chance, 1, 99)}`,
    `¥${between(chance, 100, 99999)}`,
    `${between(chance, 1, 99)} Kč`,
  ]);

const prose: Readonly<Record<string, readonly string[]>> = {
  en: [
    'we ordered',
    'please send',
    'chairs',
    'for the table',
    'and then',
    'it takes',
    'minutes',
    'the second',
    'first of all',
    'to eight people',
    'double the amount',
    'at last',
    'page',
    'so be it',
    'that is all',
  ],
  es: [
    'pedimos',
    'sillas',
    'para la mesa',
    'y luego',
    'tarda',
    'minutos',
    'la segunda',
    'una vez',
    'doble',
    'gracias',
    'son las',
    'un poco',
  ],
  fr: [
    'nous avons',
    'chaises',
    'pour la table',
    'et puis',
    'minutes',
    'le deuxième',
    'une fois',
    'double',
    'merci',
    'un peu',
    'il est',
    'heures',
  ],
  de: [
    'wir haben',
    'Stühle',
    'für den Tisch',
    'und dann',
    'Minuten',
    'der zweite',
    'ein Mal',
    'doppelt',
    'danke',
    'es ist',
    'Uhr',
    'eine Frage',
  ],
  it: [
    'abbiamo',
    'sedie',
    'per il tavolo',
    'e poi',
    'minuti',
    'la seconda',
    'una volta',
    'doppio',
    'grazie',
    'sono le',
    'un po',
  ],
  pt: [
    'pedimos',
    'cadeiras',
    'para a mesa',
    'e depois',
    'minutos',
    'a segunda',
    'uma vez',
    'obrigado',
    'são as',
    'um pouco',
  ],
  nl: ['wij hebben', 'stoelen', 'voor de tafel', 'en dan', 'minuten', 'de tweede', 'een keer', 'dubbel', 'bedankt'],
  pl: ['mamy', 'krzesła', 'do stołu', 'a potem', 'minut', 'drugi', 'jeden raz', 'dziękuję'],
  sv: ['vi har', 'stolar', 'till bordet', 'och sedan', 'minuter', 'den andra', 'en gång', 'tack'],
  tr: ['bizde', 'sandalye', 'masa için', 've sonra', 'dakika', 'ikinci', 'bir kere', 'teşekkürler'],
  ru: ['у нас', 'стульев', 'для стола', 'а потом', 'минут', 'второй', 'один раз', 'спасибо', 'и'],
  ar: ['لدينا', 'كراسي', 'للطاولة', 'ثم', 'دقائق', 'الثاني', 'مرة', 'شكرا', 'و'],
  hi: ['हमारे पास', 'कुर्सियां', 'मेज के लिए', 'और फिर', 'मिनट', 'दूसरा', 'एक बार', 'धन्यवाद'],
};

const chat: Maker = (chance) => {
  const language = chance.pick(Object.keys(prose));
  const numbers = (spoken[language] ?? '').split(/[ /]/);
  return Array.from({ length: between(chance, 4, 16) }, () =>
    chance.often(0.45)
      ? chance.pick(numbers)
      : chance.often(0.2)
        ? String(chance.below(300))
        : chance.pick(prose[language] ?? ['']),
  ).join(chance.pick([' ', ' ', ', ']));
};

const verse: Maker = (chance) => {
  const numbers = (spoken[chance.pick(Object.keys(spoken))] ?? '').split(' ').map((one) => one.split('/')[0] ?? '');
  const upTo = between(chance, 4, 9);
  const line = numbers.slice(1, upTo + 1).join(chance.pick([', ', ' ', '-', ' ... ']));
  return chance.pick([
    `${line}, ready or not, here I come`,
    `${line} ${line}`,
    `la la ${line}\nla la ${numbers.slice(0, 4).join(' ')}`,
  ]);
};

const makers: readonly Maker[] = [
  chat,
  chat,
  chat,
  verse,
  (chance) => `request ${uuid(chance)} failed at ${time(chance)}`,
  (chance) => `commit ${hex(chance, chance.pick([7, 8, 12, 16, 40, 64]))} fixes it`,
  (chance) => `etag "${hex(chance, 32)}", size ${chance.below(100000)}`,
  (chance) => `session ${from(chance, base62, between(chance, 12, 28))} expired`,
  (chance) => `device code ${from(chance, base32, chance.pick([16, 26, 32]))}`,
  (chance) =>
    `licence ${Array.from({ length: chance.pick([4, 5]) }, () => from(chance, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', chance.pick([4, 5]))).join('-')}`,
  (chance) =>
    `serial ${Array.from({ length: 4 }, () => from(chance, '0123456789ABCDEF', 4)).join(chance.pick(['-', ' ', ':']))}`,
  (chance) => `<img src="data:image/png;base64,${bytes(chance, between(chance, 30, 300)).toString('base64')}">`,
  (chance) => `attachment ${bytes(chance, between(chance, 9, 24)).toString('base64')} uploaded`,
  (chance) => `dump: ${(hex(chance, 64).match(/../g) ?? []).join(' ')}`,
  (chance) =>
    `see https://shop.example/${from(chance, base62, 8)}/item-${digits(chance, 6)}?q=%20a%2Fb&ref=${hex(chance, 10)}&page=${chance.below(40)}#s${chance.below(9)}`,
  (chance) =>
    `https://maps.example/@${between(chance, 10, 60)}.${digits(chance, 7)},-${between(chance, 10, 90)}.${digits(chance, 7)},15z`,
  (chance) =>
    `open ${time(chance)}-${time(chance)} and ${time(chance)}-${time(chance)}, then ${time(chance)}, closed on ${date(chance)}`,
  (chance) => `${price(chance)} and ${price(chance)}, then ${price(chance)}; total ${price(chance)}`,
  (chance) => `sizes ${Array.from({ length: 6 }, () => between(chance, 20, 60)).join(', ')} are in stock`,
  (chance) =>
    `1. ${chance.pick(prose['en'] ?? [])}\n2. ${chance.pick(prose['en'] ?? [])} ${between(chance, 10, 99)}\n3. ${price(chance)}\n4. ${date(chance)}`,
  (chance) =>
    `1) ${between(chance, 100, 999)} g flour\n2) ${between(chance, 100, 999)} g sugar\n3) ${between(chance, 1, 9)} eggs, ${between(chance, 10, 99)} ml milk`,
  (chance) =>
    `rooms ${between(chance, 100, 999)} and ${between(chance, 100, 999)}, then ${between(chance, 1000, 2000)} and ${between(chance, 1000, 2000)}`,
  (chance) =>
    `years ${between(chance, 1900, 2030)}, ${between(chance, 1900, 2030)} and ${between(chance, 1900, 2030)}, then ${between(chance, 1900, 2030)}`,
  (chance) =>
    `score ${between(chance, 0, 9)}-${between(chance, 0, 9)}, ${between(chance, 0, 9)}:${between(chance, 0, 9)} 😀 ${between(chance, 10, 99)} pts → ${between(chance, 100, 999)}`,
  (chance) => `📅 ${date(chance)} ⏰ ${time(chance)} 👥 ${between(chance, 2, 12)} 🪑 ${between(chance, 2, 40)}`,
  (chance) =>
    `build ${between(chance, 1, 20)}.${chance.below(99)}.${chance.below(9999)}, node v${between(chance, 12, 24)}.${chance.below(20)}.${chance.below(9)}, rev ${hex(chance, 9)}`,
  (chance) =>
    `order ${digits(chance, 8)}, line ${chance.below(90)}, qty ${chance.below(20)}, sku ${from(chance, base32, 3)}-${digits(chance, 4)}`,
  (chance) =>
    `colours #${hex(chance, 6)}, #${hex(chance, 6)} and rgb(${chance.below(256)}, ${chance.below(256)}, ${chance.below(256)})`,
  (chance) => `C:\\x${digits(chance, 2)}\\temp\\new\\${digits(chance, 4)}\\u${hex(chance, 4)}.log`,
  (chance) =>
    `三月${between(chance, 1, 28)}日、午後${between(chance, 1, 12)}時、二千${chance.pick(['一', '三', '五'])}百円です。一、二、三、四、五！`,
  (chance) =>
    `${chance.pick(['일이삼사오육', '이번 주 일요일에 사 명', '삼사 일 이내에 오 분', '오늘 이 일은 구 할 칠 푼'])} ${between(chance, 1, 99)}개`,
  (chance) =>
    `${chance.pick(['一二三四五，上山打老虎', '十有八九', '三三两两', '七七八八', '一五一十地说'])}${between(chance, 1, 99)}`,
  (chance) =>
    `${chance.pick(['まる二に日', 'いちにちに さんかい', 'しちごさんは はち じ から', 'に に に'])} ${between(chance, 1, 99)}`,
  (chance) => `latency ${Array.from({ length: 8 }, () => between(chance, 10, 999)).join(' ')} ms`,
  (chance) =>
    `x = [${Array.from({ length: 10 }, () => chance.below(100)).join(', ')}]; y=${chance.below(100)};z=${chance.below(100)}`,
  (chance) => `bits ${Array.from({ length: 12 }, () => from(chance, '01', 8)).join(' ')}`,
  (chance) => `parcel 1Z${from(chance, '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', 6)}${digits(chance, 10)}`,
  (chance) =>
    `${between(chance, 10, 60)}°${between(chance, 10, 59)}'${between(chance, 10, 59)}"N ${between(chance, 10, 60)}°${between(chance, 10, 59)}'${between(chance, 10, 59)}"E, ${between(chance, 10, 39)}°C`,
  (chance) =>
    `IT IS AS GOOD AS ${between(chance, 10, 99)} TO ${between(chance, 100, 999)}, SO BE AT ${time(chance)} OR ${time(chance)}`,
];

/** One harmless message. */
export function harmless(chance: Chance): string {
  return chance.pick(makers)(chance);
}
