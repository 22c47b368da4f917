/** Harmless messages that no operator rule may hit, and the search for one that it does: the witness of its refusal. */
import type { Examples } from './detector.ts';

/** Where something is found in a text, as any finder says it. */
export interface Place {
  readonly start: number;
  readonly end: number;
}
export type Find = (text: string) => readonly Place[];

/** A harmless text that is hit, and the part of it that is. */
export interface Witness {
  readonly text: string;
  readonly hit: string;
}

/** Everyday chat and what widgets send beside it, written for this purpose: no person's words, no real numbers. */
export const harmlessTexts: readonly string[] = [
  'Hello, I have a question about my parcel.',
  'Thank you so much, have a great day!',
  'my order 48213377 has not arrived yet, it was due on 12/05/2026',
  'Order number 100245 was placed on 3 May at 10:30, total 49.99 EUR',
  'Is the blue one in size 42 still in stock? It was 1,299.00 last week',
  'Tracking says 1Z999AA10123456784 is out for delivery',
  'invoice INV-2026-00417 shows 3 x 19.95 and 21% VAT',
  'I am on version 2.14.3 with Chrome 126.0.6478.127 on Windows 11',
  'it says error 500 at 14:05:09, then error 404',
  'please call me back between 9 and 17h, after 2pm is best',
  'The offer ends 31.12.2026 and the code is SUMMER20',
  'We open Monday to Friday from 8 to 20, on Saturday until 16',
  'Let me check that for you, one moment please.',
  'Can you send me the manual for the X-2000 as a PDF?',
  'room 12, table for 4 at 7, under the name on the booking',
  'ok',
  'yes',
  'no',
  'thanks',
  'Hi',
  'lol',
  '12',
  '2026',
  '1.',
  '...',
  '?',
  'A',
  '👍',
  '10%',
  '24/7',
  'The box weighs 12.5 kg and is 60 x 40 x 30 cm',
  'ISBN 978-3-16-148410-0, second edition, 384 pages',
  'flight LH 454 leaves at 10:05 from gate B26, seat 23A',
  'ticket #88231 was merged into #88190',
  'Can I pay by bank transfer or only by card?',
  'My account is locked and I cannot log in any more',
  'the customer before me got a refund within a day, member since 2019',
  'what is your address? I would like to return it to the store',
  'I forgot my password, the reset link has expired',
  'see https://shop.example/p/48213?ref=mail&utm_source=chat#top',
  'img/logo@2x.png',
  'message-list__item--own',
  'en-US',
  'text/plain',
  'application/json',
  'visitor',
  'true',
  'null',
  '550e8400-e29b-41d4-a716-446655440000',
  '1769817600000',
  '2026-05-03T10:30:00.000Z',
  '0.4111',
  '#ff8800',
  'v1',
  'd41d8cd98f00b204e9800998ecf8427e',
  'msg_01HZX3K8W2',
  'conversation-117',
  'session 7f3a9c',
  'GMT+02:00',
  '52.5200, 13.4050',
  'Hola, ¿cuándo llega mi pedido 730184?',
  'Bonjour, ma commande 5519 est arrivée cassée, merci de votre aide',
  'Guten Tag, wann wird die Bestellung 20417 geliefert?',
  'Bom dia, quero trocar o tamanho 38 por 40',
  'Buongiorno, il pacco numero 3307 non è arrivato',
  '注文番号は48213です。いつ届きますか',
  '订单48213什么时候发货',
  'अभी तक ऑर्डर 48213 नहीं आया',
  'أين طلبي رقم 48213',
];

/** A harmless text that `find` hits, or undefined. */
export function harmlessWitness(find: Find): Witness | undefined {
  for (const text of harmlessTexts) {
    const place = find(text)[0];
    if (place !== undefined) return { text, hit: text.slice(place.start, place.end) };
  }
  return undefined;
}

const lead = 'Hello there, one quick question. ';
const trail = ' Thank you so much and bye for now!';

/** An example with harmless words around it in which more than the example is found. */
export function greedyWitness(find: Find, { hits }: Examples): number | undefined {
  const index = hits.findIndex((marked) => {
    const hit = marked.replace(/[‹›]/g, '');
    const end = lead.length + hit.length;
    return find(`${lead}${hit}${trail}`).some((place) => place.start < lead.length || place.end > end);
  });
  return index < 0 ? undefined : index;
}

export interface ExampleProblem {
  readonly at: string;
  readonly message: string;
}

/**
 * What is wrong with the examples of an operator's rule. The part between `‹` and `›`, where there is
 * one, must be found exactly. An example is told by its place, because it may be somebody's data.
 */
export function exampleProblems(find: Find, { hits, misses }: Examples): ExampleProblem[] {
  const problems: ExampleProblem[] = [];
  if (hits.length === 0)
    problems.push({ at: 'examples.hits', message: 'at least one text that must be found is needed' });
  if (misses.length === 0)
    problems.push({ at: 'examples.misses', message: 'at least one text that must not be found is needed' });
  for (const [index, marked] of hits.entries()) {
    const at = `examples.hits.${index}`;
    const places = find(marked.replace(/[‹›]/g, ''));
    const start = marked.indexOf('‹');
    const end = marked.indexOf('›') - 1;
    if (places.length === 0) problems.push({ at, message: 'does not find this example' });
    else if (start >= 0 && !places.some((place) => place.start === start && place.end === end))
      problems.push({ at, message: `finds another part of this example than the marked one (${spell(places)})` });
  }
  for (const [index, text] of misses.entries()) {
    const places = find(text);
    if (places.length === 0) continue;
    problems.push({ at: `examples.misses.${index}`, message: `finds this example (${spell(places)})` });
  }
  return problems;
}

function spell(places: readonly Place[]): string {
  return places.map(({ start, end }) => `characters ${start + 1} to ${end}`).join(', ');
}

/** Why a rule is too wide, with the harmless text that shows it; undefined when nothing does. */
export function widthProblem(find: Find, examples: Examples): ExampleProblem | undefined {
  const witness = harmlessWitness(find);
  if (witness !== undefined) {
    const shown = `"${witness.hit}" in the harmless message "${witness.text}"`;
    return { at: '', message: `too wide: it also finds ${shown}; add context words, a checksum or more of the value` };
  }
  const index = greedyWitness(find, examples);
  if (index === undefined) return undefined;
  return {
    at: `examples.hits.${index}`,
    message: `too wide: in "${lead}… ${trail.trim()}" with this example at the dots, harmless words are found with it`,
  };
}
