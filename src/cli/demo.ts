/** `chatveil demo`: the proxy before a small shop and its chat vendor, all on this computer. */
import path from 'node:path';
import { type Demo, DemoNotLocal, DemoProblems, startDemo } from '../demo/start.ts';
import { grouped, testCard } from '../demo/synthetic.ts';
import { createLog } from '../observe/log.ts';
import { createOutput, printProblems } from './output.ts';
import { dieOnFault, untilSignal } from './process-life.ts';
import { explainStart } from './run.ts';
import { exitCodes, type Io, type Verb } from './verb.ts';

interface DemoCommand {
  readonly json?: boolean;
}

export const demo: Verb = (program, io) => {
  program
    .command('demo')
    .description('try it: the proxy before a demo shop and chat vendor, on this computer only')
    .option('--json', 'print the addresses as one JSON line')
    .action((options: DemoCommand) => runDemo(io, options.json === true));
};

async function runDemo(io: Io, json: boolean): Promise<void> {
  // The banner is for people; of the log only what needs their eyes goes beside it.
  const log = createLog({ level: 'warn', destination: io.stderr });
  const stopDying = dieOnFault(log, (code) => io.exit(code));
  try {
    const started = await startDemo({ env: io.env, cwd: process.cwd(), log });
    io.stdout.write(json ? `${JSON.stringify(addresses(started))}\n` : banner(started));
    const onDrain = (): void => void io.stderr.write('\n  ending; once more to end at once\n');
    io.exit(await untilSignal({ running: { ...started.running, drain: started.drain }, log, onDrain }));
  } catch (error) {
    io.exit(explain(io, json, error));
  } finally {
    stopDying();
  }
}

function explain(io: Io, json: boolean, error: unknown): number {
  if (error instanceof DemoProblems) {
    printProblems(io, json, error.problems);
    return exitCodes.badInput;
  }
  const { code, sentence } =
    error instanceof DemoNotLocal ? { code: 'LISTEN', sentence: error.message } : explainStart(error, undefined);
  createOutput(io, json).failure(code, sentence);
  return exitCodes.failed;
}

function addresses({ running, vendor }: Demo) {
  return {
    demo: `${vendor.origin}/demo`,
    shop: running.data,
    desk: vendor.origin,
    console: running.consoleLink(),
    ops: running.ops,
  };
}

/** Only lines that are true of this start. */
export function banner(started: Demo): string {
  const { demo: sides, shop, desk, console, ops } = addresses(started);
  const { settings, moved } = started;
  const store = 'sqlite' in settings.vault.store ? path.relative(process.cwd(), settings.vault.store.sqlite) : '';
  const card = grouped(testCard('4', '1', 16), ' ');
  const lines = [
    '',
    '  chatveil demo: nothing leaves this computer',
    '',
    `  1  All three sides   ${sides}   start here`,
    `  2  Visitor's shop    ${shop}        type: my card is ${card}`,
    `  3  Agent desk        ${desk}        what the vendor sees and stores`,
    `  4  Console           ${console}`,
    '                       one use within 15 minutes: counts for privacy officers',
    `     Metrics           ${ops}/metrics`,
    '',
    `  mode: ${settings.sites[0]?.mode}   vault: ${started.running.product.vault.data.state()}, ./${store}`,
    ...(moved.length === 0 ? [] : [`  busy ports, others taken: ${moved.join(', ')}`]),
    '  Synthetic data only, not for production. Ctrl-C ends it.',
    '',
  ];
  return `${lines.join('\n')}\n`;
}
