/** Words around identifiers: names of other numbers, ends of sentences, and what is no code at all. */

/** Nouns for numbers that are nobody's identity, in the languages of the chats. */
export const excluded: readonly string[] = [
  'order(?! to), orders, tracking, parcel, shipment, invoice, ticket, sku, isbn, ean, imei, serial, model, version',
  '(?:case|part|lot|po|batch|item|file ref)(?: ?#| no| number| id| nr), build, phone, telephone, tel, mobile, cell, fax',
  'whatsapp, zip, postcode, coordinates, timestamp, transaction, booking, reservation, confirmation, voucher, coupon',
  'promo, (?<!for |for your )reference, ref, iban, factura, fatura, seguimiento, suivi, telefono, telefon, telefone',
  'pedido, commande, facture, bestellung, bestellnummer, rechnung, rechnungsnummer, sendungsnummer, ordine, fattura',
  'handy, movil, celular, portable, cellulare, zamowienie, zamowienia, faktura, bestilling, ordrenummer, ordernummer',
  'bestelling, factuur, tilaus, siparis, telefoon, 订单号?, 注文, 電話, 电话, 手机, 주문',
];

/** The words of several lists. */
export function splitWords(lists: readonly string[]): string[] {
  return lists.flatMap((list) => list.split(', '));
}

/** A full stop ends no sentence behind an abbreviation: `no. `, `nr. `, `reg. `. */
export const sentenceEnd: RegExp = /(?<!\b(?:no|nr|nro|num|n|id|reg|lic))[.!?;]\s|[。！？]|\n\s*\n/i;

const purpose =
  '\\b(?:for|on|para|per|pour|fur|na|en|com|con|op|voor|till|do) (?:the |my |this |la |die |das |a |mi |de |l )?';

/** Not behind `for the` and the like: "the number for the invoice is" speaks of no invoice number. */
export function wordsPattern(lists: readonly string[]): RegExp {
  return new RegExp(`(?<![a-z])(?<!${purpose})(?:${splitWords(lists).join('|')})(?![a-z])`, 'i');
}

/** Dates, times and sums of money, which have the shape of a bare code. */
export const codeRejected: RegExp =
  /^(?:19|20)\d\d[-./ ](?:0?[1-9]|1[0-2])[-./ ]\d{1,2}$|^\d{1,2}[-./ ]\d{1,2}[-./ ](?:\d\d|(?:19|20)\d\d)$|^(?:19|20)\d\d[-/ ](?:19|20)?\d\d$|^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}[- ]?\d|^(?:no|nr|is|id|my|in|on|at|for|the|and|es|ist|est)[- ]?\d|^[A-Za-z]+-?19$|^(.)\1+$/i;
