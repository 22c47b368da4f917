/** What the data plane is given, and the few words it may log: everything else of the product stays outside. */
import type { Clock, Entropy } from '../domain/clock.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { Direction } from '../domain/frame.ts';
import type { Live } from '../domain/live.ts';
import type { Recorder } from '../observe/recorder.ts';
import type { Healer, Redactor } from '../redaction/redaction.ts';
import type { Certificates } from '../settings/certificates.ts';
import type { Settings } from '../settings/settings.ts';
import type { OpenRestorer } from '../vault/vault.ts';

/** Every event the data plane logs; a closed list, so that a log line cannot carry traffic. */
export type ProxyEvent =
  | 'request-refused'
  | 'connection-refused'
  | 'upstream-failed'
  | 'socket-refused'
  | 'socket-closed'
  | 'internal-fault'
  | 'heal-failed'
  | 'schema-drift'
  | 'drain-started'
  | 'drain-ended';

/** Numbers, flags and ids of our own making; never a text that came over the wire. */
export interface ProxyFacts {
  readonly code?: ErrorCode;
  /** Id of the ChatveilError, as the person saw it. */
  readonly id?: string;
  /** Id of a configured site. */
  readonly site?: string;
  readonly status?: number;
  readonly closeCode?: number;
  readonly connections?: number;
  readonly sockets?: number;
  readonly forced?: boolean;
  readonly direction?: Direction;
  /** Id of a vendor profile. */
  readonly profile?: string;
  /** Where in a document, folded to names that programmers give; never what stands there. */
  readonly place?: string;
  /** Which step toward HTTP a connection did not get past. */
  readonly why?: 'handshake' | 'proxy-head' | 'resets';
}

export interface ProxyLog {
  info(event: ProxyEvent, facts: ProxyFacts): void;
  warn(event: ProxyEvent, facts: ProxyFacts): void;
  error(event: ProxyEvent, facts: ProxyFacts): void;
}

export interface DataPlaneParts {
  readonly settings: Live<Settings>;
  readonly redactor: Redactor;
  readonly recorder: Recorder;
  readonly openRestorer: OpenRestorer;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: ProxyLog;
  /** Keyed digest, stable over restarts, hex or base64url: what a credential becomes before anyone keeps it. */
  readonly digest: (text: string) => string;
  /** Tenant of all sites, until tenants are configured. */
  readonly tenant: string;
  /** Of the data listener; absent: plain HTTP. */
  readonly certificates?: Certificates;
  /** Whether visitors may speak HTTP/2, which takes a listener with certificates. */
  readonly http2?: boolean;
  /** Our pseudonym in Via, where several processes share one; absent: made up. */
  readonly via?: string;
  /** Connections are handed over by a process that has read their PROXY heads. */
  readonly adopting?: boolean;
  /** Takes back what was delivered; absent: nothing can be. */
  readonly healer?: Healer;
}
