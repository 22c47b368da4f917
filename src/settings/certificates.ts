/** The certificates of a listener: one for each name, and the newest ones without a restart. */
import { readFileSync } from 'node:fs';
import { createSecureContext, type SecureContext, type Server, type TlsOptions } from 'node:tls';
import { createFileWatch } from './file-watch.ts';
import type { KeyPair, ListenTls } from './settings.ts';

export interface Certificates {
  /** For the server's construction; names are answered from the newest certificates ever after. */
  readonly options: TlsOptions;
  /** Replaces the server's certificates whenever their files change, until `close`. */
  follow(server: Pick<Server, 'setSecureContext'>): void;
  /** Reads the files now. False, and everything stays, when one of them cannot be used. */
  reload(): boolean;
  close(): void;
}

interface Loaded {
  readonly options: TlsOptions;
  readonly first: SecureContext;
  readonly named: ReadonlyMap<string, SecureContext>;
}

/** Throws what node:tls throws when a file cannot be read or used; `onReload` hears how each later attempt ended. */
export function openCertificates(tls: ListenTls, onReload: (ok: boolean) => void): Certificates {
  let loaded = load(tls);
  let server: Pick<Server, 'setSecureContext'> | undefined;

  function reload(): boolean {
    try {
      loaded = load(tls);
      server?.setSecureContext(loaded.options);
      return true;
    } catch {
      return false;
    }
  }

  const watching = createFileWatch(() => onReload(reload()));
  return {
    options: {
      ...loaded.options,
      requestCert: tls.clientCa !== undefined,
      rejectUnauthorized: tls.clientCa !== undefined,
      SNICallback: (name, answer) => answer(null, contextFor(loaded, name)),
    },
    follow(target) {
      server = target;
      watching.follow(filesOf(tls));
    },
    reload,
    close: () => watching.follow([]),
  };
}

function filesOf(tls: ListenTls): string[] {
  const pairs = [tls, ...tls.names].flatMap(({ cert, key }) => [cert, key]);
  return tls.clientCa === undefined ? pairs : [...pairs, tls.clientCa];
}

function load(tls: ListenTls): Loaded {
  const common: TlsOptions = {
    minVersion: tls.minVersion,
    honorCipherOrder: true,
    ...(tls.clientCa !== undefined && { ca: readFileSync(tls.clientCa) }),
  };
  const options = { ...common, ...read(tls) };
  const named = new Map<string, SecureContext>();
  for (const pair of tls.names) {
    const context = createSecureContext({ ...common, ...read(pair) });
    for (const host of pair.hosts) named.set(host.toLowerCase(), context);
  }
  return { options, first: createSecureContext(options), named };
}

function read({ cert, key }: KeyPair): { cert: Buffer; key: Buffer } {
  return { cert: readFileSync(cert), key: readFileSync(key) };
}

/** An exact name wins over `*.`, which stands for one label (RFC 6125 section 6.4.3); any other name gets the first. */
function contextFor({ first, named }: Loaded, name: string): SecureContext {
  const lower = name.toLowerCase();
  const dot = lower.indexOf('.');
  return named.get(lower) ?? (dot === -1 ? undefined : named.get(`*${lower.slice(dot)}`)) ?? first;
}
