/** API keys and tokens: marked as their vendors mark them, or long random values that are said to be one. */
import { defineDetector, type Hit, type View } from '../src/detection/detector.ts';
import { createUnion } from '../src/detection/pattern-union.ts';
import { entropy, isPlaceholder } from '../src/detection/placeholder.ts';
import { phrases, saidHit, skipLink } from '../src/detection/said.ts';
import { vendors } from './data/key-vendors.ts';

const marked = createUnion(vendors.map(([, pattern]) => pattern));
/** Patterns without a mark of their own: only words around them make them keys. */
const unmarked = new Set([
  'azure-storage',
  'okta',
  'asana',
  'mollie',
  'lob',
  'deepseek',
  'nuget',
  'mailgun',
  'crates-io',
  'twitter',
  'yandex',
  'intercom',
  'fireworks',
  'gocardless',
  'hashicorp-vault-old',
  'clickhouse',
  'elevenlabs',
]);
const own = /^(?:key-|sk[-_])/;

const bare = /^[A-Za-z0-9_.~+/=:-]{16,512}/;
/** How the value of an `Authorization` header begins. */
const scheme = /^(?:basic|bearer|token|apikey|ssws|oauth|geniekey)\s+/i;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export default defineDetector({
  id: 'api-key',
  kinds: [{ kind: 'API_KEY', title: 'API key or token', word: 'key', visible: 'nothing' }],
  title: 'API keys and access tokens',
  authority: 'The formats that vendors publish for the secrets they issue; NIST SP 800-63B for secrets in general',
  regulations: ['PCI DSS 4.0.1 req. 8.6.2', 'ISO/IEC 27001:2022 A.5.17', 'GDPR Art. 32'],
  takes: ['token', 'term'],
  reach: 640,
  words: {
    key: {
      terms: phrases(
        'api|key|keys|api key|apikey|secret|token|tokens|credential|credentials|bearer|auth|authorization|access key|account key|storage key|clave|llave|schlussel|cle|chave|chiave|sleutel|nyckel|klucz|キー|密钥|密鑰|秘密|مفتاح|कुंजी|password|webhook',
      ),
      before: 80,
      after: 40,
    },
    other: {
      terms: phrases(
        'sha|sha256|sha 256|sha1|sha512|md5|checksum|hash|digest|etag|commit|fingerprint|integrity|request id|trace|trace id|trace_id|session id|build|order|tracking|public key|publishable|publishable key|site key|sitekey|public|uuid|guid|image|docker|revision|rev|transaction|tx|txid|contract|address|ssh rsa|signature|correlation id|message id|device id|id|idempotency|idempotency key|cache key|primary key|foreign key',
      ),
      before: 32,
      after: 0,
    },
    example: { terms: phrases('example|sample'), before: 32, after: 0 },
  },
  terms: {
    strong: phrases(
      'api key|apikey|api keys|api token|api secret|apisecret|app key|appkey|app secret|access key|access token|accesstoken|auth token|authtoken|auth key|authorization|bearer|client secret|clientsecret|consumer secret|consumer key|secret|secret key|secretkey|secret access key|secret token|signing key|signing secret|encryption key|master key|account key|storage key|storage account key|service key|service role key|deploy key|webhook secret|private token|personal access token|refresh token|session token|bot token|token|credential|credentials|license key|integration key|live key|server key|hmac key|pat|accesskey|access_key|accesskeyid|jwt secret|clave api|clave de api|clave secreta|clave de acceso|token de acceso|cle api|cle d api|cle secrete|jeton|jeton d acces|api schlussel|api key lautet|geheimer schlussel|zugriffsschlussel|zugangstoken|chave de api|chave api|chave da api|chave secreta|chiave api|chiave segreta|api sleutel|api nyckel|klucz api|apiキー|シークレットキー|アクセスキー|api密钥|密钥|访问密钥|秘密密钥|مفتاح api|مفتاح الواجهة',
    ),
    weak: phrases('key|keys|schlussel|cle|clave|chave|chiave|キー'),
  },
  examples: {
    hits: [
      'aws ‹AKIAZ7WJ5Q3RT2LMN4PK› ok',
      'my key: ‹ghp_k2J8sLq0Zx7Vb3Nn5Mm1Qw9Er4Ty6Ui8Op0A›',
      'client secret = ‹q8Zr2LmX0pVt7NcKs4WbYd9H›',
      'X-Api-Key: ‹9f2c7a1be04d58e36b7f90c2d1a8e453›',
      'hook ‹https://hooks.slack.com/services/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›',
    ],
    misses: [
      'sk_test_xxxxxxxxxxxxxxxxxxxxxxxx',
      'api_key=YOUR_API_KEY',
      'the api key is not working',
      'AKIAIOSFODNN7EXAMPLE',
      'commit 9f2c7a1be04d58e36b7f90c2d1a8e4530f2c7a1b',
      'pk_live_9f2c7a1be04d58e36b7f90c2',
      'request 550e8400-e29b-41d4-a716-446655440000',
    ],
  },
  confirm(view, { takes, list, start, end }) {
    if (takes === 'term') return saidKey(view, list, start, end) ?? inElement(view.text, start, end);
    const hits = markedIn(view, start, end);
    return hits.length > 0 ? hits : namedKey(view.text, start, end);
  },
});

