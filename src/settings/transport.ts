/** Listeners and upstream links as the files say them, into the form that sockets are opened with. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { openCertificates } from './certificates.ts';
import type { ConfigFile, SiteConfig } from './schema.ts';
import type { Listen, ListenTls, UpstreamLink } from './settings.ts';

type ListenFile = Omit<ConfigFile['listen']['data'], 'socket' | 'proxy_protocol' | 'http2'> &
  Pick<ConfigFile['listen']['data'], 'socket' | 'proxy_protocol' | 'http2'>;
type LinkFile = NonNullable<SiteConfig['upstream_link']>;

/** With every path made absolute; `base` is what relative ones are relative to. */
export function toListen(file: ListenFile, base: string): Listen {
  const { host, port, socket, tls, http2, proxy_protocol: proxyProtocol } = file;
  return {
    host,
    port,
    ...(socket !== undefined && { socket: resolve(base, socket) }),
    ...(tls && { tls: toTls(tls, base) }),
    ...(proxyProtocol !== undefined && { proxyProtocol }),
    ...(http2 !== undefined && { http2 }),
  };
}

function toTls(tls: NonNullable<ListenFile['tls']>, base: string): ListenTls {
  const pair = ({ cert, key }: { cert: string; key: string }) => ({
    cert: resolve(base, cert),
    key: resolve(base, key),
  });
  return {
    ...pair(tls),
    names: tls.names.map((one) => ({ hosts: one.hosts, ...pair(one) })),
    ...(tls.client_ca !== undefined && { clientCa: resolve(base, tls.client_ca) }),
    minVersion: tls.min_version,
  };
}

/** Why a listener's certificates cannot be used, or undefined. */
export function listenProblem({ tls }: Listen): string | undefined {
  if (!tls) return undefined;
  try {
    openCertificates(tls, () => undefined).close();
    return undefined;
  } catch (error) {
    return `certificate and key cannot be used (${codeOf(error)})`;
  }
}

/** PEM files that a link names, by absolute path. */
export function linkFiles({ ca, cert, key }: LinkFile, base: string): string[] {
  return [ca, cert, key].flatMap((file) => (file === undefined ? [] : [resolve(base, file)]));
}

/** Why a link's files cannot be used, or undefined. */
export function linkProblem(link: LinkFile, base: string): string | undefined {
  try {
    const { ca, cert, key } = readLink(link, base);
    createSecureContext({ ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) });
    return undefined;
  } catch (error) {
    return `the files of this link cannot be used (${codeOf(error)})`;
  }
}

/** Throws what reading a file throws; `linkProblem` is asked first. */
export function readLink(link: LinkFile, base: string): UpstreamLink {
  const text = (file: string | undefined) =>
    file === undefined ? undefined : readFileSync(resolve(base, file), 'utf8');
  const [ca, cert, key] = [text(link.ca), text(link.cert), text(link.key)];
  return {
    ...(link.socket !== undefined && { socket: resolve(base, link.socket) }),
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(link.server_name !== undefined && { serverName: link.server_name }),
  };
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown fault';
}
