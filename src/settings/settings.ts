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
  /** PEM files, absolute paths; absent means plain HTTP. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** A secret by reference; the value itself is never part of the settings. */
export type SecretSource = { readonly file: string } | { readonly env: string };

export interface Site {
  readonly id: string;
  /** Lower-case Host header values. */
  readonly hosts: readonly string[];
  /** Origin of the vendor, with an optional base path: `https://api.vendor.example/base`. */
  readonly upstream: URL;
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
  /** Whether edits of the files swap the settings by themselves (SIGHUP always does). */
  readonly watch: boolean;
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
