/** A string or number of a JSON document: decoded, mapped and named only when asked. */
import { decodeText, type FieldPath, isSlowText, type SpanRole } from '../domain/text.ts';
import type { Work } from '../domain/work.ts';
import type { NestHead, Place } from './assembly.ts';
import type { JsonNode } from './json-reader.ts';
import { decodeJsonString, decodeLongJson, escapeJson, jsonStringMap, partsSurrogates, stepOf } from './json-text.ts';
import { LONG_BYTES, type RawOffsets } from './long-spelling.ts';
import { applySplices, type Splice } from './splice.ts';

/** Changes that are spelled before others have their turn, if it is time. */
const CHANGES_AT_ONCE = 16;

/** A string stands between its quotes. */
export class JsonPlace implements Place {
  role: SpanRole = 'value';
  escaped = false;
  digits = '';
  readonly #raw: Buffer;
  readonly #head: Pick<NestHead, 'base'>;
  readonly #node: JsonNode | undefined;
  readonly #keyStart: number;
  readonly #keyEnd: number;
  readonly #start: number;
  readonly #end: number;
  #bytes: Buffer | undefined;
  #text: string | undefined;
  #path: FieldPath | undefined;
  #offsets: RawOffsets | undefined;

  /** `keyStart` and `keyEnd` as they were when `node` stood there; now, when left out. */
  constructor(
    raw: Buffer,
    head: Pick<NestHead, 'base'>,
    node: JsonNode | undefined,
    start: number,
    end: number,
    keyStart = node === undefined ? -1 : node.keyStart,
    keyEnd = node === undefined ? 0 : node.keyEnd,
  ) {
    this.#raw = raw;
    this.#head = head;
    this.#node = node;
    this.#keyStart = keyStart;
    this.#keyEnd = keyEnd;
    this.#start = start;
    this.#end = end;
  }

  get bytes(): Buffer {
    this.#bytes ??= this.#read();
    return this.#bytes;
  }

  get text(): string {
    this.#text ??= this.bytes.toString('utf8');
    return this.#text;
  }

  ready(): Work<void> | undefined {
    if (this.#end - this.#start < LONG_BYTES || this.role === 'number' || this.#text !== undefined) return undefined;
    return this.escaped || isSlowText(this.bytes) ? this.#decode() : undefined;
  }

  *#decode(): Work<void> {
    const long = this.escaped ? decodeLongJson(this.#raw, this.#start, this.#end) : undefined;
    if (long !== undefined) {
      const { bytes, offsets } = yield* long;
      this.#bytes = bytes;
      this.#offsets = offsets;
    }
    this.#text = yield* decodeText(this.bytes);
  }

  get path(): FieldPath {
    this.#path ??= this.#spell();
    return this.#path;
  }

  splices(changes: readonly Splice[]): readonly Splice[] {
    if (changes.length === 0) return [];
    if (this.role === 'number') return [this.#asString(changes)];
    const offsets = this.#map();
    return changes.map((change) => this.#splice(change, offsets));
  }

  *splicesInSteps(changes: readonly Splice[]): Work<readonly Splice[]> {
    if (this.role === 'number') return this.splices(changes);
    const offsets = this.#map();
    const splices: Splice[] = [];
    for (const change of changes) {
      splices.push(this.#splice(change, offsets));
      // Each may need the map of another piece.
      if (splices.length % CHANGES_AT_ONCE === 0) yield;
    }
    return splices;
  }

  #map(): RawOffsets | undefined {
    return this.escaped ? (this.#offsets ?? jsonStringMap(this.#raw, this.#start, this.#end)) : undefined;
  }

  #asString(changes: readonly Splice[]): Splice {
    const inner = escapeJson(applySplices(this.bytes, changes));
    return { start: this.#start, end: this.#end, bytes: Buffer.concat([QUOTE, inner, QUOTE]) };
  }

  #splice({ start, end, bytes }: Splice, map: RawOffsets | undefined): Splice {
    if (map === undefined) {
      return { start: this.#start + start, end: this.#start + end, bytes: escapeJson(bytes) };
    }
    const from = map.rawStart(start);
    const to = start === end ? from : map.rawEnd(end);
    if (bytes.length > 0 || !partsSurrogates(this.#raw, map.rawStart(start - 3), from, to)) {
      return { start: from, end: to, bytes: escapeJson(bytes) };
    }
    return { start: map.rawStart(start - 3), end: to, bytes: REPLACEMENT };
  }

  #spell(): FieldPath {
    let path = '';
    let keyStart = this.#keyStart;
    let keyEnd = this.#keyEnd;
    let step: string | undefined;
    for (let node = this.#node; node !== undefined; node = node.parent) {
      path = (step ?? stepOf(this.#raw, keyStart, keyEnd)) + path;
      step = node.inStep;
      keyStart = node.inKeyStart;
      keyEnd = node.inKeyEnd;
    }
    return (this.#head.base?.() ?? '') + path;
  }

  #read(): Buffer {
    if (this.role === 'number') return Buffer.from(this.digits, 'latin1');
    if (this.escaped) return decodeJsonString(this.#raw, this.#start, this.#end);
    return this.#raw.subarray(this.#start, this.#end);
  }
}

const QUOTE = Buffer.from('"');
const REPLACEMENT = Buffer.from('\ufffd');
