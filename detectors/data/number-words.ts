/** Words that say what a number is: a phone, a card, or something else altogether; shared by the detectors of numbers. */

const list = (words: string): readonly string[] => words.split(/,\s*/);

/** Said near a telephone number. */
export const phoneWords: readonly string[] = list(
  `phone, phone number, telephone, tel, cell, cellphone, mobile, mob, call, call me, ring, text, text me, txt, txt me, sms,
   whatsapp, whats app, whats, signal, telegram, reach me, reach us, contact, contact number, fax, landline, dial, callback,
   call back, get me at, get me on, reachable, reach, s number, his number, her number, their number, our number, husbands number, wifes number,
   mums number, moms number, dads number, sons number, daughters number, home number, office number, work number, best number,
   new number, daytime number, evening number, number to call, number to reach, phoned, call him, call her, call us, phone no, contact no, ph, ph no, hp, hp no, hotline, my number, my number is, mobile no, cell no, cells, mobiles,
   telefono, telefono fijo, fijo, fono, movil, celular, cel, celu, llamame, llamenme, llamar, llamarme, llaman, llame, llamen, marcame, mi numero, numero de contacto, contacto, comunicarse, comuniquense,
   telefon, telefonnummer, tel nr, handy, handynummer, anrufen, ruf mich, rufen sie mich, rufnummer, festnetz, natel, mobilnummer,
   erreichen, zu erreichen, durchwahl, ruckruf, erreichbar, mein telefon, meine nummer, portable, appelez, appelez moi, appelle moi, rappelez moi, joignable, joindre, contacter, contactez, mon numero, son numero,
   numero de telephone, telephone fixe, fixe, telefone, telemovel, telefone fixo, fone, zap, zapzap, ligue, ligar, liga, me liga,
   meu numero, contato, contacto, meu contato, cellulare, cell, chiamami, chiamatemi, chiamare, chiami, contattatemi, contattare, recapito, recapito telefonico, mio numero, telefoon,
   telefoonnummer, bel, bel me, bel mij, bellen, bel maar, mobiel, mijn nummer, gsm, bereikbaar, mobil, mobilen, mobiltelefon, tlf, ring mig, ring meg,
   ring pa, mitt nummer, mit nummer, nummeret mitt, nummeret mit, ring til mig, ring til, puhelin, puhelinnumero, puhelinnumeroni, puh, soita, numeroni, numer telefonu, zadzwon,
   zadzwonic, dzwonic, moj numer, komorka, zavolejte, volejte, telefonni cislo, muj mobil, moje cislo, suna, sunati, sunati ma, numarul meu,
   telefonum, cep, cep numaram, cep telefonum, arayin, beni arayin, numaram, ara, nomor hp, no wa, wa, telepon, hubungi, nombor telefon,
   tawag, tawagan, so dien thoai, số điện thoại, sđt, sdt, gọi, goi, mera number, mera mobile,
   手机, 手机号, 手機, 手機號碼, 请打, 請打, 打给我, 拨打, 電話番号, ご連絡, お電話, 연락, 电话, 電話, 電話番号, 座机, 市話, 携帯, 携帯番号, 微信同号, 전화, 전화번호, 휴대폰, 핸드폰, 연락처, 제 번호,
   هاتف, هاتفي, جوال, جوالي, موبايل, موبايلي, واتساب, اتصل, اتصل بي, اتصلوا, اتصلوا بي, الجوال, الهاتف, رقم الجوال, رقم الهاتف, رقمي, تلفون, फोन, फ़ोन, मोबाइल, मेरा नंबर, कॉल, व्हाट्सएप,
   ফোন, মোবাইল, טלפון, נייד, הנייד שלי, וואטסאפ, התקשרו, תתקשרו, להתקשר, הטלפון, הנייד, המספר שלי, โทร, โทรศัพท์, เบอร์, เบอร์โทร, τηλ, τηλεφωνο, κινητο, κινητό, τηλέφωνο,
   телефон, мой телефон, мобильный, позвоните, звоните, мой номер, тел, моб`,
);

/** What a number is called that is no telephone number; the word itself, `number` and the like may stand behind it. */
export const notPhoneWords: readonly string[] = list(
  `order, orders, tracking, parcel, shipment, invoice, ticket, case, file, reference, ref, sku, model, serial, part, item, isbn,
   ean, upc, imei, version, build, lot, account, routing, sort code, iban, ssn, social, id, po, transaction, booking, reservation,
   confirmation, timestamp, logged, epoch, card, passport, license, licence, vat, tax, ein, itin, nhs, coordinates, ip, sin, tfn,
   medicare, policy, member, customer, client, contract, code, aadhaar, nino, abn, siret, siren, bsn, pesel, cpf, cnpj, npi, mrn,
   range, score, meter, room, zip, error, amount, barcode, claim, request, width, size, sizes,
   pedido, seguimiento, factura, cliente, expediente, contrato, reserva, codigo, referencia, albaran, poliza, incidencia, caso,
   cuenta, commande, facture, suivi, dossier, colis, contrat, compte, sinistre, postal,
   bestellung, bestellnummer, rechnung, rechnungsnummer, sendung, sendungsnummer, kunde, kundennummer, kundennr, aktenzeichen,
   vorgang, vorgangsnummer, vertrag, vertragsnummer, auftrag, auftragsnummer, artikelnummer, konto, kontonummer, buchung,
   seriennummer, mitgliedsnummer, paketnummer, encomenda, rastreio, fatura, processo, protocolo, matricula,
   ordine, spedizione, fattura, pratica, codice, prenotazione, klantnummer, bestelling, bestelnummer, ordernummer, factuur,
   factuurnummer, dossiernummer, zaaknummer, pakket, kundnummer, kundenummer, bestallning, ordrenummer, bestilling, faktura,
   fakturanummer, sagsnummer, arendenummer, asiakasnumero, tilausnumero, tilaus, lasku, klienta, zamowienie, zamowienia,
   przesylka, sprawa, objednavka, zakaznicke, comanda, siparis, musteri, pesanan, resi,
   注文, お客様, 会員, 伝票, 追跡, 受付, 予約, 订单, 訂單, 快递, 运单, 客户, 会员, 编号, 單號, 单号, 주문, 주문번호, 고객번호, 송장번호, 운송장번호,
   예약번호, الطلب, العميل, الشحنة, الفاتورة, الحجز, طلب, ऑर्डर, ग्राहक, बिल, आर्डर, заказ, заказа, клиента, παραγγελία`,
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
