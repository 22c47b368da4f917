/** API keys and tokens: marked as their vendors mark them, or long random values that are said to be one. */
import { defineDetector, type Hit, type View } from '../src/detection/detector.ts';
import { entropy, isPlaceholder } from '../src/detection/placeholder.ts';
import { phrases, saidHit, skipLink } from '../src/detection/said.ts';
import { vendors } from './data/key-vendors.ts';

const marked = new RegExp(
  `(?<![A-Za-z0-9])(?:${vendors.map(([, pattern], i) => `(?<v${i}>${pattern})`).join('|')})(?![A-Za-z0-9])`,
  'g',
);
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
  'azure',
  'twitter',
  'yandex',
  'intercom',
  'fireworks',
  'elevenlabs',
]);
const own = /^(?:key-|sk[-_])/;

const bare = /^[A-Za-z0-9_.~+/=:-]{16,512}/;
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
        'sha|sha256|sha 256|sha1|sha512|md5|checksum|hash|digest|etag|commit|fingerprint|integrity|request id|trace|trace id|trace_id|session id|build|order|tracking|public key|publishable|publishable key|site key|sitekey|public|uuid|guid|image|docker|revision|rev|transaction|tx|txid|contract|address|ssh rsa|signature|correlation id|message id|device id|id|idempotency|idempotency key|cache key|primary key|foreign key|example|sample',
      ),
      before: 32,
      after: 0,
    },
  },
  terms: {
    strong: phrases(
      'api key|apikey|api keys|api token|api secret|apisecret|app key|appkey|app secret|access key|access token|accesstoken|auth token|authtoken|auth key|authorization|bearer|client secret|clientsecret|consumer secret|consumer key|secret|secret key|secretkey|secret access key|secret token|signing key|signing secret|encryption key|master key|account key|storage key|storage account key|service key|service role key|deploy key|webhook secret|private token|personal access token|refresh token|session token|bot token|token|credential|credentials|license key|integration key|live key|server key|hmac key|pat|jwt secret|clave api|clave de api|clave secreta|clave de acceso|token de acceso|cle api|cle d api|cle secrete|jeton|jeton d acces|api schlussel|api key lautet|geheimer schlussel|zugriffsschlussel|zugangstoken|chave de api|chave api|chave da api|chave secreta|chiave api|chiave segreta|api sleutel|api nyckel|klucz api|apiキー|シークレットキー|アクセスキー|api密钥|密钥|访问密钥|秘密密钥|مفتاح api|مفتاح الواجهة',
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
    return takes === 'token' ? markedIn(view, start, end) : saidKey(view, list, start, end);
  },
});

/** Ids, tracking numbers, dates: most tokens of harmless messages, told at a glance. */
const plain = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9A-Za-z]{14,19}|[\d.:/+=_-]*)[.:/=-]*$/i;

function markedIn(view: View, start: number, end: number): Hit[] {
  const hits: Hit[] = [];
  const token = view.text.slice(start, end);
  if (token.length < 14 || plain.test(token)) return hits;
  for (const match of token.matchAll(marked)) {
    const index = Object.entries(match.groups ?? {})
      .find(([, value]) => value !== undefined)?.[0]
      .slice(1);
    const vendor = vendors[Number(index)]?.[0] ?? '';
    const at = start + match.index;
    const stop = at + match[0].length;
    if (standsFor(match[0]) || !random(match[0], 2.6)) continue;
    if (
      unmarked.has(vendor) &&
      !own.test(match[0]) &&
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

function saidKey(view: View, list: string, start: number, end: number): Hit | undefined {
  const { text } = view;
  const gap = ownerOf(text, end);
  const at = skipLink(text, gap);
  if (at === end) return undefined;
  const raw = (bare.exec(text.slice(at, at + 512))?.[0] ?? '').replace(/[.,:/~-]+$/, '');
  // `AWS_SECRET=...` after a word like "token": the value stands behind the last sign.
  const value = /^[A-Za-z][A-Za-z_.-]{2,40}[=:]/.test(raw) ? raw.slice(raw.search(/[=:]/) + 1) : raw;
  const from = at + raw.length - value.length;
  const enough = list === 'weak' ? 20 : 16;
  if (value.length < enough || standsFor(value) || /^(?:https?:)?\/\//.test(value)) return undefined;
  if (!/\d/.test(value) && !/[a-z][A-Z].*[a-z][A-Z]/.test(value)) return undefined;
  if (!/[A-Za-z]/.test(value) || !random(value, 3) || wordy(value)) return undefined;
  const other = view.near('other', start, end);
  if (other >= 0 && other < start) return undefined;
  if (list === 'weak' && uuid.test(value)) return undefined;
  return saidHit('API_KEY', { start: from, end: from + value.length, value }, 0.9, 'random-value', start);
}

/** "key for the test shop is ...", "token (staging): ..." */
function ownerOf(text: string, end: number): number {
  const owner =
    /^(?:\s*\([^)\n]{1,24}\))?(?:\s(?:for|of|from|to|on|in|para|fur|pour|de|del|do|da|di|per|von|we use|i use|i have|you gave me|you sent)(?:\s[\p{L}\p{N}_'-]{1,24}){0,5}?)?(?=\s*[:=]|\s(?:is|es|ist|est|e|jest|är|lautet|was)\b)/u.exec(
      text.slice(end, end + 90),
    );
  return end + (owner?.[0].length ?? 0);
}

function standsFor(value: string): boolean {
  return (
    isPlaceholder(value) ||
    /EXAMPLE|example|0123456789|1234567890|abcdefghij|ABCDEFGHIJ|x{4,}|X{4,}|(.)\1{7,}/.test(value)
  );
}

function random(value: string, bits: number): boolean {
  return entropy(value.length > 128 ? value.slice(0, 128) : value) >= bits;
}

/** Names with dashes, dots and paths: words rather than a random value. */
function wordy(value: string): boolean {
  if (uuid.test(value) || /^[0-9a-f]+$/i.test(value)) return false;
  const parts = value.split(/[_.:/-]/);
  return parts.length > 2 && parts.every((part) => part.length < 12 && /^(?:[A-Za-z]*|\d*)$/.test(part));
}
