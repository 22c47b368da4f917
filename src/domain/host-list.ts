/** The allow-list of a vendor's further hosts: which names and ports are on it, and under which entry. */
import type { VendorHost } from './vendor-hosts.ts';

/** A host of the list, as a request or URL named it. */
export interface FoundHost {
  readonly entry: VendorHost;
  readonly hostname: string;
  /** As it stands in a URL: without the port of the scheme. */
  readonly host: string;
  /** Origin to connect to. */
  readonly origin: string;
}

export interface HostList {
  readonly entries: readonly VendorHost[];
  /** The entry for `host[:port]` in lower case, undefined off the list. */
  find(host: string): FoundHost | undefined;
}

const hostForm = /^([a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?)(?::([1-9][0-9]{0,4}))?$/;

/** Entries in order; the first that fits decides. */
export function hostList(entries: readonly VendorHost[]): HostList {
  const compiled = entries.map((entry) => ({ entry, pattern: new RegExp(`^(?:${hostPattern(entry.match)})$`) }));
  return {
    entries,
    find(host) {
      const [, hostname = '', port] = hostForm.exec(host) ?? [];
      if (hostname === '' || hostname.includes('..')) return undefined;
      for (const { entry, pattern } of compiled) {
        if (!pattern.test(hostname)) continue;
        const scheme = entry.scheme ?? 'https';
        const usual = scheme === 'https' ? 443 : 80;
        const number = port === undefined ? usual : Number(port);
        if (number !== usual && entry.ports?.includes(number) !== true) continue;
        const shown = number === usual ? hostname : `${hostname}:${number}`;
        return { entry, hostname, host: shown, origin: `${scheme}://${shown}` };
      }
      return undefined;
    },
  };
}

// The source of a regular expression for a host pattern, without anchors. Line comments: the example holds `*`.
// Every piece is a literal or a class without dots, so matching a name of 253 characters is quick.
// hostPattern('api{-*,}.example.com') gives 'api(?:-[a-z0-9_-]+|)\\.example\\.com'.
export function hostPattern(match: string): string {
  return match
    .toLowerCase()
    .split(/(\{[^{}]*\})/)
    .map((part) => (part.startsWith('{') ? `(?:${part.slice(1, -1).split(',').map(wild).join('|')})` : wild(part)))
    .join('');
}

function wild(part: string): string {
  return part
    .split(/(\*\*|\*)/)
    .map((piece) => {
      if (piece === '**') return '[a-z0-9_.-]+';
      return piece === '*' ? '[a-z0-9_-]+' : piece.replace(/[^a-z0-9_-]/g, '\\$&');
    })
    .join('');
}

/** Why a pattern is none, or would open the proxy to more than one owner's hosts; undefined when it is fine. */
export function hostPatternFault(match: string): string | undefined {
  if (!/^[a-z0-9_.{},*-]{1,253}$/.test(match)) return 'expected a host name; * stands for a part of a label';
  if (/\{[^}]*\{|^[^{]*\}|\{[^}]*$|\}[^{]*\}/.test(match)) return 'braces must be closed and cannot be nested';
  const spelled = expand(match);
  if (spelled === undefined) return `expected at most ${SPELLINGS_MAX} alternatives`;
  return spelled.some(
    (one) => one.includes('*') && !/\.[a-z0-9_-]+\.[a-z0-9_-]+$/.test(one.slice(one.lastIndexOf('*'))),
  )
    ? 'expected two fixed labels at the end, such as *.vendor.example'
    : undefined;
}

const SPELLINGS_MAX = 256;

function expand(match: string): string[] | undefined {
  let spelled = [''];
  for (const part of match.split(/(\{[^{}]*\})/)) {
    const choices = part.startsWith('{') ? part.slice(1, -1).split(',') : [part];
    if (spelled.length * choices.length > SPELLINGS_MAX) return undefined;
    spelled = spelled.flatMap((before) => choices.map((choice) => before + choice));
  }
  return spelled;
}
