/** `chatveil scan`: offline detection over files or standard input, as text or as labelled JSON Lines. */
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { findInConversation, type Message } from '../detection/conversation.ts';
import type { Detection } from '../detection/detection.ts';
import type { Explanation, Rejected } from '../detection/trace.ts';
import type { Finding } from '../domain/finding.ts';
import { defaultLimits } from '../domain/limits.ts';
import { type ResolvedDetection, resolveDetection, resolveSite } from './detection.ts';
import { type Line, readLines } from './lines.ts';
import { createOutput, printProblems } from './output.ts';
import { whyFound, whyNotFound } from './reasons.ts';
import { exitCodes, type Io, type Verb } from './verb.ts';

interface ScanOptions {
  readonly policy: string;
  readonly format: string;
  readonly showValues?: boolean;
  readonly failOnFindings?: boolean;
  readonly explain?: boolean;
  readonly config?: string;
  readonly site?: string;
  readonly json?: boolean;
}

/** What a run has seen, for the exit code. */
interface Tally {
  findings: number;
  malformed: number;
  failed: number;
}

export const scan: Verb = (program, io) => {
  program
    .command('scan')
    .argument('[files...]', 'files to read; standard input without any')
    .description('find sensitive values in texts; nothing is sent or stored')
    .option('--policy <policy>', 'policy (id or file) whose detectors and patterns look', 'default')
    .option('--config <file>', 'configuration: look as one of its sites does, suppressions included')
    .option('--site <id>', 'that site; the first without it')
    .option('--format <form>', 'text, or jsonl: one message or conversation a line', 'text')
    .option('--show-values', 'print the values themselves as well')
    .option('--fail-on-findings', `exit ${exitCodes.found} when something is found`)
    .option('--explain', 'say which rules held and where, and what was turned down')
    .option('--json', 'JSON Lines')
    .action((files: string[], options: ScanOptions) => run(io, files, options));
};

async function run(io: Io, files: readonly string[], options: ScanOptions): Promise<void> {
  const output = createOutput(io, options.json === true);
  if (options.format !== 'text' && options.format !== 'jsonl') {
    output.failure('usage', `unknown format ${options.format}: text or jsonl`);
    return io.exit(exitCodes.usage);
  }
  const cwd = process.cwd();
  const resolution =
    options.config === undefined
      ? await resolveDetection(options.policy, cwd)
      : await resolveSite(options.config, options.site, { env: io.env, cwd });
  if (!resolution.ok) {
    printProblems(io, options.json === true, resolution.problems);
    return io.exit(exitCodes.badInput);
  }
  const { resolved } = resolution;
  const tally: Tally = { findings: 0, malformed: 0, failed: 0 };
  for (const file of files.length === 0 ? ['-'] : files) {
    try {
      await scanOne(io, file, resolved, options, tally);
    } catch (error) {
      if (!isFileFault(error)) throw error;
      output.failure('CV_INPUT_MALFORMED', `${file} cannot be read`);
      tally.malformed += 1;
    }
  }
  const code = exitCodeOf(tally, options);
  if (code !== exitCodes.ok) io.exit(code);
}

function exitCodeOf(tally: Tally, options: ScanOptions): number {
  if (tally.malformed > 0) return exitCodes.badInput;
  if (tally.failed > 0) return exitCodes.failed;
  return options.failOnFindings === true && tally.findings > 0 ? exitCodes.found : exitCodes.ok;
}