/** Ids, tracking numbers, dates: most tokens of harmless messages, told at a glance. */
const plain =
  /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9A-Za-z]{14,19}|\d{4}-\d\d-\d\dT[\d:.+-]*Z?|[\d.:/+=_-]*)[.:/=-]*$/i;

function markedIn(view: View, start: number, end: number): Hit[] {
  const hits: Hit[] = [];
  const [from, to] = bridged(view.text, start, end);
  const token = view.text.slice(from, to);
  if (token.length < 14) return hits;
  const matches = marked(token);
  if (matches.length === 0 || plain.test(token)) return hits;
  for (const match of matches) {
    const vendor = vendors[match.pattern]?.[0] ?? '';
    const value = token.slice(match.start, match.end);
    const at = from + match.start;
    const stop = from + match.end;
    if (isPlaceholder(value) || blank.test(value) || !random(value, 2.6)) continue;
    if (
      unmarked.has(vendor) &&
      !own.test(value) &&
      (view.near('key', at, stop) < 0 || view.near('other', at, stop) >= 0)
    )
      continue;
    hits.push({
      kind: 'API_KEY',
      start: at,
      end: stop,
      confidence: 0.98,
      evidence: [{ rule: `vendor:${vendor}`, at }],
    });
  }
  return hits;
}

/** Keys that hold a sign no token has: the `~` of Azure and OpenShift, the `|` of Facebook. */
function bridged(text: string, start: number, end: number): readonly [number, number] {
  const before = text[start - 1] === '~' || text[start - 1] === '|';
  const from = before
    ? start - (/[\w.~-]{1,17}[~|]$/.exec(text.slice(Math.max(0, start - 18), start))?.[0].length ?? 0)
    : start;
  const to = text[end] === '~' ? end + (/^~[\w.~-]{1,40}/.exec(text.slice(end, end + 41))?.[0].length ?? 0) : end;
  return [from, to];
}

