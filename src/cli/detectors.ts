/** `chatveil detectors`: every detector, what it finds, who says so, and examples. */
import type { Detector } from '../detection/detector.ts';
import { loadDetectors } from '../settings/catalog.ts';
import { createOutput } from './output.ts';
import type { Io, Verb } from './verb.ts';

export const detectors: Verb = (program, io) => {
  program
    .command('detectors')
    .description('list every detector: kinds, what it checks, regulations, examples')
    .option('--json', 'JSON Lines')
    .action((options: { readonly json?: boolean }) => run(io, options.json === true));
};

async function run(io: Io, json: boolean): Promise<void> {
  const output = createOutput(io, json);
  for (const detector of await loadDetectors()) output.result(record(detector), paragraph(detector));
}

function record({ id, title, kinds, authority, regulations, takes, terms, examples }: Detector): object {
  const termCount = Object.values(terms ?? {}).reduce((sum, list) => sum + list.length, 0);
  return { id, title, kinds, authority, regulations, takes, terms: termCount, examples };
}

function paragraph({ id, title, kinds, authority, regulations, examples }: Detector): string {
  return [
    `${id}: ${title}`,
    ...kinds.map(({ kind, title: meaning, word }) => `  ${kind.padEnd(18)} ${meaning} (masked as [${word}])`),
    `  checked by         ${authority}`,
    `  regulations        ${regulations.join('; ')}`,
    ...examples.hits.slice(0, 3).map((text) => `  finds              ${text}`),
    ...examples.misses.slice(0, 3).map((text) => `  leaves alone       ${text}`),
    '',
  ].join('\n');
}
