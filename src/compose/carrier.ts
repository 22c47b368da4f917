/** The part that carries traffic, on top of a vault that may be here or in another process. */
import type { Detector } from '../detection/detector.ts';
import { describeKinds, maskLabel } from '../detection/mask.ts';
import type { Clock, Entropy } from '../domain/clock.ts';
import type { Live } from '../domain/live.ts';
import type { Log } from '../observe/log.ts';
import type { Recorder } from '../observe/recorder.ts';
import { createHttpHealer } from '../proxy/heal.ts';
import { createDataPlane, type DataPlane } from '../proxy/plane.ts';
import { createPace } from '../redaction/pace.ts';
import { createRedactor } from '../redaction/redactor.ts';
import { loadDetectors } from '../settings/catalog.ts';
import { type Certificates, openCertificates } from '../settings/certificates.ts';
import type { Environment } from '../settings/overrides.ts';
import { isSoundRuntime } from '../settings/runtime.ts';
import type { Settings } from '../settings/settings.ts';
import type { DataVault } from '../vault/open.ts';
import { onlyTenant } from '../vault/vault.ts';

export interface CarrierParts {
  readonly settings: Live<Settings>;
  readonly env: Environment;
  readonly log: Log;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly recorder: Recorder;
  readonly vault: Pick<DataVault, 'sealer' | 'openRestorer' | 'digest'>;
  /** Set in a worker: connections come from the process that listens, and all workers share one pseudonym in Via. */
  readonly adopting?: { readonly via: string };
  /** Version of Node, which decides whether HTTP/2 is offered; this one's unless said. */
  readonly runtime?: string;
}

export interface Carrier {
  readonly dataPlane: DataPlane;
  /** Lets go of the certificate files; the plane is closed apart. */
  close(): void;
}

/** Throws what node:tls throws when a certificate of the listener cannot be used. */
export async function openCarrier(parts: CarrierParts): Promise<Carrier> {
  const { settings, env, log, clock, entropy, recorder, vault, adopting, runtime = process.versions.node } = parts;
  const redactor = createRedactor({
    sealer: vault.sealer,
    clock,
    limits: settings.current.limits,
    label: createLabel(await loadDetectors(), settings),
    pace: createPace({ now: () => performance.now(), soon: setImmediate }),
    scanned: recorder.scanned,
  });
  const certificates = openListenerCertificates(settings.current, log);
  const dataPlane = createDataPlane({
    ...(certificates !== undefined && { certificates }),
    ...(adopting !== undefined && { via: adopting.via, adopting: true }),
    http2: certificates !== undefined && settings.current.listen.data.http2 !== 'off' && isSoundRuntime(runtime),
    settings,
    healer: createHttpHealer({ site: (id) => settings.current.sites.find((site) => site.id === id), env }),
    redactor,
    recorder,
    openRestorer: vault.openRestorer,
    clock,
    entropy,
    log,
    digest: vault.digest,
    tenant: onlyTenant,
  });
  return { dataPlane, close: () => certificates?.close() };
}

/** Rejected files are told and change nothing: what was valid goes on being used. */
function openListenerCertificates({ listen }: Settings, log: Log): Certificates | undefined {
  const { tls } = listen.data;
  if (tls === undefined) return undefined;
  return openCertificates(tls, (ok) => {
    if (ok) log.info('certificates-applied', { listener: 'data' });
    else log.error('certificates-refused', { listener: 'data' });
  });
}

/** Names kinds as the settings in force do, operator patterns included. */
function createLabel(detectors: readonly Detector[], settings: Live<Settings>): (kind: string, text: string) => string {
  const describe = ({ sites }: Settings) =>
    describeKinds([...detectors, ...sites.map(({ kinds }) => ({ kinds: kinds ?? [] }))]);
  let kinds = describe(settings.current);
  settings.onChange((next) => {
    kinds = describe(next);
  });
  return (kind, text) => maskLabel(kinds, kind, text);
}
