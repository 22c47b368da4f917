/** Every format keeps the two laws on generated documents; the nasty ones live in support/arbitraries. */
import fc from 'fast-check';
import { describe } from 'vitest';
import { eventStreamCodec } from '../src/codecs/formats/event-stream.ts';
import { formCodec } from '../src/codecs/formats/form.ts';
import { htmlCodec } from '../src/codecs/formats/html.ts';
import { jsonCodec } from '../src/codecs/formats/json.ts';
import { multipartCodec } from '../src/codecs/formats/multipart.ts';
import { ndjsonCodec } from '../src/codecs/formats/ndjson.ts';
import { plainCodec } from '../src/codecs/formats/plain.ts';
import { xmlCodec } from '../src/codecs/formats/xml.ts';
import type { TextSpan } from '../src/domain/text.ts';
import { lawSuite } from './codecs/law-suite.ts';
import { jsonDocument, nastyText } from './support/arbitraries.ts';
import {
  eventDocument,
  formDocument,
  htmlDocument,
  linesDocument,
  multipartDocument,
  xmlDocument,
} from './support/arbitraries-formats.ts';

const wellFormed = (text: string) => Buffer.from(text);
const whole = () => [''];

/** Tokens and what stands between them, by a regular expression that shares nothing with the codec. */
function jsonPieces(bytes: Buffer): string[] {
  return bytes.toString('latin1').split(/("(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*)/s);
}

/** Events; an edit may add or take data lines inside one. */
function events(bytes: Buffer): string[] {
  return bytes.toString('latin1').split(/(?:\r\n|\r(?!\n)|\n){2}/);
}

/** Neighbouring line ends count as one: CR put before LF is CRLF, and comments have blanks in their place. */
const alike = (text: string) => text.replace(/[\r\n ]+/g, ' ');

describe('json', () => lawSuite({ codec: jsonCodec, documents: jsonDocument, pieces: jsonPieces, runs: 1500 }));

describe('plain', () => {
  const documents = fc.string({ unit: 'binary', minLength: 1 }).map(wellFormed);
  lawSuite({ codec: plainCodec, documents, pieces: whole });
});

describe('plain, nasty characters', () => {
  const documents = nastyText.filter((text) => text !== '').map(wellFormed);
  lawSuite({ codec: plainCodec, documents, pieces: whole });
});

describe('form', () => {
  const pieces = (bytes: Buffer) => bytes.toString('latin1').split(/([&=])/);
  lawSuite({ codec: formCodec, documents: formDocument, pieces, runs: 800 });
});

describe('ndjson', () => lawSuite({ codec: ndjsonCodec, documents: linesDocument, pieces: jsonPieces, runs: 800 }));

describe('event-stream', () =>
  lawSuite({ codec: eventStreamCodec, documents: eventDocument, pieces: events, alike, runs: 800 }));

/** Part names and header lines carry neither quotes nor line ends. */
const inParts = (text: string) =>
  text.replace(/["\r\n\\]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);

describe('multipart', () => {
  const pieces = (bytes: Buffer) => bytes.toString('latin1').split('--b7');
  const alikeInParts = (text: string, span: TextSpan) =>
    span.path.includes('/:x-') ? inParts(text.replace(/[\r\n]+/g, ' ').trim()) : inParts(text);
  const head = { boundary: 'b7' };
  lawSuite({ codec: multipartCodec, documents: multipartDocument, pieces, head, alike: alikeInParts, runs: 800 });
});

const tags = (bytes: Buffer) => bytes.toString('latin1').split(/(<[^>]*>)/);
const remarks = (text: string, span: TextSpan) =>
  /\/:(?:comment|cdata|instruction)$/.test(span.path) ? text.replace(/[-?>\]]/g, ' ') : text.replaceAll('\0', '\ufffd');

describe('html', () =>
  lawSuite({ codec: htmlCodec, documents: htmlDocument, pieces: tags, alike: remarks, runs: 800 }));

describe('xml', () => lawSuite({ codec: xmlCodec, documents: xmlDocument, pieces: tags, alike: remarks, runs: 800 }));