function isFileFault(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

async function scanOne(
  io: Io,
  file: string,
  resolved: ResolvedDetection,
  options: ScanOptions,
  tally: Tally,
): Promise<void> {
  const input: Readable = file === '-' ? io.stdin : createReadStream(file);
  for await (const line of readLines(input, defaultLimits.bodyBytesMax)) {
    const written =
      options.format === 'jsonl'
        ? labelled(line, resolved, options, tally)
        : printed(file, line, resolved, options, tally);
    if (written !== '' && !io.stdout.write(written)) await once(io.stdout, 'drain');
  }
}

/** One JSON object in, one out; a line that is none is reported by its number alone. */
function labelled(line: Line, { detection }: ResolvedDetection, options: ScanOptions, tally: Tally): string {
  if (line.text?.trim() === '') return '';
  const row = parseRow(line.text);
  if (row === undefined) {
    tally.malformed += 1;
    return `${JSON.stringify({ id: null, error: { code: 'CV_INPUT_MALFORMED', line: line.number } })}\n`;
  }
  try {
    if (row.messages === undefined) {
      const { findings, rejected } = look(detection, row.text, options);
      const spans = findings.map((finding) => spanOf(finding, row.text, options));
      tally.findings += spans.length;
      return `${JSON.stringify({ id: row.id, spans, ...(options.explain === true && { rejected }) })}\n`;
    }
    const found = findInConversation(detection, row.messages).filter((finding) => counts(finding, options));
    const spans = found.map((finding) => ({
      msg: finding.msg,
      ...spanOf(finding, row.messages[finding.msg]?.text ?? '', options),
    }));
    tally.findings += spans.length;
    return `${JSON.stringify({ id: row.id, spans })}\n`;
  } catch {
    tally.failed += 1;
    return `${JSON.stringify({ id: row.id, error: { code: 'CV_DETECTION_FAILED', line: line.number } })}\n`;
  }
}

/** What an operator has let pass for a time is told only to who asks why. */
function counts({ suppressed }: Finding, { explain }: ScanOptions): boolean {
  return suppressed !== true || explain === true;
}

function look(detection: Detection, text: string, options: ScanOptions): Explanation {
  const span = { text, bytes: Buffer.from(text) };
  const explained = options.explain === true ? detection.explain?.(span) : undefined;
  const { findings, rejected } = explained ?? { findings: detection.find(span), rejected: [] };
  return { findings: findings.filter((finding) => counts(finding, options)), rejected };
}

function spanOf(finding: Finding, text: string, options: ScanOptions): object {
  const { start, end, kind, confidence, detector, evidence } = finding;
  return {
    start,
    end,
    type: kind,
    confidence,
    ...(options.showValues === true ? { value: text.slice(start, end) } : {}),
    ...(options.explain === true ? { detector, evidence, why: whyFound(finding) } : {}),
    ...(finding.suppressed === true ? { suppressed: true } : {}),
  };
}

type Row =
  | { readonly id: unknown; readonly text: string; readonly messages?: undefined }
  | { readonly id: unknown; readonly text?: undefined; readonly messages: readonly Message[] };

function parseRow(text: string | undefined): Row | undefined {
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const row = value as Record<string, unknown>;
  const id = row['id'] ?? null;
  if (typeof row['text'] === 'string') return { id, text: row['text'] };
  const messages = row['messages'];
  if (!Array.isArray(messages) || !messages.every(isMessage)) return undefined;
  return { id, messages };
}

function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null) return false;
  const { from, kind, text } = value as Partial<Message>;
  return (
    typeof text === 'string' &&
    ['visitor', 'agent', 'bot'].includes(from ?? '') &&
    ['message', 'preview', 'edit'].includes(kind ?? '')
  );
}

/** `file:line:column: KIND confidence`, a line a finding. */
function printed(
  file: string,
  line: Line,
  { detection, kinds }: ResolvedDetection,
  options: ScanOptions,
  tally: Tally,
): string {
  if (line.text === undefined) {
    tally.malformed += 1;
    return options.json === true
      ? `${JSON.stringify({ file, error: { code: 'CV_INPUT_MALFORMED', line: line.number } })}\n`
      : '';
  }
  const { text } = line;
  const { findings, rejected } = look(detection, text, options);
  tally.findings += findings.length;
  const place = (at: number) => `${file}:${line.number}:${at + 1}`;
  if (options.json === true) {
    const told = options.explain === true ? rejected : [];
    return [
      ...findings.map((finding) => ({ file, line: line.number, ...spanOf(finding, text, options) })),
      ...told.map((one) => ({ file, line: line.number, rejected: one, why: whyNotFound(one) })),
    ]
      .map((one) => `${JSON.stringify(one)}\n`)
      .join('');
  }
  const found = findings.map((finding) => {
    const { start, kind, confidence } = finding;
    const value = options.showValues === true ? `  ${text.slice(start, finding.end)}` : '';
    const why = options.explain === true ? `\n    ${whyFound(finding)}` : '';
    const word = kinds.get(kind)?.word ?? kind;
    return { start, told: `${place(start)}: ${kind} ${word} ${confidence.toFixed(2)}${value}${why}\n` };
  });
  const missed = rejected.filter(isWorthTelling).map((one) => {
    const told = `${place(one.start)}: nothing found in ${one.end - one.start} characters\n    ${whyNotFound(one)}\n`;
    return { start: one.start, told };
  });
  const all = [...found, ...missed].sort((a, b) => a.start - b.start);
  return all.map(({ told }) => told).join('');
}

/** People ask about numbers of some length, and about places that a detector hesitated over. */
function isWorthTelling({ digits = DIGITS_TOLD_MIN, opinions }: Rejected): boolean {
  return digits >= DIGITS_TOLD_MIN || opinions.length > 0;
}

const DIGITS_TOLD_MIN = 6;
