/** Connection strings with credentials in them: `scheme://user:password@host/...` and `Server=...;Password=...`. */
import { defineDetector, type Hit } from '../src/detection/detector.ts';
import { isPlaceholder } from '../src/detection/placeholder.ts';
import { phrases } from '../src/detection/said.ts';

const URL_MAX = 512;
/** What stands in front of an address, and no character of it can. */
const LEAD_MAX = 256;
const outside = /[\s"'<>]/g;
const scheme = /(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,30}$/;
const SCHEME_MAX = 32;
const USER_MAX = 64;
const PASSWORD_MAX = 128;
const USERINFO_MAX = USER_MAX + 1 + PASSWORD_MAX;
/** What ends the name of a user. */
const userEnd = /[:@/]/g;
const host =
  /^(?:\[[0-9A-Fa-f:]+\]|[A-Za-z0-9_.-]+)(?::\d{1,5})?(?:,[A-Za-z0-9_.-]+(?::\d{1,5})?)*(?:[/?#][^\s"'<>`]*)?/;
/** `name=value;` pairs around the one that holds the secret. */
const pair = /[A-Za-z][A-Za-z0-9 _]{1,30} ?= ?[^;\n"'`]{0,200}/;
const pairsBefore = new RegExp(`(?:${pair.source};\\s?)+$`);
const pairsAfter = new RegExp(`^(?:;\\s?${pair.source})*;?`);

export default defineDetector({
  id: 'connection-string',
  kinds: [{ kind: 'CONNECTION_STRING', title: 'Connection string', word: 'connection', visible: 'nothing' }],
  title: 'Connection strings with credentials',
  authority: 'RFC 3986 section 3.2.1 (userinfo), OLE DB and ADO.NET connection string syntax',
  regulations: ['PCI DSS 4.0.1 req. 8.6.2', 'ISO/IEC 27001:2022 A.5.17', 'GDPR Art. 32'],
  takes: ['at', 'term'],
  reach: 2048,
  terms: {
    secret: phrases(
      'password|pwd|accountkey|account key|sharedaccesskey|shared access key|sharedsecret|accesskey|secret',
    ),
    command: phrases('curl'),
  },
  examples: {
    hits: [
      'it is ‹postgres://app:s3cr3tPw@db.example.com:5432/shop› ok',
      '‹mongodb+srv://root:Gx7pQ2w@cluster0.example.net/test?w=majority›',
      '‹Server=db;Database=shop;User Id=sa;Password=Gx7pQ2w;Encrypt=true›',
      'curl -s -u ‹app:Gx7pQ2w› https://api.example.com',
      'curl --user "‹jo:Gx7!pQ2w›" https://api.example.com',
      'use ‹redis://:Gx7pQ2wzz@cache.example.com:6379/0›',
    ],
    misses: [
      'postgres://user:password@localhost/db',
      'postgres://db.example.com:5432/shop',
      'https://example.com/@jane',
      'mysql://USER:<PASSWORD>@host/db',
      'Server=db;Password=****;',
      'mail jane@example.com',
      'curl -u user:password https://api.example.com',
      'curl -u $USER:$TOKEN https://api.example.com',
    ],
  },
  confirm({ text }, { takes, list, start, end }) {
    if (list === 'command') return inCommand(text, end);
    return takes === 'at' ? inUrl(text, start) : inPairs(text, start, end);
  },
});

function inUrl(text: string, at: number): Hit | undefined {
  const lead = text.slice(Math.max(0, at - LEAD_MAX), at);
  const head = lead.includes('://') ? credentialsIn(lead) : undefined;
  if (head === undefined || isPlaceholder(head.password)) return undefined;
  const rest = text.slice(at + 1, at + URL_MAX);
  const tail = host.exec(rest);
  if (tail === null || /^[^\s/]*@/.test(rest)) return undefined;
  const start = at - head.length;
  const end = at + 1 + tail[0].replace(/[.,;:!?)\]}]+$/, '').length;
  return { kind: 'CONNECTION_STRING', start, end, confidence: 0.99, evidence: [{ rule: 'userinfo', at: start }] };
}

/** The longest `scheme://user:password` at the end of a text; every scheme is looked at once, as many may follow each other. */
function credentialsIn(lead: string): { readonly length: number; readonly password: string } | undefined {
  let from = 0;
  for (const { index } of lead.matchAll(outside)) from = index + 1;
  from = Math.max(from, lead.length - USERINFO_MAX - 3);
  for (let sign = lead.indexOf('://', from); sign >= 0; sign = lead.indexOf('://', sign + 3)) {
    const password = passwordIn(lead, sign + 3);
    if (password === undefined) continue;
    const name = scheme.exec(lead.slice(Math.max(0, sign - SCHEME_MAX), sign))?.[0];
    if (name !== undefined) return { length: lead.length - sign + name.length, password };
  }
  return undefined;
}

/** User, a colon, the password up to the end: percent-encoded or with signs that should have been. */
function passwordIn(lead: string, start: number): string | undefined {
  userEnd.lastIndex = start;
  const end = userEnd.exec(lead)?.index ?? lead.length;
  const size = lead.length - end - 1;
  if (lead[end] !== ':' || end - start > USER_MAX || size < 1 || size > PASSWORD_MAX) return undefined;
  return lead.slice(end + 1);
}

/** `curl -u user:password`; a quoted part may hold blanks. */
const login =
  /\s(?:-[a-zA-Z]{0,3}u|--user)[ =]{1,3}(["']?)([^\s"':]{0,80}:(?:[^\s"'$\\]|\$(?![A-Za-z_{(])){1,80})\1(?=\s|$)/;
const COMMAND_MAX = 512;

function inCommand(text: string, end: number): Hit | undefined {
  const found = login.exec(text.slice(end, end + COMMAND_MAX));
  const pair = found?.[2];
  if (found === null || pair === undefined || isPlaceholder(pair.slice(pair.indexOf(':') + 1))) return undefined;
  const start = end + found.index + found[0].lastIndexOf(pair);
  return {
    kind: 'CONNECTION_STRING',
    start,
    end: start + pair.length,
    confidence: 0.93,
    evidence: [{ rule: 'userinfo', at: start }],
  };
}

function inPairs(text: string, start: number, end: number): Hit | undefined {
  const value = /^ ?= ?("[^"\n]{1,128}"|'[^'\n]{1,128}'|[^;\s"']{1,200})/.exec(text.slice(end, end + 204));
  if (value?.[1] === undefined || isPlaceholder(value[1].replace(/^["']|["']$/g, ''))) return undefined;
  const before = pairsBefore.exec(text.slice(Math.max(0, start - 400), start));
  const stop = end + value[0].length;
  const after = pairsAfter.exec(text.slice(stop, stop + 400));
  if (
    before === null ||
    !/(?:server|host|data source|database|initial catalog|dsn|driver|endpoint|protocol|accountname|addr\w*|uid|user id|user)\s?=/i.test(
      before[0],
    )
  )
    return undefined;
  const lead =
    before[0].length -
    (/^(?:[a-z ]* )?(?=(?:Server|Data Source|Host|Driver|Endpoint|DefaultEndpointsProtocol)\b)/.exec(before[0])?.[0]
      .length ?? 0);
  const from = start - lead;
  const to = stop + (after?.[0].trimEnd().length ?? 0);
  return {
    kind: 'CONNECTION_STRING',
    start: from,
    end: to,
    confidence: 0.98,
    evidence: [{ rule: 'name-value', at: from }],
  };
}
