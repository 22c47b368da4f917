/** `chatveil feedback add|list|suppress`: what was found wrongly or missed, kept as hashes and shapes, never as values. */
import type { Command } from 'commander';
import type { Finding } from '../domain/finding.ts';
import { traceOf, type Verdict } from '../redaction/feedback.ts';
import { loadSettings } from '../settings/load.ts';
import type { Settings, Site } from '../settings/settings.ts';
import { feedbackHashOf, feedbackPath } from '../settings/suppressions.ts';
import {
  type Feedback,
  type FeedbackEntry,
  openFeedback,
  type ReportEntry,
  readFeedback,
  type Suppressed,
  suppressionDaysMax,
} from '../storage/feedback-file.ts';
import { systemEntropy } from '../vault/entropy.ts';
import type { KeyedHash } from '../vault/keyed-hash.ts';
import { createOutput, type Output, printProblems } from './output.ts';
import { exitCodes, type Io, type Verb } from './verb.ts';

/** Bytes of standard input; a message that needs more is not one somebody typed. */
const INPUT_BYTES_MAX = 65_536;

interface Common {
  readonly config?: string;
  readonly json?: boolean;
}
interface AddOptions extends Common {
  readonly kind: string;
  readonly wrong?: boolean;
  readonly missed?: boolean;
  readonly site?: string;
}

export const feedback: Verb = (program, io) => {
  const group: Command = program
    .command('feedback')
    .description('record wrong and missed findings, and suppress wrong ones');
  const common = (command: Command): Command =>
    command.option('--config <file>', 'configuration file').option('--json', 'JSON Lines');
  common(group.command('add'))
    .description('read a message from standard input and record what was wrong; the value may be marked with ‹ ›')
    .requiredOption('--kind <kind>', 'kind of the finding, such as PAYMENT_CARD')
    .option('--wrong', 'something harmless was found')
    .option('--missed', 'something sensitive was not found')
    .option('--site <id>', 'site whose policy is meant; the first without it')
    .action((options: AddOptions) => add(io, options));
  common(group.command('list'))
    .description('list what was recorded, and which suppressions are in force')
    .action((options: Common) => list(io, options));
  common(group.command('suppress'))
    .argument('<id>', 'a report of "feedback list"')
    .requiredOption('--days <n>', `days it holds, 1 to ${suppressionDaysMax}`)
    .description('let this very value pass on its site for some days')
    .action((id: string, options: Common & { readonly days: string }) => suppress(io, id, options));
};

interface Opened {
  readonly settings: Settings;
  readonly hash: KeyedHash;
  readonly journal: Feedback;
  readonly output: Output;
}

async function open(io: Io, options: Common): Promise<Opened | undefined> {
  const output = createOutput(io, options.json === true);
  const loaded = await loadSettings({ file: options.config, env: io.env, cwd: process.cwd() });
  if (!loaded.ok) {
    printProblems(io, options.json === true, loaded.problems);
    io.exit(exitCodes.badInput);
    return undefined;
  }
  try {
    const { settings } = loaded;
    const hash = feedbackHashOf(settings, io.env);
    const path = feedbackPath(settings);
    const journal = openFeedback({ path, hash, clock: { now: Date.now }, entropy: systemEntropy() });
    return { settings, hash, journal, output };
  } catch {
    output.failure('CV_VAULT_KEY', 'the root key cannot be read; feedback is hashed under it ("chatveil vault init")');
    io.exit(exitCodes.badInput);
    return undefined;
  }
}

async function add(io: Io, options: AddOptions): Promise<void> {
  const verdict: Verdict = options.missed === true ? 'missed' : 'wrong';
  const output = createOutput(io, options.json === true);
  if ((options.wrong === true) === (options.missed === true) || !/^[A-Z][A-Z0-9_]{0,39}$/.test(options.kind)) {
    output.failure('usage', 'give a kind such as PAYMENT_CARD, and either --wrong or --missed');
    return io.exit(exitCodes.usage);
  }
  const opened = await open(io, options);
  if (opened === undefined) return;
  const { settings, hash, journal } = opened;
  const site = settings.sites.find(({ id }) => options.site === undefined || id === options.site);
  const input = await readInput(io);
  const places = site === undefined || input === undefined ? [] : placesIn(site, input, options.kind, verdict);
  if (site === undefined || input === undefined || places.length === 0) {
    const reason =
      site === undefined ? 'there is no such site' : 'nothing of that kind is found; mark the value with ‹ ›';
    output.failure('CV_INPUT_MALFORMED', input === undefined ? 'the message is empty, too long or not UTF-8' : reason);
    return io.exit(exitCodes.badInput);
  }
  const { text } = unmark(input);
  for (const { start, end, finding } of places) {
    const entry = journal.report(
      verdict,
      site.id,
      traceOf(hash, options.kind, text, { start, end }),
      finding === undefined ? {} : foundOf(site, finding),
    );
    output.result(entry, `${entry.id}: recorded as ${verdict}`);
  }
}

