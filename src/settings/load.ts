/** Configuration files and environment in; settings ready to run, or every problem at once, out. */
import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { z } from 'zod';
import type { Clock } from '../domain/clock.ts';
import { defaultLimits } from '../domain/limits.ts';
import { routeCodecs } from './codec-schema.ts';
import type { InputFile } from './custom.ts';
import { withFiles } from './file-schema.ts';
import { findConfig, findNamed, type NamedKind, namedIds } from './find.ts';
import { applyOverrides, type Environment, type Override, placeWithOverrides, readOverrides } from './overrides.ts';
import { policySchema } from './policy-schema.ts';
import { explain, inOrder, type Placer, placeIn, suggestion } from './problems.ts';
import { type Provisioned, provisionPolicy } from './provision.ts';
import { type ConfigFile, configSchema, mergeLimits, type SiteConfig } from './schema.ts';
import type { Problem, SecretSource, Settings, Site } from './settings.ts';
import { digest, type Path, readSource, type Source } from './source.ts';
import { withSuppressions } from './suppressions.ts';
import { linkFiles, linkProblem, readLink, toListen } from './transport.ts';
import { toProfile, vendorSchema } from './vendor-schema.ts';

export interface LoadOptions {
  /** `--config`; the search order applies without it. */
  readonly file?: string | undefined;
  readonly env: Environment;
  readonly cwd: string;
  /** What relative paths in the file are relative to; its own folder unless given. */
  readonly baseDir?: string;
  /** Against which suppressions expire. */
  readonly clock?: Clock;
}

