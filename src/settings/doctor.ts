/** The self-check: which promise of the product does this configuration, or this machine, void. */
import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { rootKeyProblem } from './check.ts';
import { canListen, canReach } from './network.ts';
import type { Environment } from './overrides.ts';
import { isSoundRuntime } from './runtime.ts';
import type { Listen, Settings, Site } from './settings.ts';

export interface Finding {
  /** A stable word: `runtime`, `root-key`, `port`, ... */
  readonly check: string;
  readonly severity: 'error' | 'warning';
  readonly what: string;
  /** What to do, exactly. */
  readonly mend: string;
}

/** Holes that the product works around, in this version of Node. */
export function checkMachine(versions: { readonly node: string }): Finding[] {
  if (isSoundRuntime(versions.node)) return [];
  return [
    {
      check: 'runtime',
      severity: 'warning',
      what:
        `Node ${versions.node} has known holes (header truncation, brotli decoder, TLS host names); ` +
        'header counts are checked by ourselves, and brotli, zstd and HTTP/2 are off because of it',
      mend: 'run on Node 22.23.4, 24.22.1, 26.12.1 or later',
    },
  ];
}

/** Everything that can be told from the settings, the files they name and the network. */
export async function checkConfigured(
  settings: Settings,
  { env, offline }: { readonly env: Environment; readonly offline: boolean },
): Promise<Finding[]> {
  return [
    ...checkKey(settings, env),
    ...checkDataDir(settings),
    ...(await checkListeners(settings)),
    ...checkWorkers(settings),
    ...settings.sites.flatMap(checkSite),
    ...(offline ? [] : (await Promise.all(settings.sites.map(checkUpstream))).flat()),
    {
      check: 'backup',
      severity: 'warning',
      what: 'no encrypted backups of the vault are configured; this version makes none by itself',
      mend: `copy ${settings.dataDir} while the proxy is stopped, and keep the root key apart from the copy`,
    },
  ];
}

function checkKey({ vault }: Settings, env: Environment): Finding[] {
  const what = rootKeyProblem(vault.rootKey, env);
  if (what === undefined) return [];
  const mend =
    'file' in vault.rootKey && !existsSync(vault.rootKey.file) ? 'chatveil vault init' : keyMend(vault.rootKey);
  return [{ check: 'root-key', severity: 'error', what, mend }];
}

function keyMend(source: Settings['vault']['rootKey']): string {
  return 'file' in source ? `chmod 600 ${source.file}, owned by the user that runs chatveil` : `set ${source.env}`;
}

function checkDataDir({ dataDir }: Settings): Finding[] {
  const existing = existsSync(dataDir) ? dataDir : dirname(dataDir);
  try {
    accessSync(existing, constants.W_OK | constants.X_OK);
    return [];
  } catch {
    const what = `${existing} cannot be written by this user`;
    return [{ check: 'data-dir', severity: 'error', what, mend: `mkdir -p ${dataDir} && chown "$USER" ${dataDir}` }];
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

async function checkListeners({ listen }: Settings): Promise<Finding[]> {
  const findings: Finding[] = [];
  const entries = Object.entries(listen) as [string, Listen][];
  for (const [name, listener] of entries) {
    const { host, port, tls, socket } = listener;
    if (socket !== undefined) continue;
    if (!(await canListen(listener))) {
      findings.push({
        check: 'port',
        severity: 'error',
        what: `listen.${name}: ${host}:${port} cannot be opened (in use, or not allowed)`,
        mend: `stop what uses it, or set listen.${name}.port`,
      });
    }
    if (!isLoopback(host) && !tls) {
      findings.push({
        check: 'tls',
        severity: 'warning',
        what: `listen.${name} speaks plain HTTP on ${host}: what visitors write can be read on the way`,
        mend: `set listen.${name}.tls, or put a TLS proxy in front and bind 127.0.0.1`,
      });
    }
  }
  return findings;
}

/** Workers are chosen by address; behind an HTTP proxy every visitor has the same one. */
function checkWorkers({ workers = 1, trustedHops, listen }: Settings): Finding[] {
  if (workers === 1 || trustedHops.length === 0 || listen.data.proxyProtocol !== undefined) return [];
  return [
    {
      check: 'workers',
      severity: 'warning',
      what: 'visitors behind a trusted hop share its address, so a number split over connections may be seen in part',
      mend: 'let the hop send PROXY heads and list it in listen.data.proxy_protocol, or set workers: 1',
    },
  ];
}

function checkSite(site: Site): Finding[] {
  const findings: Finding[] = [];
  const warn = (check: string, what: string, mend: string) =>
    findings.push({ check, severity: 'warning', what: `site ${site.id}: ${what}`, mend });
  if (site.mode === 'observe') {
    warn('mode', 'observe mode changes nothing, so values reach the vendor', 'set mode: enforce');
  }
  if (site.origins.length === 0) {
    warn('origins', 'any page may open a WebSocket through it', 'list the pages of the widget in origins');
  }
  const { upstream } = site;
  if (upstream.protocol === 'http:' && !isLoopback(upstream.hostname) && site.link?.socket === undefined) {
    warn('upstream-tls', 'the way to the vendor is not encrypted', 'use an https:// upstream');
  }
  if (site.profile.facts?.experimental === true && site.mode === 'enforce') {
    const what = `the profile ${site.profile.id} is experimental: messages may be read in another way than meant`;
    warn(
      'profile',
      what,
      'look at real traffic in observe mode, then write a profile of your own without experimental',
    );
  }
  for (const route of site.profile.routes) {
    if (!route.inspect || route.ifUnreadable === 'pass') {
      const what = `route ${route.id} of profile ${site.profile.id} lets content pass uninspected`;
      warn('coverage', what, 'remove inspect: false and if_unreadable: pass unless that is meant');
    }
  }
  return findings;
}

async function checkUpstream(site: Site): Promise<Finding[]> {
  const reach = await canReach(site.upstream, site.link);
  if (reach === 'ok') return [];
  const what = `site ${site.id}: ${site.upstream.origin} cannot be reached (${reach})`;
  return [{ check: 'upstream', severity: 'error', what, mend: 'check the address, the name service and the firewall' }];
}
