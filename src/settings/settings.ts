/** The settings as the running product sees them: resolved, validated, compiled. Swapped whole. */
import type { Format } from '../codecs/assembly.ts';
import type { Detection } from '../detection/detection.ts';
import type { KindInfo } from '../detection/detector.ts';
import type { Limits } from '../domain/limits.ts';
import type { Profile, Route } from '../domain/profile.ts';
import type { Policy } from '../policy/policy.ts';

export interface Listen {
  readonly host: string;
  readonly port: number;
  /** Absolute path of a Unix socket, which takes the place of host and port. */
  readonly socket?: string;
  /** Absent means plain HTTP. */
  readonly tls?: ListenTls;
  /** `auto`, as when absent: with TLS, on versions of Node without known holes in it. */
  readonly http2?: 'off' | 'auto';
  /** Addresses and networks of balancers whose connections begin with a PROXY protocol head. */
  readonly proxyProtocol?: readonly string[];
}

/** PEM files, by absolute path; they are read again when they change. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

export interface ListenTls extends KeyPair {
  /** Certificates for names that the first one does not cover; `*.` stands for one label. */
  readonly names: readonly (KeyPair & { readonly hosts: readonly string[] })[];
  /** Authorities of which every client must show a certificate. */
  readonly clientCa?: string;
  readonly minVersion: 'TLSv1.2' | 'TLSv1.3';
}

/** How the vendor's side is spoken to, beyond the address. */
export interface UpstreamLink {
  /** Absolute path of a Unix socket to connect to. */
  readonly socket?: string;
  /** PEM texts: authorities instead of the system's, and our own certificate. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** Name to ask for and to verify instead of the host of the URL. */
  readonly serverName?: string;
}

/** A secret by reference; the value itself is never part of the settings. */
export type SecretSource = { readonly file: string } | { readonly env: string };

/** Where a further host of the vendor stands in a site, for the requests that go to it. */
export interface Mount {
  /** Of the entry in the profile's list. */
  readonly name: string;
  /** As in a URL, and alone. */
  readonly host: string;
  readonly hostname: string;
  readonly allowPrivate: boolean;
  /** Upstream of the site itself. */
  readonly home: URL;
}

export interface Site {
  readonly id: string;
  /** Lower-case Host header values. */
  readonly hosts: readonly string[];
  /** Origin of the vendor, with an optional base path: `https://api.vendor.example/base`. */
  readonly upstream: URL;
  readonly link?: UpstreamLink;
  readonly profile: Profile;
  /** The built codecs of those routes of the profile that name one. */
  readonly codecs?: ReadonlyMap<Route, Format>;
  readonly policy: Policy;
  readonly detection: Detection;
  /** How the kinds that this site looks for are named in tokens and masks. */
  readonly kinds?: readonly KindInfo[];
  readonly mode: 'enforce' | 'observe';
  readonly limits: Limits;
  /** Allowed `Origin` values for WebSocket upgrades; empty leaves the check to the vendor. */
  readonly origins: readonly string[];
  /** Only while a request for a further host is handled; never configured. */
  readonly mount?: Mount;
}

export interface Settings {
  readonly listen: { readonly data: Listen; readonly console: Listen; readonly ops: Listen };
  /** Absolute path. */
  readonly dataDir: string;
  readonly vault: {
    readonly store: { readonly sqlite: string } | { readonly postgres: SecretSource | string };
    readonly rootKey: SecretSource;
  };
  readonly sites: readonly Site[];
  readonly limits: Limits;
  /** Addresses whose X-Forwarded-* are believed; empty means none. */
  readonly trustedHops: readonly string[];
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** Processes that carry the traffic; 1 and absent: this one. */
  readonly workers?: number;
  /** Where these settings come from, so that another process can load the very same. */
  readonly source?: SettingsSource;
  /** Whether edits of the files swap the settings by themselves (SIGHUP always does). */
  readonly watch: boolean;
}

export interface SettingsSource {
  readonly file: string;
  readonly cwd: string;
  readonly baseDir?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Changes when any file or override that took part changes. */
  readonly digest: string;
}

/** One thing wrong with the configuration, where an editor would jump to. */
export interface Problem {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  /** Path of the setting, `sites.0.upstream`; empty for the file as a whole. */
  readonly at: string;
  readonly message: string;
}