export type Loaded =
  | {
      readonly ok: true;
      readonly settings: Settings;
      /** The main file with every default and override in it. */
      readonly config: ConfigFile;
      /** Changes when any file or override that took part changes. */
      readonly digest: string;
      /** Every file that took part, the main one first. */
      readonly files: readonly string[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly files: readonly string[] };

/**
 * Loads and provisions everything the configuration names. Never throws for what an operator wrote.
 *
 * @example
 * const loaded = await loadSettings({ env: readEnvironment(), cwd: process.cwd() });
 * if (!loaded.ok) for (const problem of loaded.problems) print(problem);
 */
export async function loadSettings(options: LoadOptions): Promise<Loaded> {
  const file = findConfig(options);
  const source = await readSource(file);
  if (source.problems.length > 0) return { ok: false, problems: source.problems, files: [file] };
  const overrides = readOverrides(options.env);
  const place = placeWithOverrides(overrides, source.value, placeIn(source));
  const parsed = parseConfig(source, overrides, place);
  if (!parsed.ok) return { ok: false, problems: parsed.problems, files: [file] };

  const named = await loadNamed(parsed.config, file);
  const base = options.baseDir ?? dirname(file);
  const problems = [
    ...checkSites(parsed.config, place, file),
    ...checkAbilities(parsed.config, place),
    ...checkLinks(parsed.config, place, base),
    ...named.problems,
  ];
  const links = parsed.config.sites.flatMap(({ upstream_link: link }) => (link ? linkFiles(link, base) : []));
  const files = [file, ...[...named.sources, ...named.inputs].map((part) => part.file), ...links];
  if (problems.length > 0) return { ok: false, problems: inOrder(problems), files };
  const assembled = assemble(parsed.config, named, { base, env: options.env });
  const { settings, inputs } = await withSuppressions(assembled, options.env, options.clock ?? { now: Date.now });
  const texts = [source, ...named.sources].map((part) => `${part.file}\n${part.text}`);
  const version = await digest(
    [...texts, JSON.stringify([overrides, named.inputs, inputs, settings.sites.map(({ link }) => link)])].join('\n'),
  );
  const allFiles = [...files, ...inputs.map((part) => part.file)];
  const { cwd, env, baseDir } = options;
  const from = { file, cwd, env, digest: version, ...(baseDir !== undefined && { baseDir }) };
  return {
    ok: true,
    settings: { ...settings, source: from },
    config: parsed.config,
    files: allFiles,
    digest: version,
  };
}

/** Numbers and booleans of the environment are read as such, unless the setting wants text. */
function parseConfig(
  source: Source,
  overrides: readonly Override[],
  place: Placer,
): { ok: true; config: ConfigFile } | { ok: false; problems: Problem[] } {
  const first = configSchema.safeParse(applyOverrides(source.value, overrides, new Set()));
  if (first.success) return { ok: true, config: first.data };
  const wantText = overrides.filter(({ path }) =>
    first.error.issues.some((issue) => issue.path.join('.') === path.join('.')),
  );
  const asText = new Set(wantText.map(({ name }) => name));
  const second = configSchema.safeParse(applyOverrides(source.value, overrides, asText));
  if (second.success) return { ok: true, config: second.data };
  const issues = second.error.issues.length <= first.error.issues.length ? second.error.issues : first.error.issues;
  return { ok: false, problems: explain(issues, configSchema, place) };
}

interface Named {
  readonly profiles: ReadonlyMap<string, Site['profile']>;
  readonly policies: ReadonlyMap<string, Provisioned>;
  readonly sources: readonly Source[];
  /** Word lists and exact lists that policies name. */
  readonly inputs: readonly InputFile[];
  readonly problems: readonly Problem[];
}

async function loadNamed(config: ConfigFile, configFile: string): Promise<Named> {
  const problems: Problem[] = [];
  const sources: Source[] = [];
  const inputs: InputFile[] = [];
  const profiles = new Map<string, Site['profile']>();
  const policies = new Map<string, Provisioned>();
  const read = async <Output>(kind: NamedKind, id: string, schema: z.ZodType<Output & { id: string }>) => {
    const file = findNamed(kind, id, configFile);
    if (file === undefined) return undefined;
    const source = await readSource(file);
    sources.push(source);
    const result = source.problems.length > 0 ? undefined : schema.safeParse(source.value);
    problems.push(...source.problems);
    if (result && !result.success) problems.push(...explain(result.error.issues, schema, placeIn(source)));
    if (!result?.success) return undefined;
    if (result.data.id !== id) {
      problems.push({
        ...placeIn(source)(['id'], 'value'),
        at: 'id',
        message: `expected "${id}", the name of the file`,
      });
    }
    return { data: result.data as Output, source };
  };
  for (const id of new Set(config.sites.map((site) => site.vendor))) {
    const vendor = await read('vendors', id, vendorSchema);
    if (vendor) profiles.set(id, toProfile(vendor.data));
  }
  for (const id of new Set(config.sites.map((site) => site.policy))) {
    const policy = await read('policies', id, policySchema);
    if (!policy) continue;
    const made = await provisionPolicy(policy.data, policy.source);
    if (!made.ok) problems.push(...made.problems);
    else {
      policies.set(id, made.provisioned);
      inputs.push(...made.inputs);
    }
  }
  return { profiles, policies, sources, inputs, problems };
}

function checkSites(config: ConfigFile, place: Placer, configFile: string): Problem[] {
  const problems: Problem[] = [];
  const ids = new Map<string, number>();
  const hosts = new Map<string, string>();
  const report = (path: Path, message: string) =>
    problems.push({ ...place(path, 'value'), at: path.join('.'), message });
  for (const [index, site] of config.sites.entries()) {
    if (ids.has(site.id)) report(['sites', index, 'id'], `site ${ids.get(site.id)} has this id already`);
    else ids.set(site.id, index);
    for (const [place, host] of site.hosts.entries()) {
      const owner = hosts.get(host);
      if (owner !== undefined) report(['sites', index, 'hosts', place], `site ${owner} serves this host already`);
      else hosts.set(host, site.id);
    }
    for (const [key, kind] of [
      ['vendor', 'vendors'],
      ['policy', 'policies'],
    ] as const) {
      if (findNamed(kind, site[key], configFile) !== undefined) continue;
      const hint = suggestion(site[key], namedIds(kind, configFile));
      report(['sites', index, key], `there is no file ${kind}/${site[key]}.yaml${hint}`);
    }
  }
  return problems;
}

/** What the schema admits for later and this version cannot do is refused rather than ignored. */
function checkAbilities(config: ConfigFile, place: Placer): Problem[] {
  const problems: Problem[] = [];
  const refuse = (path: Path, message: string) => problems.push({ ...place(path, 'key'), at: path.join('.'), message });
  if (config.vault.store && 'postgres' in config.vault.store) {
    refuse(['vault', 'store', 'postgres'], 'this version keeps its vault in sqlite only');
  }
  const { socket, tls } = config.listen.data;
  if (socket !== undefined && tls) {
    refuse(['listen', 'data', 'tls'], 'a Unix socket speaks plain HTTP: the process in front of it ends TLS');
  }
  return problems;
}

function checkLinks(config: ConfigFile, place: Placer, base: string): Problem[] {
  return config.sites.flatMap(({ upstream_link: link }, index) => {
    const message = link === undefined ? undefined : linkProblem(link, base);
    const path = ['sites', index, 'upstream_link'];
    return message === undefined ? [] : [{ ...place(path, 'value'), at: path.join('.'), message }];
  });
}

/** What the files are relative to, and where secrets may be kept. */
interface Surroundings {
  readonly base: string;
  readonly env: Environment;
}

function assemble(config: ConfigFile, named: Named, { base, env }: Surroundings): Settings {
  const dataDir = resolve(base, config.data_dir);
  const limits = mergeLimits(defaultLimits, config.limits);
  const store = config.vault.store;
  return {
    listen: {
      data: toListen(config.listen.data, base),
      console: toListen(config.listen.console, base),
      ops: toListen(config.listen.ops, base),
    },
    dataDir,
    vault: {
      store:
        store && 'postgres' in store
          ? store
          : { sqlite: store ? resolve(base, store.sqlite) : resolve(dataDir, 'vault.db') },
      rootKey: config.vault.root_key ? toSecret(config.vault.root_key, base) : { file: resolve(dataDir, 'root.key') },
    },
    sites: config.sites.flatMap((site) => toSite(site, named, mergeLimits(limits, site.limits), { base, env })),
    limits,
    trustedHops: config.trusted_hops,
    logLevel: config.log.level,
    workers: config.workers === 0 ? availableParallelism() : config.workers,
    watch: config.watch,
  };
}

function toSecret(source: SecretSource, base: string): SecretSource {
  return 'file' in source ? { file: resolve(base, source.file) } : source;
}

function toSite(site: SiteConfig, named: Named, limits: Settings['limits'], { base, env }: Surroundings): Site[] {
  const packaged = named.profiles.get(site.vendor);
  const provisioned = named.policies.get(site.policy);
  if (!packaged || !provisioned) return [];
  const profile = withFiles(packaged, site.files);
  const { id, hosts, mode, origins, upstream_link: link } = site;
  const upstream = new URL(site.upstream);
  const linked = link === undefined ? {} : { link: readLink(link, base) };
  const codecs = routeCodecs(profile, env);
  return [{ id, hosts, upstream, ...linked, profile, codecs, ...provisioned, mode, limits, origins }];
}
