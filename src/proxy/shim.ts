/** The script that leads a widget's calls through the proxy: put first into pages and vendor scripts, or included by hand. */
import { hostPattern } from '../domain/host-list.ts';
import type { OwnOrigin } from '../domain/url-map.ts';
import { type ShimPatch, shimPatches, type VendorHost } from '../domain/vendor-hosts.ts';
import { beacons, eventSources, fetches, realtime, requests, websockets, workers } from './shim/calls.ts';
import { coda, core } from './shim/core.ts';
import { frames, images, links, markupBase, scripts, styles, writtenMarkup } from './shim/markup.ts';
import { navigation } from './shim/navigation.ts';
import { originText } from './visitor-origin.ts';

export interface ShimParts {
  readonly own: OwnOrigin;
  /** `/__h`. */
  readonly prefix: string;
  readonly hosts: readonly VendorHost[];
  /** The site's own upstream: its URLs lose nothing but their origin. */
  readonly home: URL;
  /** Absent: all. */
  readonly patch?: readonly ShimPatch[];
}

/**
 * The shim for one visitor-facing origin. It maps the URLs of listed hosts and does nothing else: no request, no
 * storage, no message of its own. Installed once a window; what it mapped before it leaves alone.
 */
export function shimSource({ own, prefix, hosts, home, patch = shimPatches }: ShimParts): string {
  const config = {
    o: originText(own),
    p: `${prefix}/`,
    r: `^(?:${hosts.map(hostSource).join('|')})$`,
    h: home.host,
    b: home.pathname.replace(/\/$/, ''),
  };
  const wanted = shimPatches.filter((name) => patch.includes(name));
  const settings = JSON.stringify(config);
  // `<` could end the script element that holds this; inside a JSON string it has an escape.
  return `(function _(c){${core}${markupBase}${wanted.map((name) => `try{${patches[name]}}catch(_){}`).join('')}${coda}})(${settings.replaceAll('<', '\\u003c')});`;
}

/** A host as `URL.host` spells it, with the ports that its entry names. */
function hostSource({ match, ports = [] }: VendorHost): string {
  return ports.length === 0 ? hostPattern(match) : `(?:${hostPattern(match)})(?::(?:${ports.join('|')}))?`;
}

const patches: { readonly [Name in ShimPatch]: string } = {
  websocket: websockets,
  xhr: requests,
  fetch: fetches,
  beacon: beacons,
  eventsource: eventSources,
  image: images,
  script: scripts,
  iframe: frames,
  link: links,
  worker: workers,
  markup: writtenMarkup,
  style: styles,
  navigation,
  realtime,
};
