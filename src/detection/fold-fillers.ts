/** Words and counting labels between the groups of one number → a blank: `4111 then 1111 dash …`, `2nd group 1111`. */
import type { Folded, OffsetMap } from './fold.ts';
import { chainMaps, Edits } from './fold-edits.ts';

/** What people say between two groups: a sign by its name, or that it goes on. Folded, so without accents. */
const words = [
  'then|and|next|dash|hyphen|minus|space|blank|followed|by|after|that|comma|slash|dot|point|plus|finally|lastly|last|again|now',
  'luego|despues|y|guion|espacio|coma|barra|punto|siguiente|sigue|entonces|por ultimo',
  'dann|und|danach|strich|bindestrich|leerzeichen|weiter|anschliessend|minus|komma|punkt|zuletzt',
  'puis|ensuite|et|tiret|espace|apres|virgule|enfin|suivi de|trait',
  'poi|trattino|spazio|dopo|virgola|infine|e',
  'depois|traco|hifen|espaco|seguido de|virgula|entao',
  'dan|streepje|en|daarna|spatie|vervolgens|potem|myslnik|kreska|spacja|sedan|streck|mellanslag|och|bindestreck',
  'sonra|tire|bosluk|ve|lalu|kemudian|strip|spasi|dan|затем|потом|тире|дефис|пробел|далее|и',
  'ثم|شرطة|و|مسافة|بعدها|फर|डश|और',
].join('|');
/** What counts the groups. */
const ordinals = [
  'first|second|third|fourth|fifth|sixth|seventh|eighth|last',
  'primero|segundo|tercero|cuarto|quinto|sexto|primer|tercer|primeros|segundos|ultimos|ultimo',
  'erste|erster|erstens|zweite|zweiter|zweitens|dritte|dritter|drittens|vierte|vierter|viertens|letzte',
  'premier|deuxieme|troisieme|quatrieme|cinquieme|dernier|primo|secondo|terzo|quarto|ultimo|primeiro|terceiro',
].join('|');
const nouns =
  'group|groups|part|block|chunk|set|piece|four|digits|numbers|line|one|grupo|parte|bloque|gruppe|teil|partie|groupe|gruppo|bloco|deel|czesc|del';
const counter = '(?:#|no[.]? ?|nr[.]? ?)?\\d{1,2}(?:st|nd|rd|th|er|eme|[.)\\]:])';

const part = `(?:(?:${words}|${ordinals}|${nouns})(?![\\p{L}\\d])|(?:${nouns}) \\d{1,2}(?!\\d)|${counter}|#\\d(?!\\d))`;
const joint = '[\\s,.;:()_=>-]';
/** From one group to the next: up to four such words. */
const gap = new RegExp(`(?<=\\d)${joint}{1,3}(?:${part}${joint}{1,3}){1,4}(?=\\d)`, 'giu');

const filler = new RegExp(`^(?:${words}|${ordinals}|${nouns}|double|triple|doble|doppel|doppio)$`, 'iu');

/** Whether a folded word may stand between two groups, or in front of a repeated digit. */
export function isFiller(word: string): boolean {
  return filler.test(word);
}

/** Longer texts are logs and files, not talk, and trying the words of all languages on each of their numbers is slow. */
export const TALK_UNITS_MAX = 16_384;

/** The text with its groups side by side; undefined when it is longer than talk is, or nothing but signs stands between them. */
export function foldFillers(text: string, map: OffsetMap | undefined): Folded | undefined {
  if (text.length > TALK_UNITS_MAX) return undefined;
  const edits = new Edits(text);
  let count = 0;
  for (const match of text.matchAll(gap)) {
    edits.replace(match.index, match.index + match[0].length, ' ');
    count += 1;
  }
  const folded = count < 2 ? undefined : edits.done();
  return folded === undefined ? undefined : { text: folded.text, map: chainMaps(folded.map, map) };
}
