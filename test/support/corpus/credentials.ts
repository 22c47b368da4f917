/** Credential-shaped values, made when they are needed so that none has to be stored. */
import { createHash, createHmac } from 'node:crypto';
import type { Chance } from './random.ts';

const word = 'A-Za-z0-9';

/** Documented shapes by vendor; the prefix is put together here so that no file holds a whole key. */
export const credentialPatterns: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  API_KEY: {
    aws: 'AKIA[A-Z2-7]{16}',
    github: `${'gh'}${'p_'}[${word}]{36}`,
    githubFine: `${'github'}_pat_[${word}]{22}_[${word}]{59}`,
    stripe: `${'sk'}_live_51[${word}]{22}`,
    google: `${'AI'}za[${word}_-]{35}`,
    slack: `${'xo'}xb-#{12}-#{13}-[${word}]{24}`,
    openai: `${'sk'}-proj-[${word}]{74}T3BlbkFJ[${word}]{74}`,
    gitlab: `${'glp'}at-[${word}]{20}`,
    sendgrid: `${'S'}G.[${word}]{22}.[${word}]{43}`,
    generic: '[0-9a-f]{40}',
  },
  PASSWORD: { '': '[A-Z][a-z]{6}[!#$%&*]##', long: '[a-z]{5}-[A-Z][a-z]{4}-[0-9]{3}!' },
  PIN: { '': '[1-9]###' },
  OTP: { '': '[1-9]#{5}', four: '[1-9]###' },
  JWT: { '': '' },
  PRIVATE_KEY: { '': '' },
  CONNECTION_STRING: {
    postgres: `${'postgres'}://shop:[${word}]{14}@db.internal:5432/orders`,
    mongo: `${'mongodb'}+srv://app:[${word}]{12}@cluster0.ab1cd.mongodb.net/chat`,
  },
  CRYPTO_ADDRESS: { '': '', eth: '0x[0-9a-f]{40}' },
};

export function makeCredential(type: string, variant: string, chance: Chance): string {
  if (type === 'JWT') return jwt(chance);
  if (type === 'PRIVATE_KEY') return privateKey(chance);
  if (type === 'CRYPTO_ADDRESS' && variant === '') return bitcoinAddress(chance);
  const patterns = credentialPatterns[type] ?? {};
  const pattern = patterns[variant] ?? Object.values(patterns)[0];
  if (pattern === undefined) throw new Error(`no pattern for ${type} ${variant}`);
  return chance.string(pattern);
}

function jwt(chance: Chance): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: chance.string('#{8}'), exp: 1767225600 })}`;
  return `${signed}.${createHmac('sha256', chance.string('#{16}')).update(signed).digest('base64url')}`;
}

function privateKey(chance: Chance): string {
  const name = `${'PRIVATE'} KEY-----`;
  const lines = Array.from({ length: 4 }, () => chance.string(`[${word}+/]{64}`));
  return [`-----BEGIN RSA ${name}`, ...lines, `-----END RSA ${name}`].join('\n');
}

const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** Base58Check of version 0 (pay to public key hash) over twenty random bytes. */
function bitcoinAddress(chance: Chance): string {
  const hash = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
  const body = Buffer.from([0, ...Array.from({ length: 20 }, () => chance.int(1, 255))]);
  const whole = Buffer.concat([body, hash(hash(body)).subarray(0, 4)]);
  let rest = BigInt(`0x${whole.toString('hex')}`);
  let written = '';
  while (rest > 0n) {
    written = `${base58[Number(rest % 58n)]}${written}`;
    rest /= 58n;
  }
  return `1${written}`;
}
