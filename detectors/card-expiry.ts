/** Card expiry dates: a month and a year that are said to end a card, or that follow its number. */
import { defineDetector, type Hit, type View } from '../src/detection/detector.ts';
import { misspellings } from '../src/detection/misspelled.ts';
import { phrases, saidAfter, saidBefore, saidHit } from '../src/detection/said.ts';
import { cardWords, readCardLine } from './data/card-line.ts';

const named =
  '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|ene|abr|ago|dic|fev|avr|mai|juin|juil|aout|set|out|dez|okt|gen|giu|lug|ott|mag|januar|februar|marz|juni|juli|dezember|oktober|january|february|march|april|june|july|august|september|october|november|december|enero|febrero|marzo|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|janvier|fevrier|mars|avril|juillet|septembre|octobre|novembre|decembre|janeiro|fevereiro|marco|maio|junho|julho|setembro|outubro|novembro|dezembro|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre)\\.?(?: (?:de|of))?';
const date = `(?:(?:0?[1-9]|1[0-2])\\s?[/.|-]\\s?(?:20)?[2-4]\\d|(?:0[1-9]|1[0-2]) (?:20)?[2-4]\\d|20[2-4]\\d\\s?[/-]\\s?(?:0[1-9]|1[0-2])|(?:0[1-9]|1[0-2])[2-4]\\d|${named}[ /-]?(?:'?[2-4]\\d|20[2-4]\\d))`;
const value = new RegExp(`(?<![\\p{L}\\p{N}/.,$-])${date}(?![\\p{N}%]|[/.:-]\\d)`, 'iu');
const valueAtEnd = new RegExp(`(?<![\\p{L}\\p{N}/.,$-])${date}$`, 'iu');

