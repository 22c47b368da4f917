/** The record format: one sealed value, bound to everything that says whose and what it is. */
import { createHmac, type KeyObject } from 'node:crypto';
import type { Entropy } from '../domain/clock.ts';
import { ChatveilError } from '../domain/errors.ts';
import { Secret } from '../domain/secret.ts';
import { decrypt, encrypt, lengthPrefixed, nonceBytes, tagBytes } from './envelope.ts';

const VERSION = 1;
/** AES-256-GCM; 2 and 3 are reserved in docs/vault.md. */
const ALGORITHM = 1;
const DATA_KEY_ID_BYTES = 16;
const HEADER_BYTES = 2 + DATA_KEY_ID_BYTES + nonceBytes;
const LENGTH_BYTES = 2;
const BUCKET_MIN = 16;
const VALUE_BYTES_MAX = 0xffff;

/** A data key made ready for use. */
export interface RecordKey {
  readonly id: Buffer;
  readonly aead: KeyObject;
  readonly nonce: KeyObject;
}

/** Everything that a record is authenticated with; a record moved to any other context fails to open. */
export interface RecordContext {
  readonly tenant: string;
  readonly site: string;
  /** Keyed digest of site and conversation id. */
  readonly conversation: Buffer;
  readonly tokenId: Buffer;
  readonly detector: string;
  readonly kind: string;
  readonly credential: string;
}

/** `version | algorithm | data key id(16) | nonce(12) | ciphertext | tag(16)`. */
export function sealRecord(key: RecordKey, context: RecordContext, secret: Secret, entropy: Entropy): Buffer {
  const plain = secret.expose(pad);
  const nonce = hedgedNonce(key, context.tokenId, plain, entropy);
  const header = Buffer.concat([Buffer.of(VERSION, ALGORITHM), key.id, nonce]);
  const sealed = encrypt(key.aead, nonce, associatedData(key, context, header), plain);
  plain.fill(0);
  return Buffer.concat([header, sealed]);
}

/** The value, or CV_VAULT_INTEGRITY without a reason: why it failed is nobody's business. */
export function openRecord(key: RecordKey, context: RecordContext, record: Buffer): Secret {
  const header = record.subarray(0, HEADER_BYTES);
  const known =
    record.length >= HEADER_BYTES + BUCKET_MIN + tagBytes && record[0] === VERSION && record[1] === ALGORITHM;
  if (!known || !header.subarray(2, 2 + DATA_KEY_ID_BYTES).equals(key.id)) {
    throw new ChatveilError('CV_VAULT_INTEGRITY');
  }
  const nonce = header.subarray(HEADER_BYTES - nonceBytes);
  const plain = decrypt(key.aead, nonce, associatedData(key, context, header), record.subarray(HEADER_BYTES));
  const length = plain.readUInt16BE(0);
  if (bucketFor(length) !== plain.length) throw new ChatveilError('CV_VAULT_INTEGRITY');
  const secret = new Secret(plain.toString('utf8', LENGTH_BYTES, LENGTH_BYTES + length));
  plain.fill(0);
  return secret;
}

/** Length, value, zeros up to 16, 32, 64, ... bytes, so that the size of a record tells little of the value. */
function pad(value: string): Buffer {
  if (/\p{Surrogate}/u.test(value)) throw new ChatveilError('CV_TEXT_NOT_UTF8');
  const length = Buffer.byteLength(value, 'utf8');
  if (length > VALUE_BYTES_MAX) throw new ChatveilError('CV_RECORD_TOO_LARGE', { bytes: length });
  const plain = Buffer.alloc(bucketFor(length));
  plain.writeUInt16BE(length, 0);
  plain.write(value, LENGTH_BYTES, 'utf8');
  return plain;
}

function bucketFor(length: number): number {
  let bucket = BUCKET_MIN;
  while (bucket < length + LENGTH_BYTES) bucket *= 2;
  return bucket;
}

/** Repeats only if the random part, the token id and the value all repeat: a poor random source alone breaks nothing. */
function hedgedNonce(key: RecordKey, tokenId: Buffer, plain: Buffer, entropy: Entropy): Buffer {
  const random = entropy.bytes(16);
  return createHmac('sha256', key.nonce).update(random).update(tokenId).update(plain).digest().subarray(0, nonceBytes);
}

function associatedData(key: RecordKey, context: RecordContext, header: Buffer): Buffer {
  return lengthPrefixed([
    'chatveil/v1/rec',
    header.subarray(0, 2),
    context.tenant,
    context.site,
    context.conversation,
    context.tokenId,
    context.detector,
    context.kind,
    context.credential,
    key.id,
  ]);
}
