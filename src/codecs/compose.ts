/** Builds the codec that a vendor profile describes as data; a description that makes no sense is refused with its place. */
import type {
  CodecStep,
  ContainerName,
  FieldsRule,
  RecomputeRule,
  SpellingName,
  StripRule,
} from '../domain/codec-step.ts';
import { ChatveilError } from '../domain/errors.ts';
import type { Format } from './assembly.ts';
import { carriedCodec } from './carried.ts';
import { eventStreamCodec } from './formats/event-stream.ts';
import { formCodec } from './formats/form.ts';
import { htmlCodec } from './formats/html.ts';
import { jsonCodec } from './formats/json.ts';
import { multipartCodec } from './formats/multipart.ts';
import { opaqueCodec } from './formats/opaque.ts';
import { plainCodec } from './formats/plain.ts';
import { xmlCodec } from './formats/xml.ts';
import { at } from './steps/at.ts';
import { element } from './steps/element.ts';
import { inflate } from './steps/inflate.ts';
import { lengths } from './steps/lengths.ts';
import { base64, jsonString, percent } from './steps/parse.ts';
import { type KeyOf, recompute } from './steps/recompute.ts';
import { split } from './steps/split.ts';
import { strip } from './steps/strip.ts';
import { wires } from './wire-list.ts';

/** Where in the list of steps something is wrong, and what; both come from configuration, never from traffic. */
export class CodecSpecError extends ChatveilError {
  readonly path: readonly (string | number)[];
  readonly explanation: string;

  constructor(path: readonly (string | number)[], explanation: string) {
    super('CV_CONFIG_INVALID');
    this.name = 'CodecSpecError';
    this.path = path;
    this.explanation = explanation;
  }
}

export interface CodecParts {
  /** Keys for `recompute`; without it every key counts as absent. */
  readonly key?: KeyOf;
}

/** Steps of one codec; nobody needs more. */
const STEPS_MAX = 16;

/**
 * The format that `steps` describe, the outermost first. What the last one hands on is looked at (`auto`).
 * Throws CodecSpecError for steps that cannot be built.
 *
 * @example
 * buildCodec([{ split: '\u001e' }, { strip: '^[0-9]' }, 'json']);
 */
export function buildCodec(steps: readonly CodecStep[], parts: CodecParts = {}): Format {
  if (steps.length === 0) throw new CodecSpecError([], 'expected at least one step');
  if (steps.length > STEPS_MAX) throw new CodecSpecError([], `expected at most ${STEPS_MAX} steps`);
  const build = (from: number): Format => {
    const step = steps[from];
    if (step === undefined) return carriedCodec;
    const last = from === steps.length - 1;
    return buildStep(step, { path: [from], last, parts, next: () => build(from + 1) });
  };
  return build(0);
}

interface Site {
  readonly path: readonly (string | number)[];
  readonly last: boolean;
  readonly parts: CodecParts;
  next(): Format;
}

function buildStep(step: CodecStep, site: Site): Format {
  if (typeof step === 'string') return named(step, site);
  if ('parse' in step) return named(step.parse, site);
  if ('split' in step) {
    const { delimiter, recordsMax } = typeof step.split === 'string' ? { delimiter: step.split } : step.split;
    if (delimiter === '') throw new CodecSpecError([...site.path, 'split'], 'expected a delimiter');
    return split({ delimiter: Buffer.from(delimiter), ...(recordsMax !== undefined && { recordsMax }) }, site.next());
  }
  if ('strip' in step) return stripped(typeof step.strip === 'string' ? { head: step.strip } : step.strip, site);
  if ('index' in step) return element(step.index, site.next());
  if ('at' in step) {
    const pointers = typeof step.at === 'string' ? [step.at] : step.at;
    const inner = site.next();
    return at(
      pointers.map((pointer) => [pointer, inner] as const),
      containers[step.in ?? 'json'],
    );
  }
  if ('fields' in step) return fields(step, site);
  if ('recompute' in step) return recomputed(step.recompute as RecomputeRule | readonly RecomputeRule[], site);
  if ('lengths' in step) return lengths(step.lengths, site.next());
  return inflate(step.inflate, site.next());
}

const leaves = {
  auto: carriedCodec,
  text: plainCodec,
  json: jsonCodec,
  form: formCodec,
  html: htmlCodec,
  xml: xmlCodec,
  multipart: multipartCodec,
  opaque: opaqueCodec,
} as const;

const containers: Readonly<Record<ContainerName, Format>> = {
  json: jsonCodec,
  form: formCodec,
  multipart: multipartCodec,
};

const LINE_FEED = Buffer.from('\n');

const spellings: Readonly<Record<SpellingName, (inner: Format) => Format>> = {
  'json-string': jsonString,
  base64: (inner) => base64('base64', inner),
  base64url: (inner) => base64('base64url', inner),
  percent,
  'event-stream': (inner) => at([['', inner]], eventStreamCodec),
  ndjson: (inner) => split({ delimiter: LINE_FEED }, inner),
};

function named(name: Extract<CodecStep, string>, site: Site): Format {
  if (name in spellings) return spellings[name as SpellingName](site.next());
  if (name in leaves) {
    if (!site.last) throw new CodecSpecError(site.path, `${name} is read to its end and must be the last step`);
    return leaves[name as keyof typeof leaves];
  }
  const wire = wires[name as keyof typeof wires];
  if (wire === undefined) throw new CodecSpecError(site.path, 'there is no codec of this name');
  if (wire.carry !== undefined && !site.last) return wire.carry(site.next());
  if (!site.last) throw new CodecSpecError(site.path, `${name} is read to its end and must be the last step`);
  return wire.format;
}

function stripped({ head, bytes, tail }: StripRule, site: Site): Format {
  const path = [...site.path, 'strip'];
  if ((head === undefined) === (bytes === undefined) && tail === undefined) {
    throw new CodecSpecError(path, 'expected either a head pattern or a number of bytes');
  }
  const inner = site.next();
  try {
    return strip({ head, bytes, tail }, inner);
  } catch {
    throw new CodecSpecError(path, 'not a valid RE2 pattern; look-around and back-references are not known');
  }
}

function fields(rule: FieldsRule, site: Site): Format {
  if (!site.last) throw new CodecSpecError(site.path, 'fields name their own steps and must be the last step');
  const list = Object.entries(rule.fields).map(([pointer, steps]) => {
    try {
      return [pointer, buildCodec(Array.isArray(steps) ? steps : [steps as CodecStep], site.parts)] as const;
    } catch (error) {
      if (!(error instanceof CodecSpecError)) throw error;
      const within = Array.isArray(steps) ? error.path : error.path.slice(1);
      throw new CodecSpecError([...site.path, 'fields', pointer, ...within], error.explanation);
    }
  });
  return at(list, containers[rule.in ?? 'json']);
}

function recomputed(rules: RecomputeRule | readonly RecomputeRule[], site: Site): Format {
  const list: readonly RecomputeRule[] = 'set' in rules ? [rules] : rules;
  const keyless = list.find((rule) => (rule.as === 'hmac-sha256') !== (rule.key !== undefined));
  if (keyless !== undefined) {
    throw new CodecSpecError([...site.path, 'recompute'], 'a key belongs to hmac-sha256, and to nothing else');
  }
  return recompute(list, site.last ? jsonCodec : site.next(), site.parts.key ?? (() => undefined));
}
