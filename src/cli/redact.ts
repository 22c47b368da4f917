/** `chatveil redact`: standard input to standard output with values masked, as it streams. */
import { once } from 'node:events';
import { maskLabel } from '../detection/mask.ts';
import { createTailCutter } from '../detection/tail.ts';
import { resolveDetection } from './detection.ts';
import { createOutput, printProblems } from './output.ts';
import { exitCodes, type Io, type Verb } from './verb.ts';

interface RedactOptions {
  readonly policy: string;
}

export const redact: Verb = (program, io) => {
  program
    .command('redact')
    .description('copy standard input to standard output with sensitive values masked')
    .option('--policy <policy>', 'policy (id or file) that decides what is masked', 'default')
    .action((options: RedactOptions) => run(io, options));
};

async function run(io: Io, { policy }: RedactOptions): Promise<void> {
  const output = createOutput(io, false);
  const resolution = await resolveDetection(policy, process.cwd());
  if (!resolution.ok) {
    printProblems(io, false, resolution.problems);
    return io.exit(exitCodes.badInput);
  }
  const { detection, policy: rules, kinds } = resolution.resolved;
  const cutter = createTailCutter(detection, (finding, value) => {
    // What the policy lets through to the vendor is let through here; there is no vault to tokenize into.
    const { action } = rules.decide(finding, { site: '', direction: 'to-upstream', path: '' });
    return action === 'pass' || action === 'warn' ? value : `[${maskLabel(kinds, finding.kind, value)}]`;
  });
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const write = async (text: string): Promise<void> => {
    if (text !== '' && !io.stdout.write(text)) await once(io.stdout, 'drain');
  };
  try {
    for await (const chunk of io.stdin) {
      const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      await write(cutter.push(decoder.decode(bytes, { stream: true })));
    }
    await write(cutter.push(decoder.decode()));
    await write(cutter.end());
  } catch (error) {
    // What was still held is not let out: it has not been looked at as a whole.
    if (error instanceof TypeError) output.failure('CV_TEXT_NOT_UTF8', 'standard input is not UTF-8');
    else output.failure('CV_DETECTION_FAILED', 'standard input could not be inspected');
    io.exit(error instanceof TypeError ? exitCodes.badInput : exitCodes.failed);
  }
}