/** The name of a field or a variable that ends in what it holds: `stripeSecret = "..."`, `oktaApiToken: ...`. */
const namedEnd =
  /(?:Token|Key|Secret|Credential|Credentials)\d?["'\]]{0,2}(?: (?:string|String|str))?\s{0,3}(?::=|\?=|=>|[:=])\s{0,3}["'`]{0,2}(?=\w)/g;
/** What such a name begins with; looked for from its end, since a long token may be one name after another. */
const namedStart = /[A-Za-z][A-Za-z0-9]{1,40}(?<=[a-z0-9]|API)$/;
const NAME_MAX = 41;
/** Names of keys that open nothing. */
const openName =
  /(?:public|publish|publishable|site|primary|foreign|partition|sort|cache|hash|row|map|object|storage|local|item|idempotency|csrf|xsrf|next|page|cursor|continuation|cancel|cancellation|i18n|translation|registry|route|query)$/i;

function namedKey(text: string, start: number, end: number): Hit | undefined {
  const from = Math.max(0, start - 64);
  const name = nameIn(text.slice(from, end));
  if (name === undefined || openName.test(name.start)) return undefined;
  const at = from + name.end;
  const value = (bare.exec(text.slice(at, at + 512))?.[0] ?? '').replace(/[.,:/~-]+$/, '');
  if (at < start && at + value.length <= start) return undefined;
  if (!isSecret(value, 16)) return undefined;
  return saidHit('API_KEY', { start: at, end: at + value.length, value }, 0.88, 'random-value', from + name.at);
}

interface Name {
  readonly at: number;
  /** What stands before the word for a key. */
  readonly start: string;
  /** Where the value begins. */
  readonly end: number;
}

function nameIn(text: string): Name | undefined {
  namedEnd.lastIndex = 0;
  for (let match = namedEnd.exec(text); match !== null; match = namedEnd.exec(text)) {
    const start = namedStart.exec(text.slice(Math.max(0, match.index - NAME_MAX), match.index))?.[0];
    if (start !== undefined) return { at: match.index - start.length, start, end: match.index + match[0].length };
  }
  return undefined;
}

/** `<secret>...</secret>`: whatever random values the element holds. */
function inElement(text: string, start: number, end: number): Hit[] | undefined {
  if (text[end] !== '>') return undefined;
  const content = /^>([^<>\n]{16,512})<\//.exec(text.slice(end, end + 520))?.[1];
  if (content === undefined) return undefined;
  const hits: Hit[] = [];
  for (const match of content.matchAll(/[A-Za-z0-9_.~+/=:-]{16,}/g)) {
    const at = end + 1 + match.index;
    const value = match[0];
    if (isSecret(value, 16)) {
      hits.push(saidHit('API_KEY', { start: at, end: at + value.length, value }, 0.88, 'random-value', start));
    }
  }
  return hits;
}

/** Whether a text is random enough for a secret, and stands for itself. */
function isSecret(value: string, enough: number): boolean {
  if (value.length < enough || standsFor(value) || /^(?:https?:)?\/\//.test(value)) return false;
  if (!/\d/.test(value) && !/[a-z][A-Z].*[a-z][A-Z]/.test(value)) return false;
  return /[A-Za-z]/.test(value) && random(value, 3) && !wordy(value);
}

function saidKey(view: View, list: string, start: number, end: number): Hit | undefined {
  const { text } = view;
  const gap = ownerOf(text, end);
  const linked = skipLink(text, gap);
  if (linked === end) return undefined;
  const at = linked + (scheme.exec(text.slice(linked, linked + 16))?.[0].length ?? 0);
  const raw = (bare.exec(text.slice(at, at + 512))?.[0] ?? '').replace(/[.,:/~-]+$/, '');
  // `AWS_SECRET=...` after a word like "token": the value stands behind the last sign.
  const value = /^[A-Za-z][A-Za-z_.-]{2,40}[=:]/.test(raw) ? raw.slice(raw.search(/[=:]/) + 1) : raw;
  const from = at + raw.length - value.length;
  // `API_KEY`: an underscore joins what a blank would part.
  const weak =
    list === 'weak' &&
    !/(?:api|access|secret|auth|app|client|private|account)_$/i.test(text.slice(Math.max(0, start - 8), start));
  if (!isSecret(value, weak ? 20 : 16)) return undefined;
  const other = view.near('other', start, end);
  if ((other >= 0 && other < start) || saysExample(view, start, end)) return undefined;
  if (weak && uuid.test(value)) return undefined;
  return saidHit('API_KEY', { start: from, end: from + value.length, value }, 0.9, 'random-value', start);
}

/** An example is meant, rather than a host or a path of that name. */
function saysExample(view: View, start: number, end: number): boolean {
  const at = view.near('example', start, end);
  return at >= 0 && at < start && !/^\w+[./?"@]/.test(view.text.slice(at, at + 10));
}

/** "key for the test shop is ...", "token (staging): ..." */
function ownerOf(text: string, end: number): number {
  const owner =
    /^(?:\s*\([^)\n]{1,24}\))?(?:\s(?:for|of|from|to|on|in|para|fur|pour|de|del|do|da|di|per|von|we use|i use|i have|you gave me|you sent)(?:\s[\p{L}\p{N}_'-]{1,24}){0,5}?)?(?=\s*[:=]|\s(?:is|es|ist|est|e|jest|är|lautet|was)\b)/u.exec(
      text.slice(end, end + 90),
    );
  return end + (owner?.[0].length ?? 0);
}

/** A key of the right shape that shows the shape only. */
const blank = /EXAMPLE|example|x{4,}|X{4,}|([A-Za-z0])\1{7,}/;

function standsFor(value: string): boolean {
  return isPlaceholder(value) || blank.test(value) || /0123456789|1234567890|abcdefghij|ABCDEFGHIJ/.test(value);
}

function random(value: string, bits: number): boolean {
  return entropy(value.length > 128 ? value.slice(0, 128) : value) >= bits;
}

/** Names with dashes, dots and paths: words rather than a random value. */
function wordy(value: string): boolean {
  if (uuid.test(value) || /^[0-9a-f]+$/i.test(value)) return false;
  const parts = value.split(/[_.:/-]/);
  return parts.length > 2 && parts.every((part) => part.length < 12 && /^(?:[A-Za-z]*\d?|\d*)$/.test(part));
}
