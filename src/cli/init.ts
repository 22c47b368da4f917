/** `chatveil init`: a commented configuration in observe mode, a root key and an empty vault; overwrites nothing. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { ChatveilError } from '../domain/errors.ts';
import type { Profile } from '../domain/profile.ts';
import { findNamed, namedIds, packagedDir } from '../settings/find.ts';
import { loadSettings } from '../settings/load.ts';
import { suggestion } from '../settings/problems.ts';
import { createVaultFiles } from '../storage/vault-files.ts';
import { systemEntropy } from '../vault/entropy.ts';
import { onlyTenant } from '../vault/vault.ts';
import { createOutput, type Output, printProblems } from './output.ts';
import { reason } from './vault.ts';
import { exitCodes, type Io, type Verb } from './verb.ts';

interface InitOptions {
  readonly vendor: string;
  readonly upstream: string;
  readonly out: string;
  readonly json?: boolean;
}

export const init: Verb = (program, io) => {
  program
    .command('init')
    .description('write a commented configuration in observe mode, and the root key')
    .requiredOption('--vendor <id>', 'how the traffic looks; generic inspects everything')
    .requiredOption('--upstream <url>', 'origin of the chat vendor')
    .option('--out <file>', 'where to write the configuration', 'chatveil.yaml')
    .option('--json', 'JSON Lines')
    .action((options: InitOptions) => initialise(io, options));
};

async function initialise(io: Io, options: InitOptions): Promise<void> {
  const output = createOutput(io, options.json === true);
  const file = resolve(options.out);
  const wrong = whatIsWrong(options, file);
  if (wrong) {
    output.failure(wrong.code === exitCodes.badInput ? 'CV_CONFIG_INVALID' : 'EXISTS', wrong.sentence);
    return io.exit(wrong.code);
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, configText(options, file), { flag: 'wx', mode: 0o644 });
  const loaded = await loadSettings({ file, env: {}, cwd: process.cwd() });
  if (!loaded.ok) {
    printProblems(io, options.json === true, loaded.problems);
    return io.exit(exitCodes.badInput);
  }
  const { rootKey, store } = loaded.settings.vault;
  const made = await makeVault(rootKey, 'sqlite' in store ? store.sqlite : '', output);
  if (!made) return io.exit(exitCodes.failed);
  const keyFile = 'file' in rootKey ? rootKey.file : '';
  output.result(
    { config: file, rootKey: keyFile, mode: 'observe' },
    `configuration ${file} (mode: observe, changes nothing yet)\nroot key      ${keyFile} (mode 0600; keep a copy in another place)`,
  );
  const at = relative(process.cwd(), file) === 'chatveil.yaml' ? '' : ` --config ${options.out}`;
  output.progress(`Next: chatveil run${at}, then chatveil doctor${at}.`);
  for (const site of loaded.settings.sites) for (const line of adviceFor(site.profile)) output.progress(line);
}

/** What a person has to know of the vendor before the first visitor comes. */
function adviceFor({ id, facts, redirect }: Profile): string[] {
  const widget = redirect?.option === undefined ? 'the chat widget' : `the chat widget (${redirect.option})`;
  const unsure = facts?.experimental === true || facts?.certainty === 'memory';
  return [
    `Point ${widget} at http://127.0.0.1:8080 instead of the vendor.`,
    ...(redirect?.shim === undefined ? [] : ['Parts of this widget name their own hosts: see docs/vendors.md.']),
    ...(unsure
      ? [`The profile ${id} is experimental: look at observe mode and at schema-drift in the log first.`]
      : []),
  ];
}

function whatIsWrong({ vendor, upstream }: InitOptions, file: string): { code: number; sentence: string } | undefined {
  if (!/^[a-z0-9-]{1,40}$/.test(vendor) || findNamed('vendors', vendor, file) === undefined) {
    const hint = suggestion(vendor, namedIds('vendors', file));
    return { code: exitCodes.badInput, sentence: `there is no vendor profile "${vendor}"${hint}` };
  }
  const url = URL.canParse(upstream) ? new URL(upstream) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '' || url.hash !== '') {
    return { code: exitCodes.badInput, sentence: '--upstream takes http:// or https:// with a host' };
  }
  if (existsSync(file)) return { code: exitCodes.failed, sentence: `${file} exists already; nothing was changed` };
  return undefined;
}

/** A vault that is there already stays as it is: the new configuration then names it. */
async function makeVault(rootKey: Parameters<typeof createVaultFiles>[0]['rootKey'], sqlite: string, output: Output) {
  if (existsSync(sqlite)) {
    output.progress(`using the vault that is there: ${sqlite}`);
    return true;
  }
  const parts = { env: {}, tenant: onlyTenant, clock: { now: Date.now }, entropy: systemEntropy() };
  try {
    await createVaultFiles({ sqlite, rootKey, ...parts }, 'both-new');
    return true;
  } catch (error) {
    output.failure(error instanceof ChatveilError ? error.code : 'CV_INTERNAL', reason(error));
    return false;
  }
}

function configText({ vendor, upstream }: InitOptions, file: string): string {
  const schema = relative(dirname(file), resolve(packagedDir, 'chatveil.schema.json'));
  return `# yaml-language-server: $schema=${schema}
# Chatveil before ${new URL(upstream).host}. Every key: docs/configuration.md. Check with: chatveil config check FILE
# Relative paths are relative to this file; scalars can be overridden: CHATVEIL__LISTEN__DATA__PORT=8443

listen:
  data: { host: 127.0.0.1, port: 8080 }       # visitors
  console: { host: 127.0.0.1, port: 8081 }    # privacy officers
  ops: { host: 127.0.0.1, port: 9090 }        # /livez /readyz /metrics

data_dir: ./data

vault:
  store: { sqlite: ./data/vault.db }
  root_key: { file: ./data/root.key }         # keep a copy elsewhere: without it the vault cannot be read

sites:
  - id: chat
    # Host header values that visitors use to reach this proxy; add the public name here.
    hosts: ["127.0.0.1:8080", "localhost:8080"]
    upstream: ${JSON.stringify(upstream)}
    vendor: ${vendor}
    policy: default                           # policies/default.yaml beside this file wins over the packaged one
    # observe detects and counts and changes nothing: look at the console for some days, then say enforce.
    mode: observe
    # Pages whose scripts may open a WebSocket here; empty leaves that check to the vendor.
    origins: []

log: { level: info }
trusted_hops: []                              # proxies in front whose X-Forwarded-* are believed
`;
}