export default defineDetector({
  id: 'card-expiry',
  kinds: [{ kind: 'CARD_EXPIRY', title: 'Card expiry date', word: 'expiry', visible: 'nothing' }],
  title: 'Card expiry dates',
  authority: 'ISO/IEC 7813 (expiration date YYMM of a card), PCI DSS 4.0.1 cardholder data',
  regulations: ['PCI DSS 4.0.1 req. 3.5', 'CCPA 1798.140(ae)(1)(B)'],
  takes: ['digits', 'term'],
  digitsMin: 16,
  reach: 24,
  digitsWithin: 160,
  words: {
    card: { terms: cardWords, before: 110, after: 60 },
    other: {
      terms: phrases(
        'offer|coupon|voucher|code|promo|discount|deal|sale|trial|subscription|plan|membership|domain|certificate|ssl|token|link|session|password|license|licence|passport|permit|contract|warranty|guarantee|points|miles|milk|food|product|batch|lot|medicine|best before|gift card|giftcard|cookie|lease|insurance|policy|ticket|listing|cupon|oferta|garantia|pasaporte|reisepass|gutschein|angebot|bon|passeport|contrato|garantie|produit|producto',
      ),
      before: 48,
      after: 24,
    },
  },
  terms: {
    expiry: [
      ...['expires', 'expiry', 'expiration', 'expiring'].flatMap(misspellings),
      ...phrases(
        'new one is|new date is|runs out|dated|ends in|ends on|goes until|good til|valid til|expires end|expire date|caducan|caduca el|caduca en|vence el|vence en|valida ate|val|valido hasta|fecha de venc|fec venc|fecha venc|vencto|expiracion|exp le|date d exp|date de fin|fin de validite le|expirant|valide jusqu|valide jusqu au|expiration le|gultig|gilt bis|gültig|verfallt|lauft im|abgelaufen|ablaufend|gueltig|scad|scadenza carta|scadenza della carta|scadra|valida fino al|in scadenza|vencendo|vencimento em|vale ate|data de vencimento|geldig|geldig t m|loopt af|verloopdatum|tht|termin waznosci|wazna|waznosc|traci waznosc|gar ut|giltigt till|giltig t o m|giltighetstid|utgar|gaar ud|gyldig til|gyldig|son kullanma|son kullanma tarihi|skt|gecerlilik|gecerlilik tarihi|期限|期限は|有効期限は|まで有効|有効期間|有效期到|有效日期|到期日|有效至|过期|有效期是|وتنتهي|تنتهي في|ينتهي|ينتهي في|الصلاحية|صلاحيتها|صالحة لغاية|انتهاء الصلاحية|تاريخ الصلاحية|صلاحية|एक्सपायर|एक्सपाइरी|वैधता|वैलिडिटी|वैध|एक्सपायरी डेट|유효기간|유효기간은|만료일|만료|exp|expiry|expires|expire|expiring|expiration|expirey|expiery|exp date|expiry date|expiration date|exp dt|expdate|valid thru|valid through|valid until|valid till|valid to|good thru|good through|good until|end date|caduca|caducidad|fecha de caducidad|vence|vencimiento|fecha de vencimiento|fecha de expiracion|vto|validez|valida hasta|gultig bis|gueltig bis|ablaufdatum|ablauf|lauft ab|verfallsdatum|verfalldatum|date d expiration|expire le|expire en|expire fin|valable jusqu|validite|fin de validite|validade|data de validade|vencimento|vence em|valido ate|expira em|expira|scadenza|data di scadenza|scade|scade il|valida fino|geldig tot|vervaldatum|verloopt|vervalt|wazna do|data waznosci|giltig till|utgangsdatum|utloper|utlopsdato|udlober|udlobsdato|有効期限|有效期|到期|有效期至|تاريخ الانتهاء|تنتهي|صالحة حتى|समाप्ति|एक्सपायरी|समाप्ति तिथि',
      ),
    ],
  },
  examples: {
    hits: [
      'card expires ‹12/27›',
      'exp date ‹04/2028› cvv on request',
      'visa, valid thru ‹09-29›',
      '4111 1111 1111 1111 ‹12/27› 123',
      'my mastercard expires ‹march 2029›',
    ],
    misses: [
      'the coupon expires 12/27',
      'my passport expires 04/2028',
      'offer valid until 12/26',
      'at 12/27',
      'exp 5 years',
    ],
  },
  confirm(view, { takes, run, start, end }) {
    if (takes === 'term') return spoken(view, start, end);
    const expiry = readCardLine(view.text, run)?.expiry;
    if (expiry === undefined) return undefined;
    return { kind: 'CARD_EXPIRY', ...expiry, confidence: 0.9, evidence: [{ rule: 'beside-card', at: run.at[0] ?? 0 }] };
  },
});

function spoken(view: View, start: number, end: number): Hit | undefined {
  const said = saidAfter(view.text, end, value) ?? saidBefore(view.text, start, valueAtEnd) ?? atDate(view.text, start);
  if (said === undefined) return undefined;
  const number = /(?:\d[ -]?){12,18}\d/.test(view.text.slice(Math.max(0, start - 60), start));
  const card = number ? start : view.near('card', start, said.end);
  const other = view.near('other', start, said.end);
  if (other >= 0 && card < 0) return undefined;
  if (other >= 0 && Math.abs(other - start) < Math.abs(card - start)) return undefined;
  if (
    card < 0 &&
    !/exp|thru|through|cad|venc|vto|gultig|gueltig|ablauf|scad|validade|验|有|utga|gar ut|giltig|geldig|verval|verloop|son kull|skt|wazn|waznos|gyldig|वध|एकसप|ख|تنته|ينته|유효/i.test(
      view.text.slice(start, end),
    )
  )
    return undefined;
  return saidHit('CARD_EXPIRY', said, card < 0 ? 0.7 : 0.95, 'month-year', start);
}

/** "12/27 exp": nothing between the date and the word. */
function atDate(text: string, start: number): ReturnType<typeof saidBefore> {
  const head = text.slice(Math.max(0, start - 24), start).trimEnd();
  const match = valueAtEnd.exec(head);
  if (match === null) return undefined;
  const at = Math.max(0, start - 24) + match.index;
  return { start: at, end: at + match[0].length, value: match[0] };
}
