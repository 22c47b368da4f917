/** `chatveil doctor`: which promise does this configuration, or this machine, void; each finding with its mend. */
import { checkConfigured, checkMachine, type Finding } from '../settings/doctor.ts';
import { loadSettings } from '../settings/load.ts';
import { createOutput, problemLine } from './output.ts';
import { exitCodes, type Io, type Verb } from './verb.ts';

interface DoctorOptions {
  readonly config?: string;
  readonly offline?: boolean;
  readonly json?: boolean;
}

export const doctor: Verb = (program, io) => {
  program
    .command('doctor')
    .description('check configuration, keys, permissions, network and runtime; exit 4 when something is found')
    .option('--config <file>', 'configuration file; else $CHATVEIL_CONFIG, else ./chatveil.yaml')
    .option('--offline', 'do not try to reach the vendors')
    .option('--json', 'JSON Lines')
    .action((options: DoctorOptions) => examine(io, options));
};

async function examine(io: Io, options: DoctorOptions): Promise<void> {
  const output = createOutput(io, options.json === true);
  const loaded = await loadSettings({ file: options.config, env: io.env, cwd: process.cwd() });
  const findings: Finding[] = [...checkMachine(process.versions)];
  if (loaded.ok) {
    findings.push(...(await checkConfigured(loaded.settings, { env: io.env, offline: options.offline === true })));
  } else {
    for (const problem of loaded.problems) {
      findings.push({ check: 'config', severity: 'error', what: problemLine(problem), mend: 'correct the file' });
    }
  }
  for (const finding of findings) {
    const sign = finding.severity === 'error' ? 'x' : '!';
    output.result({ finding }, `${sign} ${finding.check}: ${finding.what}\n    mend: ${finding.mend}`);
  }
  const count = findings.length;
  output.result(
    { ok: count === 0, findings: count, config: loaded.files[0] ?? '' },
    count === 0 ? 'nothing found' : `${count} ${count === 1 ? 'finding' : 'findings'}`,
  );
  if (count > 0) io.exit(exitCodes.found);
}