interface MarkedPlace {
  readonly start: number;
  readonly end: number;
  readonly finding?: Finding;
}

/** The marked part; else the findings of the kind; else, for what was missed, the whole message. */
function placesIn({ detection }: Site, input: string, kind: string, verdict: Verdict): MarkedPlace[] {
  const { text, mark } = unmark(input);
  const findings = detection.find({ text, bytes: Buffer.from(text) }).filter((finding) => finding.kind === kind);
  if (mark !== undefined) {
    const finding = findings.find(({ start, end }) => start < mark.end && end > mark.start);
    // Only the whole of what was found can be found again, and so be suppressed.
    if (verdict === 'wrong' && finding !== undefined) return [{ start: finding.start, end: finding.end, finding }];
    return verdict === 'wrong' ? [] : [mark];
  }
  if (verdict === 'wrong') return findings.map((finding) => ({ start: finding.start, end: finding.end, finding }));
  return [{ start: 0, end: text.length }];
}

function unmark(input: string): {
  readonly text: string;
  readonly mark?: { readonly start: number; readonly end: number };
} {
  const start = input.indexOf('‹');
  const end = input.indexOf('›');
  const text = input.replace(/[‹›]/g, '');
  return start < 0 || end < start ? { text } : { text, mark: { start, end: end - 1 } };
}

function foundOf({ policy, id }: Site, finding: Finding): Pick<ReportEntry, 'detector' | 'rule' | 'confidence'> {
  const { detector, confidence } = finding;
  const { rule } = policy.decide(finding, { site: id, direction: 'to-upstream', path: '' });
  return { detector, confidence, rule };
}

async function readInput(io: Io): Promise<string | undefined> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const chunk of io.stdin) {
    const piece = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += piece.length;
    if (size > INPUT_BYTES_MAX) return undefined;
    pieces.push(piece);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces)).trim();
    return text === '' ? undefined : text;
  } catch {
    return undefined;
  }
}

async function list(io: Io, options: Common): Promise<void> {
  const output = createOutput(io, options.json === true);
  const loaded = await loadSettings({ file: options.config, env: io.env, cwd: process.cwd() });
  if (!loaded.ok) {
    printProblems(io, options.json === true, loaded.problems);
    return io.exit(exitCodes.badInput);
  }
  const entries = readFeedback(feedbackPath(loaded.settings));
  const now = Date.now();
  for (const entry of entries) output.result(entry, sentence(entry, now));
  if (entries.length === 0) output.progress('nothing has been recorded');
}

function sentence(entry: FeedbackEntry, now: number): string {
  const day = new Date(entry.at).toISOString().slice(0, 10);
  const head = `${entry.id}  ${day}  ${entry.site}  ${entry.kind}`;
  if (entry.type === 'report') return `${head}  ${entry.verdict}  ${entry.shape}  ${entry.detector ?? ''}`.trimEnd();
  const until = new Date(entry.expires).toISOString();
  return `${head}  suppression of ${entry.of}, ${entry.expires > now ? `until ${until}` : `expired ${until}`}`;
}

const refusals: Readonly<Record<Extract<Suppressed, { ok: false }>['reason'], string>> = {
  unknown: 'there is no report with this id',
  missed: 'only a report of a wrong finding can be suppressed',
  unhashed: 'this value is too short, or of a kind that may not be kept, to be told apart by a hash',
  stale: 'this report was made under another root key; record it again',
  days: `--days takes a whole number from 1 to ${suppressionDaysMax}`,
};

async function suppress(io: Io, id: string, options: Common & { readonly days: string }): Promise<void> {
  const opened = await open(io, options);
  if (opened === undefined) return;
  const made = opened.journal.suppress(id, Number(options.days));
  if (!made.ok) {
    opened.output.failure('CV_INPUT_MALFORMED', refusals[made.reason]);
    return io.exit(made.reason === 'days' ? exitCodes.usage : exitCodes.badInput);
  }
  const until = new Date(made.entry.expires).toISOString();
  opened.output.result(made.entry, `${made.entry.id}: passes until ${until}; a running proxy follows on reload`);
}
