/** Requests that ask for another protocol than WebSocket: read again as if they had not asked (RFC 9110 section 7.8). */
import type { IncomingMessage } from 'node:http';
import { headerName } from './header-names.ts';

/** Protocols by name and version; RFC 9110 section 7.8. */
const protocols = /^[\w!#$%&'*+.^`|~-]+(?:\/[\w!#$%&'*+.^`|~-]+)?$/;

/** Whether an `Upgrade` names known forms of protocol, none of them WebSocket: a server may then go on without it. */
export function asksForOther(upgrade: string): boolean {
  const names = upgrade.split(',').map((name) => name.trim());
  return names.every((name) => protocols.test(name) && !name.toLowerCase().startsWith('websocket'));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: with one of them the head would not be the one that was read
const breaks = /[\x00\r\n]/;

/**
 * The head of such a request once more, without its `Upgrade` line; nothing where that is not safe, or where a WebSocket
 * was meant. `Connection` stays as it is: without the line, its token asks for nothing. node:http has skipped the body,
 * and by itself would lose what follows one (it takes everything behind for the other protocol); so the parser begins
 * anew with this head and all bytes behind it, and every check is made of what it reads then.
 */
export function headWithoutUpgrade(request: IncomingMessage): Buffer | undefined {
  const { rawHeaders: raw, method = '', url = '' } = request;
  let text = `${method} ${url} HTTP/${request.httpVersion}\r\n`;
  let asked = 0;
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] ?? '';
    const value = raw[at + 1] ?? '';
    const { role } = headerName(name);
    if (role === 'websocket' || breaks.test(name) || breaks.test(value)) return undefined;
    if (role !== 'upgrade') text += `${name}: ${value}\r\n`;
    else if (asksForOther(value)) asked += 1;
    else return undefined;
  }
  // Node's headers are Latin-1: each character is the byte that came.
  return asked === 1 ? Buffer.from(`${text}\r\n`, 'latin1') : undefined;
}
