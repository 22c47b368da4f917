/** Words that say what a number is: a phone, a card, or something else altogether; shared by the detectors of numbers. */

const list = (words: string): readonly string[] => words.split(/,\s*/);

/** Said near a telephone number. */
export const phoneWords: readonly string[] = list(
  `phone, phone number, telephone, tel, cell, cellphone, mobile, mob, call, call me, ring, text, text me, sms,
   whatsapp, signal, telegram, reach me, contact, contact number, fax, landline, dial, callback, telefono,
   movil, celular, llamame, llama, telefon, handy, handynummer, anrufen, rufnummer, portable, appelez,
   numero de telephone, telefone, ligue, cellulare, chiamami, telefoon, ph, my number, my number is, phone no,
   contact no, ligar, mon numero, mein telefon, mi numero, meu numero, 手机, 手机号, 电话, 電話, 電話番号, 携帯, هاتف, هاتفي,
   جوال, موبايل, फोन, फ़ोन, मोबाइल`,
);

/** What a number is called that is no telephone number. */
export const notPhoneWords: readonly string[] = list(
  `pedido, numero de pedido, commande, bestellung, bestellnummer, encomenda, ordine, factura, facture, rechnung,
   rechnungsnummer, fatura, fattura, seguimiento, suivi, sendung, sendungsnummer, rastreio, spedizione, order,
   order number, tracking, tracking number, parcel, invoice, ticket, case, ref, reference, sku, model, serial,
   part, item, isbn, ean, upc, imei, version, build, lot, account, routing, iban, ssn, social, social security,
   id, po, transaction, booking, confirmation, timestamp, card, passport, license, licence, vat, tax, ein, itin,
   nhs, coordinates, ip, sin, tfn, medicare, policy, member, code, aadhaar, nino, abn, siret, siren, bsn, pesel,
   cpf, cnpj, npi, mrn`,
);

/** Said near a payment card number, with the usual slips. */
export const cardWords: readonly string[] = list(
  `card, cards, cardnumber, credit, debit, visa, mastercard, amex, american express, maestro, discover, diners,
   jcb, unionpay, rupay, pan, cc, ccn, cvv, cvc, cvv2, card number, 
   mastercrad, master card, mastecard, meastro, viza, crad, creditcard, debitcard, mc, amx,
   american xpress, kaart, kort, karta, bankkarte, ec karte, tarjeta de credito, carte bancaire, carte bleue,
   cartao de credito, carta di credito, カード, カード番号, 卡, 卡号, 信用卡, 银行卡, بطاقة, بطاقتي, البطاقة, कार्ड, कार्ड नंबर,
   expiry, expires, exp, pay with, paid with, charge, tarjeta, carte, karte, kreditkarte, cartao, carta`,
);

/** What a number is called that is no card number. */
export const notCardWords: readonly string[] = list(
  `pedido, numero de pedido, commande, bestellung, bestellnummer, encomenda, ordine, factura, facture, rechnung,
   rechnungsnummer, fatura, fattura, seguimiento, suivi, sendung, sendungsnummer, rastreio, spedizione, order,
   order number, tracking, tracking number, track, parcel, shipment, waybill, awb, ups, fedex, usps, dhl, imei,
   imeisv, iccid, sim, serial, sn, invoice, ticket, case, ref, reference, transaction, txn, isbn, ean, upc,
   gtin, barcode, sku, timestamp, epoch, trace, request id, session, build, commit, meter, loyalty, membership,
   member, voucher, gift card, giftcard, coupon, booking, id`,
);
