/** Passwords: what stands behind the word for one, when it looks like a secret and not like the rest of a sentence. */
import { defineDetector, type Hit } from '../src/detection/detector.ts';
import { misspellings } from '../src/detection/misspelled.ts';
import { isPlaceholder } from '../src/detection/placeholder.ts';
import { phrases, saidHit } from '../src/detection/said.ts';

/** Whose or what it is the password of: "for the flat", "(old)". */
const owner =
  /^(?:\s*\([^)\n]{0,24}\))?(?:\s(?:for|to|of|on|para|fur|pour|per|do|da|de|del|voor|till?)(?:\s[\p{L}\p{N}_'.@-]+){1,5}?)?(?:\s(?:i|you|they|we|he|she|that|which|que|ich|die|das|j|je|eu|che)(?:['’]\w+)?(?:\s[\p{L}']+){1,4}?)?/u
    .source;
const signs = '\\s*["\'`*_]{0,3}\\s*(?:=>|->|→|[:=])|\\s(?:-|–)\\s|\\s?(?:は|か|是|为|為|هي|هو|ह)\\s*:?';
const verbs =
  "\\s(?:is|was|are|es|era|ist|lautet|war|est|c'est|cest|ce|it's|its|it is|that's|thats|era|sera|sería|seria|to jest|to|je|jak|wordt|blir|dir|ise|etait|e|eh|sono|jest|to|ar|är|er|on|om|used to be|should be|(?:is |was )?set to|changed to|reset to)(?:\\s(?:now|still|just|currently|always|immer|siempre|toujours|sempre|altijd|zawsze|ahora|jetzt|maintenant|agora|adesso|nu|teraz))?\\s*:?";
/** Signs and words that give a value, in front of it. */
const link = new RegExp(`${owner}(?<mark>${signs}|(?:${verbs})(?![\\p{L}\\p{N}]))[\\s"'\`*_<([]*`, 'iu');
const bare = /^(?:[\s"'`*_<([]+|(?=[\x21-\x7e]{6}))/;
const token = /^[^\s"'`<>]{4,64}/;

/** What people say of passwords instead of giving one. */
const talk =
  /^(?:not|no|wrong|incorrect|invalid|expired|expires?|expiring|correct|right|too|very|the|a|an|being|never|always|still|now|same|safe|secure|required|empty|missing|blank|case|reset|resets|changed|change|set|saved|stored|protected|weak|strong|short|long|longer|my|your|our|his|her|their|what|where|when|why|who|how|in|on|at|as|it|its|that|this|these|those|encrypted|hashed|visible|hidden|sensitive|sent|working|works?|locked|compromised|leaked|known|unknown|fine|okay|good|bad|different|yes|needed|mandatory|optional|printed|written|default|because|since|and|but|or|so|if|for|to|from|with|by|again|already|also|only|just|really|please|help|thanks|does|doesn'?t|did|didn'?t|isn'?t|wasn'?t|won'?t|can'?t|cannot|has|have|had|was|were|will|would|should|must|may|might|could|can|keeps?|gets?|got|going|gone|something|nothing|anything|everything|somewhere|there|here|out|up|down|off|of|too|more|less|least|minimum|maximum|between|any|all|none|both|each|every|another|other|new|old|current|forgotten|forgot|lost|stolen|unchanged|shared|rejected|accepted|refused|denied|needs?|asks?|asking|policy|manager|field|link|page|email|recovery|protection|hint|generator|incorrecta?|correcta?|mal|mala|falsch|richtig|nicht|vergessen|abgelaufen|ungultig|zu|perdu|oublie|incorrect|faux|expire|pas|plus|trop|errada?|incorreta?|expirada?|esqueci|nao|sbagliata|scaduta|errata|non|niet|verkeerd|fel|inte|muy|demasiado|vencida|caducada|characters?|abgelaufen|gesperrt|bloqueada?|bloque|sperrt|confidential|private|secret)$/i;

export default defineDetector({
  id: 'password',
  kinds: [{ kind: 'PASSWORD', title: 'Password', word: 'password', visible: 'nothing' }],
  title: 'Passwords and passphrases',
  authority: 'NIST SP 800-63B section 5.1.1 (memorized secrets)',
  regulations: ['PCI DSS 4.0.1 req. 8.3.2', 'ISO/IEC 27001:2022 A.5.17', 'GDPR Art. 32', 'CCPA 1798.140(ae)(1)(B)'],
  takes: ['term'],
  reach: 96,
  terms: {
    password: [
      ...misspellings('password'),
      ...misspellings('passwort'),
      ...misspellings('contraseña'),
      ...phrases(
        'pgpassword|dbpassword|dbpass|userpass|rootpass|smtp password|비밀번호는|비번은|암호는|비밀번호가|sifrem|şifrem|şifremiz|parolam|parolamız|şifresi|şifre su|moje heslo|moje haslo|mi clave|mi contrasena|la clave|la contra|mi contra|contraseña del wifi|clave del wifi|pass wifi|mon mdp|mon mot de passe|code wifi|cle wifi|mot de passe wifi|mein passwort|mein pw|das passwort|passwort vom wlan|wlan schlussel|minha senha|a senha|a palavra passe|la password|la mia password|parola chiave|mijn wachtwoord|het wachtwoord|lösenordet|losenordet|mitt lösenord|passordet|passordet mitt|jelszavam|salasanani|lozinka|moja lozinka|пароль от|мой пароль|ログインパスワード|登录密码|我的密码|كلمة سر|الباسورد|الرقم السري للواي فاي|मेरा पासवर्ड|비번|암호|pssw|passcode phrase|psswd|login pw|creds|passwords|passwd|pasword|passwrod|passowrd|pssword|passwort|passwort|passwd|pwd|pswd|psw|pass|passphrase|pass phrase|pass word|pw|p w|db password|root password|admin password|new password|old password|temp password|temporary password|current password|user password|wifi password|wi fi password|network key|wifi key|wlan key|login password|my password|password is|wachtwoord|kennwort|wlan passwort|wifi passwort|losungswort|mot de passe|mdp|m d p|contrasena|contraseña|contrasenya|clave|clave wifi|clave de acceso|senha|senha do wifi|palavra passe|palavra chave|parola|parola d ordine|losenord|lösenord|passord|adgangskode|kodeord|haslo|hasło|heslo|jelszo|salasana|sifre|şifre|parola|пароль|κωδικος|パスワード|暗号|密码|密碼|口令|كلمة السر|كلمة المرور|كلمه السر|باسورد|पासवर्ड|비밀번호|mật khẩu|kata sandi|secret key base',
      ),
    ],
    pair: phrases(
      'login|logins|log in|credentials|creds|user pass|username password|user and pass|acceso|zugangsdaten|identifiants|credenciales|credenziali',
    ),
    shell: phrases('mysql|mysqldump|mysqladmin|mariadb|sshpass|curl'),
  },
  examples: {
    hits: [
      'my password is ‹Tr0ub4dor&3›',
      'pwd: ‹letmein99›',
      'mot de passe : ‹Soleil2019!›',
      'user bob password ‹hunter2x›',
      'wifi password for the flat is ‹greenfrog42›',
    ],
    misses: [
      'my password is not working',
      'password: ********',
      'I forgot my password again',
      'password must be 8 characters long',
      'password=YOUR_PASSWORD',
      'do not pass go',
    ],
  },
  confirm({ text }, { list, start, end }) {
    if (list === 'pair') return behindName(text, end);
    if (list === 'shell') return onCommandLine(text, end);
    if (/[\p{L}\p{N}]/u.test(text[start - 1] ?? '') && !/[_\d]/.test(text[start - 1] ?? '')) return undefined;
    const rest = text.slice(end, end + 160);
    const linked = link.exec(rest);
    const hit =
      linked === null
        ? undefined
        : valueAt(text, start, end + linked[0].length, linked.groups?.['mark'] ?? '', linked[0]);
    // Behind a word without blanks a password may follow at once.
    const ideograph = /[^\x20-\x7e]$/.test(text.slice(start, end));
    const found = hit === undefined ? bare.exec(rest)?.[0] : undefined;
    const gap = found === '' && !ideograph ? undefined : found;
    const behind = gap === undefined ? hit : valueAt(text, start, end + gap.length, '', gap);
    return behind ?? phraseAt(text, start, end) ?? inFront(text, start);
  },
});

/** Passwords that programs take as an argument: `-pSECRET`, `-u name:SECRET`. */
const argument =
  /^[^\n|;&]{0,80}?\s(?:-p|--password[= ]|(?:-u|--user)\s+[\w.@-]{1,40}:)(['"]?)([^\s'"]{4,64})\1(?=\s|$)/;

function onCommandLine(text: string, end: number): Hit | undefined {
  const match = argument.exec(text.slice(end, end + 200));
  const value = match?.[2];
  if (match === null || value === undefined || isPlaceholder(value)) return undefined;
  const start = end + match[0].length - value.length - (match[1] ?? '').length;
  return saidHit('PASSWORD', { start, end: start + value.length, value }, 0.85, 'password', end);
}

/** "Tr0ub4dor as my password". */
const front =
  /(?:^|[\s"'`:(])([^\s"'`:(]{6,40})["'`]?\s\(?(?:(?:as|is|was|for|es|era|ist|est|como|comme|als|come|jako)\s)?(?:(?:the|my|our|his|her|your|a|new|old|mi|la|mein|das|mon|le|minha|a|mia)\s){0,2}$/iu;

function inFront(text: string, word: number): Hit | undefined {
  const head = text.slice(Math.max(0, word - 72), word);
  const match = front.exec(head);
  const value = match?.[1];
  if (match === null || value === undefined || confidenceOf(value, '', false, '') === 0) return undefined;
  const start = word - head.length + match.index + match[0].indexOf(value);
  return saidHit('PASSWORD', { start, end: start + value.length, value }, 0.75, 'password', word);
}

/** Four to eight words in small letters, as passphrases are made (EFF word lists). */
const passphrase =
  /^\s?(?:is|was|:|=|es|ist|est|e)\s?["'`]?((?:[a-z]{3,12}[ -]){3,7}[a-z]{3,12})(?=["'`]?\s*(?:$|[.,!?\n]))/i;

function phraseAt(text: string, start: number, end: number): Hit | undefined {
  if (!/phrase/i.test(text.slice(start, end))) return undefined;
  const match = passphrase.exec(text.slice(end, end + 120));
  const value = match?.[1];
  if (match === null || value === undefined || value.split(/[ -]/).some((word) => talk.test(word))) return undefined;
  const at = end + match[0].length - value.length;
  return saidHit('PASSWORD', { start: at, end: at + value.length, value }, 0.75, 'password', start);
}

/** A name and a password with a sign between: `bjones / Marble$9`. */
const pair = /^\s?(?:is|are|was|:|=|es|ist|est)?[:\s]+([\w.@+-]{2,40})\s?(?:\/|:|\|)\s?([^\s"'`<>]{6,64})/i;

function behindName(text: string, end: number): Hit | undefined {
  const match = pair.exec(text.slice(end, end + 120));
  const value = match?.[2]?.replace(/[.,;:)]+$/, '');
  if (match === null || value === undefined || /^https?$/i.test(match[1] ?? '')) return undefined;
  if (confidenceOf(value, '', false, '') === 0 || !/\p{L}/u.test(value)) return undefined;
  const at = end + match[0].length - (match[2] ?? '').length;
  return saidHit('PASSWORD', { start: at, end: at + value.length, value }, 0.75, 'password', end);
}

/** Where a language without blanks goes on right behind a password in Latin letters. */
const goesOn =
  /(?<=^[\x21-\x7e]{4,64})[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}\p{sc=Hangul}\p{sc=Devanagari}\p{sc=Arabic}].*$/u;

function valueAt(text: string, word: number, at: number, mark: string, gap: string): Hit | undefined {
  const quote = /["'`]$/.exec(gap)?.[0];
  const rest = text.slice(at, at + 96);
  const quoted = quote === undefined ? -1 : rest.indexOf(quote);
  const raw = quoted >= 4 ? rest.slice(0, quoted) : (token.exec(rest)?.[0] ?? '');
  const value = quoted >= 4 ? raw : raw.replace(goesOn, '').replace(/(?:[.,;:)\]}*_]|[.!?]{2,})+$/, '');
  const confidence = confidenceOf(
    value,
    mark.trim(),
    quoted >= 4,
    text.slice(at + value.length, at + value.length + 24),
  );
  if (confidence === 0) return undefined;
  return saidHit('PASSWORD', { start: at, end: at + value.length, value }, confidence, 'password', word);
}

function confidenceOf(value: string, mark: string, quoted: boolean, after: string): number {
  if (value.length < 4 || isPlaceholder(value) || talk.test(value)) return 0;
  if (
    /^(?:https?:|www\.|\/\/|[\w.+-]+@[\w-]+\.\w)/i.test(value) ||
    /^\s?(?:characters?|chars|digits?|letters?|zeichen|caracteres?|caratteri|times|minutes?|days|hours)\b/i.test(after)
  )
    return 0;
  const digit = /\d/.test(value);
  const letter = /\p{L}/u.test(value);
  const sign = /[^\p{L}\p{N}\s'’./,:;?!-]|[!?](?=.)/u.test(value);
  const strong =
    letter && (digit || sign || /\p{Ll}\p{Lu}/u.test(value)) && !/^\d+(?:st|nd|rd|th|x|am|pm|h|gb|mb)$/i.test(value);
  if (mark === '') return strong && value.length >= 6 && (digit || sign) ? 0.7 : 0;
  if (strong) return 0.95;
  if (/^[:=]|[:=>]$/.test(mark)) return /^\d+[.)]$/.test(value) ? 0 : 0.8;
  if (quoted) return value.includes(' ') && value.split(' ').length < 3 ? 0.6 : 0.85;
  if (/^\d{4,}$/.test(value)) return 0.8;
  // A bare word after "is": only when the sentence ends with it.
  const ends = /^(?:[.,;!?)]|\s*$|\s+(?:and|but|y|und|et|e)\s)/i.test(after);
  return ends &&
    /^\p{L}+(?:-\p{L}+)*$/u.test(value) &&
    value.length >= 5 &&
    !/(?:ed|ing|ly|able|less|ful)$/i.test(value)
    ? 0.6
    : 0;
}
