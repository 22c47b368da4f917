/** What a vendor profile says about the hosts behind it, and how a widget is brought to the proxy. */

/** A further host of the vendor that may be asked through the proxy; every other host is refused. */
export interface VendorHost {
  readonly name: string;
  /** Host name with `*` for a part of a label and `{a,b}` for alternatives: `api{-*,}{.*,}.livechatinc.com`. */
  readonly match: string;
  readonly role: 'messages' | 'auth' | 'files' | 'telemetry' | 'assets';
  /** `pass` forwards unscanned and counts it, `block` refuses. */
  readonly action: 'inspect' | 'pass' | 'block';
  /** Ports beside the usual one of the scheme; no others are asked. */
  readonly ports?: readonly number[];
  /** `https` unless said otherwise; sockets go by `wss` or `ws` likewise. */
  readonly scheme?: 'https' | 'http';
  /** The host may have an address that is not public. */
  readonly allowPrivate?: boolean;
}

/** URLs in content that would lead past the proxy. */
export interface UrlRewrite {
  readonly in: 'json' | 'html' | 'js';
  /** JSON pointer with `*` and `**`; absent: anywhere. */
  readonly path?: string;
  /** Names of `hosts`; only URLs of these are rewritten. */
  readonly hosts: readonly string[];
  /** Requests that carry such a URL have it mapped back. */
  readonly reverse: boolean;
}

export const shimPatches = [
  'websocket',
  'xhr',
  'fetch',
  'beacon',
  'eventsource',
  'image',
  'script',
  'iframe',
  'link',
  'worker',
  'markup',
  'style',
  'navigation',
  'realtime',
] as const;
export type ShimPatch = (typeof shimPatches)[number];

/** A script of ours that sends the widget's calls through the proxy. */
export interface Shim {
  /** Where it is put: first in pages, or first in the vendor's scripts. */
  readonly inject: readonly ('html' | 'script')[];
  readonly patch: readonly ShimPatch[];
  /** Present: a page that has the shim loads and sends nothing past us, these sources of its policy aside. */
  readonly contain?: readonly string[];
}

export interface Redirect {
  /** First path segment of requests for further hosts; `/__h` when absent. */
  readonly prefix?: string;
  readonly shim?: Shim;
  /** The Origin that the vendor sees: the page's, or the vendor's own. */
  readonly origin: 'preserve' | 'upstream';
  /** The widget's own option that names its server, in words for the operator. */
  readonly option?: string;
}

/** What the facts of a profile rest on, best first: exercised, vendor's source, vendor's documentation, memory. */
export type Certainty = 'run' | 'source' | 'docs' | 'memory';

/** How sure a profile is. */
export interface ProfileFacts {
  readonly version: number;
  readonly certainty: Certainty;
  /** Not to be relied on before somebody has looked at real traffic. */
  readonly experimental: boolean;
  readonly verified?: { readonly date: string; readonly how: string };
}
