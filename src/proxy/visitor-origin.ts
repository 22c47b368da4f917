/** Where the visitor's browser believes the proxy to be: scheme, host and port, through hops that are trusted. */
import type { OwnOrigin } from '../domain/url-map.ts';
import { headerName } from './header-names.ts';

export interface VisitorFacts {
  readonly scheme: 'http' | 'https';
  readonly trusted: boolean;
}

const hostForm = /^(?:[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?$/;

/** `host` is the Host header in lower case. Of several hops the first one stood before the visitor. */
export function visitorOrigin({ scheme, trusted }: VisitorFacts, host: string, raw: readonly string[]): OwnOrigin {
  if (!trusted) return { scheme, host };
  const said: Record<string, string> = {};
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const { role, lower } = headerName(raw[at] ?? '');
    if (role === 'forwarded') said[lower] ??= (raw[at + 1] ?? '').split(',')[0]?.trim().toLowerCase() ?? '';
  }
  const proto = said['x-forwarded-proto'];
  const name = said['x-forwarded-host'];
  return {
    scheme: proto === 'https' || proto === 'http' ? proto : scheme,
    host: name !== undefined && hostForm.test(name) ? name : host,
  };
}

/** As the Origin header spells it: without the usual port. */
export function originText({ scheme, host }: OwnOrigin): string {
  return `${scheme}://${scheme === 'https' ? host.replace(/:443$/, '') : host.replace(/:80$/, '')}`;
}
