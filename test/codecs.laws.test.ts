/** Every format keeps the two laws on generated documents; the nasty ones live in support/arbitraries. */
import fc from 'fast-check';
import { describe } from 'vitest';
import { jsonCodec } from '../src/codecs/formats/json.ts';
import { plainCodec } from '../src/codecs/formats/plain.ts';
import { lawSuite } from './codecs/law-suite.ts';
import { jsonDocument, nastyText } from './support/arbitraries.ts';

const wellFormed = (text: string) => Buffer.from(text);

/** Tokens and what stands between them, by a regular expression that shares nothing with the codec. */
function jsonPieces(bytes: Buffer): string[] {
  return bytes
    .toString('latin1')
    .split(/("(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*)/s)
    .map((piece) => piece);
}

describe('json', () => lawSuite({ codec: jsonCodec, documents: jsonDocument, pieces: jsonPieces, runs: 1500 }));

describe('plain', () =>
  lawSuite({
    codec: plainCodec,
    documents: fc.string({ unit: 'binary', minLength: 1 }).map(wellFormed),
    pieces: () => [''],
  }));

describe('plain, nasty characters', () =>
  lawSuite({
    codec: plainCodec,
    documents: nastyText.filter((text) => text !== '').map(wellFormed),
    pieces: () => [''],
  }));
