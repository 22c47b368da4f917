/** Card security codes: three or four digits that are said to be one, or that follow a card number and its date. */
import { defineDetector, type Hit, type View } from '../src/detection/detector.ts';
import { misspellings } from '../src/detection/misspelled.ts';
import { phrases, saidAfter, saidBefore, saidHit } from '../src/detection/said.ts';
import { hasDigits } from '../src/detection/signs.ts';
import { cardWords, readCardLine } from './data/card-line.ts';

const value = /(?<![\d.,/:#A-Za-z-])(?:\d{3,4}|\d \d \d)(?![\d%]|[.,/:-]\d|[A-Za-z]| ?digits?\b| ?[$€£])/u;
const valueAtEnd = /(?<![\w.,/:#-])\d{3,4}$/u;
/** "123 cvv": no connecting word at all. */
const glued = /(?<![\w.,/:#-])\d{3,4}$/u;

/** A weak word must not vouch for itself. */
const ownWords = new Set(['security code', 'csc', 'cid']);

export default defineDetector({
  id: 'card-cvv',
  kinds: [{ kind: 'CARD_CVV', title: 'Card security code', word: 'cvv', visible: 'nothing', neverStored: true }],
  title: 'Card security codes (CVV2, CVC2, CID)',
  authority: 'PCI DSS 4.0.1 glossary, card verification code: three digits on the back, four on the front (Amex)',
  regulations: ['PCI DSS 4.0.1 req. 3.3.1.2'],
  takes: ['digits', 'term'],
  digitsMin: 16,
  reach: 8,
  digitsWithin: 160,
  words: { card: { terms: cardWords.filter((word) => !ownWords.has(word)), before: 100, after: 60 } },
  terms: {
    code: [
      ...misspellings('three digits on the back'),
      ...misspellings('card security code'),
      ...phrases(
        'digits on the front|digits on front|digits on back|digit code on the front|four digits on the front|last three digits|code on the signature strip|signature strip|guvenlik kodu|guvenlik kodum|cvv kodu|cvvsi|cvv si|c v v|c v c|cvv|cvv2|cvv code|cvv number|cvc|cvc2|cvc code|cvn|cvn2|cv2|ccv|cvs code|csc code|card verification code|card verification value|card security code|card verification number|three digit code|digits on the back|digit number on the back|digit code on the back|three digits on the back|last 3 on the back|last three on the back|last three digits on the back|last 3 digits on the back|codigo cvv|codigo de seguridad de la tarjeta|codigo de verificacion de la tarjeta|kartenprufnummer|prufnummer|prufziffer|kartenprufziffer|cryptogramme|cryptogramme visuel|code cvv|codice cvv|codigo de seguranca do cartao|kod cvv|kod cvc|cvv kod|cvc kod|セキュリティコード|安全码|验证码 cvv|رمز التحقق cvv|رمز الأمان|सीवीवी',
      ),
    ],
    back: phrases(
      'three digits|code on the back|number on the back|numbers on the back|numbers on the front|number on the front|code on the front|three numbers on the back|last 3 digits|three numbers|numbers at the back|digits at the back|code on the strip|signature panel|codigo de atras|numeros de atras|digitos de atras|cifras de atras|codigo del reverso|numeros del reverso|digitos del reverso|numero de atras|numeritos de atras|numeros por detras|codigo de detras|numero de detras|code au dos|chiffres au dos|numero au dos|trois chiffres au dos|chiffres derriere|code derriere|numeros au dos|dreistellige nummer|dreistelliger code|dreistellige zahl|drei ziffern|ziffern auf der ruckseite|zahlen auf der ruckseite|nummer auf der ruckseite|code auf der ruckseite|zahlen hinten|ziffern hinten|nummer hinten|hinten drauf|code hinten|codigo de tras|codigo atras|numero de tras|numeros de tras|digitos de tras|tres digitos|numero atras|codigo do verso|digitos do verso|codice dietro|codice sul retro|cifre dietro|cifre sul retro|numeri dietro|numeri sul retro|tre cifre|numero dietro|cijfers achterop|code achterop|cijfers op de achterkant|code op de achterkant|cyfry z tylu|numer z tylu|trzy cyfry|siffrorna pa baksidan|siffror pa baksidan|koden pa baksidan|arkasindaki|arkadaki|kartin arkasindaki|裏面の番号|裏の番号|裏の3桁|裏面の3桁|3桁の番号|裏面|背面|卡背面|背面的三位数|背面三位|后三位|后面三位|三位数|末三位|الارقام الثلاثة|الثلاث ارقام|خلف البطاقة|ظهر البطاقة|الرقم الخلفي|رقم التحقق|पीछे का नंबर|पीछे वाला नंबर|पीछे के तीन अंक|पीछे लिखा|कार्ड के पीछे|뒷면|뒷면 숫자|보안코드|보안 코드|cvc 번호|back says|back number|back of it says|3 digit|three digit|3 digits|4 digits|digits are|kontrollnummer|kontrollziffer|sicherheitsnummer|sicherheitszahl|pruefziffer|cod seguridad|cod de seguridad|cod seguranca|cod de seguranca|codice sicurezza|cod sicurezza|turvakoodi|num de securite',
    ),
    weak: [
      ...misspellings('security code'),
      ...phrases(
        'security nr|security no|sec digits|security digits|front of the card|front of card|front of it|back of card|back code|security number|security digits|security num|auth code on the card|digit code|digit security code|security code|sec code|csc|cid|verification number|back of the card|back of my card|on the back|on the back of it|codigo de seguridad|codigo de seguranca|sicherheitscode|code de securite|codice di sicurezza|beveiligingscode|sakerhetskod|sikkerhetskode|sikkerhedskode|kod bezpieczenstwa|verification value',
      ),
    ],
    // Words for all sorts of codes: right behind a whole card number in the same message, for the card's own.
    bare: phrases('crypto|krypto|kod|cod|code|codigo|codice|kode|koden|koodi|cid|رمز|代码|コード|कोड'),
  },
  examples: {
    hits: [
      'pay with 4111 1111 1111 1111, 12/27, code ‹123›',
      'cvv is ‹123›',
      'the cvc: ‹0421›',
      '‹731› is the security code on my card',
      '4111 1111 1111 1111 12/27 ‹123›',
      'codigo de seguridad de la tarjeta ‹482›',
    ],
    misses: [
      'what is a cvv?',
      'the cvv is not accepted',
      'room 123',
      'security code 4821 came by sms',
      'cvv field has 3 digits',
    ],
  },
  confirm(view, { takes, run, list, start, end }) {
    if (takes === 'term') return spoken(view, list, start, end);
    const code = readCardLine(view.text, run)?.code;
    if (code === undefined) return undefined;
    return { kind: 'CARD_CVV', ...code, confidence: 0.9, evidence: [{ rule: 'beside-card', at: run.at[0] ?? 0 }] };
  },
});

/** Digits of the shortest card number, and how far in front of its code it may stand. */
const CARD_DIGITS_MIN = 13;
const NUMBER_REACH = 60;

function spoken(view: View, list: string, start: number, end: number): Hit | undefined {
  const { text } = view;
  // "Code" is said of many things: without a card number in front of it there is nothing to be read.
  if (list === 'bare' && !hasDigits(text, CARD_DIGITS_MIN, start - NUMBER_REACH, start)) return undefined;
  const near = view.near('card', start, end);
  const said = saidAfter(text, end, value) ?? saidBefore(text, start, valueAtEnd) ?? justBefore(text, start);
  if (said === undefined) return undefined;
  const number = /(?:\d[ -]?){12,18}\d\D/.test(text.slice(Math.max(0, start - NUMBER_REACH), start));
  // "Security code" with three digits is a card's; with more it may have come by text message.
  const three =
    said.value.length === 3 && /secur|sec |segur|sicher|sicur|beveilig|sikker|saker/i.test(text.slice(start, end));
  // On the back of something: of a card, or close to the digits, as nothing else is read out.
  const close = said.value.length === 3 && said.start >= end && said.start - end <= 8;
  if (list === 'back' && near < 0 && !number && !close) return undefined;
  if (list === 'bare' && (!number || said.start < end || said.start - end > 3)) return undefined;
  if (list === 'weak' && near < 0 && !number && !three) return undefined;
  return saidHit('CARD_CVV', said, list === 'code' ? 0.95 : 0.8, 'card-verification-code', start);
}

function justBefore(text: string, start: number): ReturnType<typeof saidBefore> {
  const match = glued.exec(text.slice(Math.max(0, start - 8), start).trimEnd());
  if (match === null) return undefined;
  const at = start - (text.slice(Math.max(0, start - 8), start).length - match.index);
  return { start: at, end: at + match[0].length, value: match[0] };
}
