/** Keeps the demo on this computer: refuses foreign host names, and agents' pages through the proxy. */
import type { IncomingHttpHeaders } from 'node:http';

const loopbackNames: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** True for a Host header value that names this computer; anything else may be a rebound DNS name. */
export function isLoopback(host: string | undefined): boolean {
  return host !== undefined && loopbackNames.has(host.toLowerCase().replace(/:\d{1,5}$/, ''));
}

/** An absent Origin is a program, not a page; a page must come from this computer. */
export function originAllowed(origin: string | undefined): boolean {
  return origin === undefined || (URL.canParse(origin) && isLoopback(new URL(origin).host));
}

/** The visitor's side comes through the proxy, which says so; the agents' side never does. */
export function throughProxy(headers: IncomingHttpHeaders): boolean {
  return headers['x-forwarded-host'] !== undefined || headers['x-forwarded-for'] !== undefined;
}

const cookieName = 'demo_visitor';

/** The visitor's credential, made by the vendor, as the demo's profile names it. */
export function visitorOf(cookieHeader: string | undefined): string | undefined {
  for (const pair of (cookieHeader ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === cookieName && value !== undefined && /^[a-z]{16,64}$/.test(value)) return value;
  }
  return undefined;
}

export function visitorCookie(value: string): string {
  return `${cookieName}=${value}; Path=/; HttpOnly; SameSite=Lax`;
}
