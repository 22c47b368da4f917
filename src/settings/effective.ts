/** The configuration in force, for people to read: defaults and overrides merged in, secrets hidden. */
import { stringify } from 'yaml';
import type { Policy } from '../policy/policy.ts';
import type { Loaded as AnyLoaded } from './load.ts';
import { limitKey } from './schema.ts';
import type { SecretSource } from './settings.ts';

type Loaded = Extract<AnyLoaded, { ok: true }>;
const hidden = '[secret]';

/**
 * A plain value to print as YAML or JSON. A secret by reference shows where it is kept, never what it is.
 *
 * @example
 * JSON.stringify(effective(loaded));
 */
export function effective({ config, settings, files }: Loaded): object {
  const { store, rootKey } = settings.vault;
  return {
    ...config,
    data_dir: settings.dataDir,
    listen: settings.listen,
    vault: {
      store: 'postgres' in store ? { postgres: hidden } : store,
      root_key: shownSecret(rootKey),
    },
    sites: config.sites.map((site, index) => ({
      ...site,
      limits: shownLimits(settings.sites[index]?.limits ?? settings.limits),
    })),
    policies: Object.fromEntries(settings.sites.map(({ policy }) => [policy.id, shownPolicy(policy)])),
    limits: shownLimits(settings.limits),
    files,
  };
}

export function effectiveYaml(loaded: Loaded): string {
  return `# ${loaded.files[0]} with defaults and environment\n${stringify(effective(loaded))}`;
}

/** What each rule does and which clauses ask for it, so that an auditor can read the policy in force. */
function shownPolicy({ title, version, rules = [] }: Policy): object {
  const shown = rules.map(({ confidenceMin, ...rule }) =>
    confidenceMin === undefined ? rule : { ...rule, confidence_min: confidenceMin },
  );
  return { title, version, rules: shown };
}

function shownSecret(source: SecretSource): object {
  return { ...source, value: hidden };
}

function shownLimits(limits: object): object {
  return Object.fromEntries(Object.entries(limits).map(([name, value]) => [limitKey(name), value]));
}
