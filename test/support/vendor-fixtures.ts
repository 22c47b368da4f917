/** Reads test/fixtures/vendors/*.jsonl: messages in a vendor's shape, with marks around what was planted in them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Direction } from '../../src/domain/frame.ts';

/**
 * Marks: «value» is hidden behind a token or a stand-in, ‹value› is masked as a draft, ⟪value⟫ is a token at the vendor
 * and comes back as the value, ⟦value⟧ is a token and stays one. Everything outside the marks must not change.
 */
export interface VendorLine {
  readonly name: string;
  /** With its query. */
  readonly path: string;
  readonly method?: string;
  readonly direction: Direction;
  /** A WebSocket message; otherwise a body of `type`. */
  readonly ws?: boolean;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of these one: raw text, JSON, fields of a form, parts of a multipart body, data of an event. */
  readonly body?: string;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, unknown>>;
  readonly parts?: readonly Part[];
  readonly event?: unknown;
  /** Around `json`. */
  readonly before?: string;
  readonly after?: string;
  /** Id of a rule that must fit. */
  readonly rule?: string;
  /** The conversation that sealed values belong to; `visitor`: the visitor's only one. */
  readonly conversation?: string;
  /** Something sensitive stands in a field that is never touched. */
  readonly never?: boolean;
  readonly drift?: readonly string[];
  /** Code of the refusal that is expected. */
  readonly refused?: string;
}

interface Part {
  readonly name: string;
  readonly filename?: string;
  readonly type?: string;
  readonly json?: unknown;
  readonly text?: string;
}

export const boundary = 'xBoundaryOfOurOwnx';
const folder = join(import.meta.dirname, '../fixtures/vendors');

export function readLines(id: string): readonly VendorLine[] {
  const text = readFileSync(join(folder, `${id}.jsonl`), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as VendorLine);
}

/** The body with its marks, spelled as on the wire. */
export function markedBody(line: VendorLine): string {
  if (line.body !== undefined) return line.body;
  if (line.form !== undefined) return formText(line.form);
  if (line.parts !== undefined) return `${line.parts.map(partText).join('')}--${boundary}--\r\n`;
  if (line.event !== undefined) return `event: MESSAGE\ndata: ${jsonText(line.event)}\n\n`;
  return `${line.before ?? ''}${jsonText(line.json)}${line.after ?? ''}`;
}

/** `{"$json": …}` stands for the JSON text of what it holds, as a string. */
function jsonText(value: unknown): string {
  return JSON.stringify(unfold(value));
}

function unfold(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unfold);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]?.[0] === '$json') return jsonText(entries[0][1]);
  return Object.fromEntries(entries.map(([key, inner]) => [key, unfold(inner)]));
}

function formText(fields: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(fields).map(([name, value]) => {
    const plain = unfold(value);
    const text = typeof plain === 'string' ? plain : JSON.stringify(plain);
    return `${encodeURIComponent(name)}=${encodeURIComponent(text)}`;
  });
  return pairs.join('&').replace(/%C2%AB|%C2%BB|%E2%80%B9|%E2%80%BA/g, (mark) => decodeURIComponent(mark));
}

function partText({ name, filename, type, json, text }: Part): string {
  const file = filename === undefined ? '' : `; filename="${filename}"`;
  const kind = type === undefined ? '' : `Content-Type: ${type}\r\n`;
  const content = json === undefined ? (text ?? '') : jsonText(json);
  return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n${kind}\r\n${content}\r\n`;
}

/** One stretch of a marked body. */
export interface Stretch {
  readonly mark: '' | '«' | '‹' | '⟪' | '⟦';
  readonly text: string;
}

export function stretches(marked: string): readonly Stretch[] {
  return marked
    .split(/(«[^»]*»|‹[^›]*›|⟪[^⟫]*⟫|⟦[^⟧]*⟧)/)
    .filter((part) => part !== '')
    .map((part): Stretch => {
      const mark = /^[«‹⟪⟦]/.exec(part)?.[0] as Stretch['mark'] | undefined;
      return mark === undefined ? { mark: '', text: part } : { mark, text: part.slice(1, -1) };
    });
}
