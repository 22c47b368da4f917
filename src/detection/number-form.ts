/** How a number is introduced, and what digits with signs between them may be instead of a number that was given out. */

/** Words between a name for a number and the number itself that do not lead to something else. */
const filler = new Set(
  (
    'is are at on me us no nr nro num number numbers the my our it this to with via please pls for or and a an id code ' +
    'be can i you reach s was mich mir mij mig meg moi vous nous nos ti te mnie mi bana security direct work home office personal new ext now again here under us him her ' +
    'es la el le il lo un una de del al mi al en por favor numero número est ma mon au aux du numéro n c ce cest ' +
    'ist lautet unter auf an die der das den mein meine bitte nummer o é e meu minha do da para pro em ' +
    'mio mia il è op onder mijn het på paa pa er är min mitt mit til jest to pod moj mój je na můj číslo cislo ' +
    'meu saya adalah ko ka par hai मेरा है नंबर नम्बर संख्या على هو رقم رقمي ของ คือ số là τον στο το μου είναι мой на по номер это לי שלי הוא'
  ).split(' '),
);
/** Particles and words for "number" in scripts without blanks. */
const particles = /[はがをにでのもへ我的是为為号號码碼番編编联系請请]|입니다|번호|은|는|으로|로/g;

/** Whether the text between a word and a number is short and says nothing else. */
export function leadsOn(between: string): boolean {
  if (between.length > 48 || /\d|\n\s*\n/.test(between)) return false;
  const tokens =
    between
      .toLowerCase()
      .replace(particles, ' ')
      .match(/[\p{L}\p{M}]+/gu) ?? [];
  return tokens.length <= 6 && tokens.every((token) => filler.has(token));
}

/** Dates, spans of years, ranges of round numbers, versions, book numbers, decimals, sums of money and addresses of the internet. */
export function isOtherForm(text: string): boolean {
  return (
    /^(?:19|20)\d\d[-./ ]?(?:0[1-9]|1[0-2])[-./ ]?(?:0[1-9]|[12]\d|3[01])(?:\D|$)/.test(text) ||
    /^(?:19|20)\d\d[-./ ](?:0?[1-9]|1[0-2])[-./ ]/.test(text) ||
    /^\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d\d/.test(text) ||
    /^(?:(?:19|20)\d\d[-/ .]+)+(?:19|20)\d\d$/.test(text) ||
    /^[1-9]\d*00\s?[-/ ]\s?[1-9]\d*00$/.test(text) ||
    /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.|$)){4}$/.test(text) ||
    /^\d{1,2}\.\d{1,2}\.\d{1,2}\.\d+$/.test(text) ||
    /^97[89](?:[- ]?\d){10}$/.test(text) ||
    /^\d{1,2}\.\d{5,}$/.test(text) ||
    (/^[1-9]\d{0,2}(?:[., ]\d{3}){2,}(?:[.,]\d{2})?$/.test(text) &&
      /^\d{1,3}(?:([., ])\d{3})(?:\1\d{3})*0{2}$/.test(text)) ||
    /^\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{2})?$/.test(text) ||
    (/^(?:\d\d? ){3,}\d\d?$/.test(text) && isCounting(text))
  );
}

/** `38 39 40 41`: each number is the one before it and one more. */
function isCounting(text: string): boolean {
  const numbers = text.split(' ').map(Number);
  return numbers.every((value, index) => index === 0 || value === (numbers[index - 1] as number) + 1);
}

/** What stands right behind an amount, a size or a count. */
export const unitBehind: RegExp =
  /^\s?(?:[€$£¥₹%°]|(?:eur|euros?|usd|dollars?|pounds?|kr|sek|nok|dkk|zl|zł|rs|rupiah|rupees?|pesos?|reais|px|pixels?|mm|cm|km|kg|mah|ms|gb|mb|kb|units?|pcs|pieces|people|items?|steps|points|miles)(?![\p{L}\p{N}]))/iu;
/** What stands right in front of one, of a fraction, or of a name with digits in it. */
export const unitBefore: RegExp =
  /[A-Za-z0-9_]$|\d[.,:/-]$|[€$£¥₹#]\s?$|[A-Za-z]-$|(?<![\p{L}])(?:rp|rs|usd|eur|inr)\.?\s?$/iu;

const cardish = /card|cc(?:$|[_n])|pan|credit|debit|visa|master|amex|tarjeta|carte|kart|cartao|pay/i;
/** `"orderId": "`, `?track_no=`, `traceId=`. */
const keyBefore = /(?:^|[^\w$.-])([A-Za-z][\w$.-]{1,31})["']?\s{0,2}(?:[:=]|=>)\s{0,2}["'`]?$/;
const identifierKey =
  /(?:id|ids|uuid|guid|ref|reference|sku|ean|gtin|upc|isbn|seq|sequence|ts|time|timestamp|epoch|trace|span|session|request|txn|serial|imei|iccid|imsi|msisdn|order|orders|tracking|track|invoice|parcel|shipment|ticket|batch|build|version|hash|barcode|lot|cursor|offset|nonce)(?:[_.-]?(?:id|no|nr|num|number|ref|code|key))?$/i;
/** `ORD-`, `trx_`. */
const glueBefore = /(?:^|[^\p{L}\p{N}])([A-Za-z]{2,})[-_#]$/u;
const gluedLabel = /^(?:cards?|number|num|no|nr|is|it|my|cc|ccn|visa|mastercard|mc|amex|pan|maestro|discover|jcb)$/i;
/** `/orders/`. */
const pathBefore =
  /\/(?:orders?|track(?:ing)?|shipments?|parcels?|invoices?|items?|products?|p|dp|tickets?|requests?|sessions?|ids?|refs?|skus?|users?|customers?|status|posts?|photos?|videos?|events?|messages?|threads?|files?|images?|assets)\/$/i;
const nounBefore =
  /(?<![\p{L}])(?:request|req|trace|span|job|batch|event|user|customer|client|session|order|shipment|parcel|device|process|thread|task|object|record|entity|node|partition|offset)\s?(?:ids?|no|nr|number|#)?\s?[:=#]?\s?["'[(]?$/iu;

/** Whether what stands right in front of a bare number names it as the key of something else than a payment. */
export function isNamedIdentifier(before: string): boolean {
  const key = keyBefore.exec(before)?.[1];
  if (key !== undefined) return identifierKey.test(key) && !cardish.test(key);
  const glue = glueBefore.exec(before)?.[1];
  if (glue !== undefined) return !gluedLabel.test(glue) && !cardish.test(glue);
  return pathBefore.test(before) || nounBefore.test(before);
}
