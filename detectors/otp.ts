/** One-time codes: digits that somebody was sent, or an app shows, to prove who they are. */

import { defineDetector } from '../src/detection/detector.ts';
import { phrases, saidAfter, saidBefore, saidHit } from '../src/detection/said.ts';
import { hasDigits } from '../src/detection/signs.ts';

const value =
  /(?<![\w.,/:#-])(?:[A-Z]{1,2}-\d{4,8}|\d{3}[ -]\d{3}|\d{4,8}|\d(?: \d){3,5})(?![\w%]|[.,/:-]\d|[ -]?\d|\s?(?:digits?|characters|minutes?|seconds?|[$€£]))/u;
const valueAtEnd = /(?<![\w.,/:#$€£-])(?:[A-Z]{1,2}-\d{4,8}|\d{3}[ -]\d{3}|\d{4,8})$/u;

export default defineDetector({
  id: 'otp',
  kinds: [{ kind: 'OTP', title: 'One-time code', word: 'otp', visible: 'nothing' }],
  title: 'One-time codes',
  authority: 'NIST SP 800-63B section 5.1.3 and 5.1.4 (out-of-band secrets and one-time passwords), RFC 6238',
  regulations: ['PCI DSS 4.0.1 req. 8.4', 'EU 2018/389 Art. 4 (authentication code)', 'GDPR Art. 32'],
  takes: ['term'],
  reach: 14,
  digitsWithin: 160,
  words: {
    sent: {
      terms: phrases(
        'sms|text|texted|text message|sent|got|received|login|log in|sign in|signin|verify|verification|fa|mfa|otp|authenticator|authenticate|whatsapp|code you sent|phone|share|expires|minutes|valid|enviado|recibi|recibido|erhalten|bekommen|recu|recebi|ricevuto|gekregen|短信|送られて',
      ),
      before: 60,
      after: 70,
    },
    other: {
      terms: phrases(
        'discount|promo|promotion|coupon|voucher|gift|error|zip|zip code|postal|post|area|country|dial|dialing|product|item|order|tracking|booking|reservation|swift|sort|bank|status|exit|http|colour|color|model|part|referral|article|sku|bar|qr|source|dress|building|access|stock|tax|hs|currency|airport|flight|pnr|class|course',
      ),
      before: 14,
      after: 24,
    },
  },
  terms: {
    strong: phrases(
      'otp|otp code|otp is|one time password|one time code|one time passcode|one time pin|onetime code|onetime password|verification code|verification pin|verify code|fa code|factor code|two factor code|two step code|step code|mfa code|mfa|authentication code|auth code|authenticator code|authorization code|authorisation code|login code|log in code|sign in code|signin code|sms code|sms passcode|passcode|access code|google authenticator|security code|confirmation code|code from the sms|code by sms|code from the app|codigo de verificacion|codigo sms|codigo de un solo uso|clave dinamica|codigo de acceso|bestatigungscode|verifizierungscode|sicherheitscode|sms code|smscode|einmalcode|einmalpasswort|einmalkennwort|tan|sms tan|mtan|code de verification|code sms|code a usage unique|code de confirmation|codice di verifica|codice otp|codice sms|codice di conferma|codigo de verificacao|codigo de confirmacao|codigo por sms|verificatiecode|bevestigingscode|verifieringskod|engangskod|engangskode|bekreftelseskode|kod weryfikacyjny|kod sms|kod jednorazowy|認証コード|確認コード|ワンタイムパスワード|验证码|校验码|动态码|驗證碼|رمز التحقق|كود التحقق|رمز التأكيد|ओटीपी|सत्यापन कोड',
    ),
    weak: phrases('code|codigo|codice|kode|kod|コード|代码|رمز|कोड'),
  },
  examples: {
    hits: [
      'the otp is ‹482913›',
      '‹482 913› is your verification code',
      'I got a text, code ‹4829›',
      'Ihr Bestätigungscode lautet ‹771204›',
    ],
    misses: [
      'discount code 482913',
      'error code 5023 after login',
      'I never got the otp',
      'otp expires in 10 minutes',
      'the verification code has 6 digits',
    ],
  },
  confirm(view, { list, start, end }) {
    if (view.near('other', start, end) >= 0) return undefined;
    if (!hasDigits(view.text, 3, start - 100, end + 120)) return undefined;
    const said = saidAfter(view.text, end, value, 40) ?? saidBefore(view.text, start, valueAtEnd);
    if (said === undefined) return undefined;
    // A year is no code.
    if (/^(?:19|20)\d\d$/.test(said.value)) return undefined;
    const sent = view.near('sent', start, said.end);
    if (list === 'weak' && (sent < 0 || said.value.replace(/\D/g, '').length < 4)) return undefined;
    return saidHit('OTP', said, list === 'weak' ? 0.7 : 0.9, 'one-time-code', start);
  },
});
