/** Throw-away certificates made by openssl for one test, with an authority of their own. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface Authority {
  readonly folder: string;
  /** Path of the authority's own certificate, and its text. */
  readonly ca: string;
  readonly pem: string;
  /** Writes `<name>.crt` and `<name>.key` for these subject names; a second call with the same name replaces them. */
  issue(name: string, hosts: readonly string[]): { readonly cert: string; readonly key: string };
}

function openssl(...words: string[]): void {
  execFileSync('openssl', words, { stdio: 'ignore', timeout: 20_000 });
}

const keyOptions = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** Removed when the test ends, or whenever `atEnd` has it done. */
export function certificateAuthority(atEnd: (remove: () => void) => void = onTestFinished): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'chatveil-tls-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string) => join(folder, name);
  openssl(
    'req',
    '-x509',
    ...keyOptions,
    '-subj',
    '/CN=Test CA',
    '-days',
    '2',
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.crt'),
  );
  return {
    folder,
    ca: at('ca.crt'),
    pem: readFileSync(at('ca.crt'), 'utf8'),
    issue(name, hosts) {
      const names = hosts.map((host) => (/^[0-9.]+$/.test(host) ? `IP:${host}` : `DNS:${host}`)).join(',');
      writeFileSync(at('ext'), `subjectAltName=${names}\n`);
      openssl('req', ...keyOptions, '-subj', `/CN=${name}`, '-keyout', at('new.key'), '-out', at('new.csr'));
      openssl(
        ...['x509', '-req', '-in', at('new.csr'), '-CA', at('ca.crt'), '-CAkey', at('ca.key'), '-CAcreateserial'],
        ...['-days', '2', '-extfile', at('ext'), '-out', at('new.crt')],
      );
      const pair = { cert: at(`${name}.crt`), key: at(`${name}.key`) };
      writeFileSync(pair.cert, readFileSync(at('new.crt')));
      writeFileSync(pair.key, readFileSync(at('new.key')), { mode: 0o600 });
      return pair;
    },
  };
}
