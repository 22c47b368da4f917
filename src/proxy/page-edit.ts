/** Changes of whole pages and scripts on their way to the visitor: the shim first, URLs in literals, no stale integrity. */
import { createHash } from 'node:crypto';
import { readPageInSteps } from '../codecs/page.ts';
import { scriptHead, scriptUrlsInSteps } from '../codecs/script-urls.ts';
import { applySplices, type Splice } from '../codecs/splice.ts';
import type { Profile } from '../domain/profile.ts';
import { changed, type OwnOrigin, type UrlMap } from '../domain/url-map.ts';
import type { ShimPatch, UrlRewrite } from '../domain/vendor-hosts.ts';
import type { Work } from '../domain/work.ts';
import { mapContentPolicy } from './content-policy.ts';
import { shimSource } from './shim.ts';
import { originText } from './visitor-origin.ts';

export interface PageEditor {
  /** The script itself, for those who include it by hand. */
  shim(): string;
  /** As a source of Content-Security-Policy. */
  shimHash(): string;
  /** What has to be done to a body of this type; undefined: nothing. */
  editor(facts: PageFacts): ((bytes: Buffer) => Work<Buffer>) | undefined;
  /** Whether pages get the shim inline. */
  readonly inline: boolean;
  /** Hosts whose URLs pages lose in their markup and in all that scripts do; undefined when there is no such care. */
  readonly closed: ReadonlySet<string> | undefined;
}

export interface PageFacts {
  readonly mediaType: string | undefined;
  /** Sec-Fetch-Dest of the request: what the browser wants it for. */
  readonly wantedFor: string | undefined;
}

export interface PageEditParts {
  readonly profile: Profile;
  readonly own: OwnOrigin;
  readonly prefix: string;
  readonly home: URL;
  readonly urls: UrlMap;
}

const pages = new Set(['document', 'iframe', 'frame', 'embed', 'object', 'fencedframe']);
const workers = new Set(['worker', 'sharedworker', 'serviceworker']);

export function pageEditor({ profile, own, prefix, home, urls }: PageEditParts): PageEditor {
  const { hosts = [], rewriteUrls = [], redirect } = profile;
  const inject = redirect?.shim?.inject ?? [];
  const patch = redirect?.shim?.patch;
  const shim = once(() => shimSource({ own, prefix, hosts, home, ...(patch !== undefined && { patch }) }));
  const shimHash = once(() => `'sha256-${createHash('sha256').update(shim()).digest('base64')}'`);
  const inline = inject.includes('html');
  const inScripts = inject.includes('script');
  const literals = rewriteUrls.filter((rule) => rule.in === 'js');
  const names = namesOf(rewriteUrls, 'js') ?? new Set<string>();
  const editsScripts = inScripts || literals.length > 0;
  const ownText = originText(own);
  const closed = inline && covers(patch) ? namesOf(rewriteUrls, 'html') : undefined;

  const mapLiteral = (url: string) => changed(url, urls.toClient(url, names));
  function* scriptSplices(source: string): Work<Splice[]> {
    return literals.length === 0 ? [] : yield* scriptUrlsInSteps(source, mapLiteral);
  }
  const mapPolicy = (value: string) =>
    mapContentPolicy(value, {
      urls,
      origins: [ownText, ownText.replace(/^http/, 'ws')],
      shimHash: undefined,
      closed,
    });

  function* editPage(raw: Buffer): Work<Buffer> {
    const page = yield* readPageInSteps(raw);
    if (!page.whole) return raw;
    const splices: Splice[] = [];
    if (inline) splices.push(insertion(page.first, `<script>${shim()}</script>`));
    for (const range of page.policies) splices.push(attributeSplice(raw, range, mapPolicy));
    for (const { start, end, url } of editsScripts ? page.digests : []) {
      if (leadsHere(url, ownText)) splices.push({ start, end, bytes: Buffer.alloc(0) });
    }
    for (const { start, end } of page.scripts) {
      const within = yield* scriptSplices(raw.toString('latin1', start, end));
      for (const one of within) splices.push({ ...one, start: one.start + start, end: one.end + start });
      yield;
    }
    return applySplices(raw, splices);
  }
  const editScript = (withShim: boolean) =>
    function* (raw: Buffer): Work<Buffer> {
      const source = raw.toString('latin1');
      const splices = yield* scriptSplices(source);
      return applySplices(raw, withShim ? [insertion(scriptHead(source), `${shim()}\n`), ...splices] : splices);
    };

  return {
    shim,
    shimHash,
    inline,
    closed,
    editor({ mediaType = '', wantedFor }) {
      if (htmlType.test(mediaType)) {
        const edits = inline || editsScripts;
        return edits && (wantedFor === undefined || pages.has(wantedFor)) ? editPage : undefined;
      }
      if (!scriptType.test(mediaType)) return undefined;
      // A worker has no page to bring the shim.
      if (workers.has(wantedFor ?? '')) return inline || editsScripts ? editScript(inline || inScripts) : undefined;
      return editsScripts && (wantedFor ?? 'script') === 'script' ? editScript(inScripts) : undefined;
    },
  };
}

/** Hosts that rules of this kind name; undefined where there is none. */
function namesOf(rules: readonly UrlRewrite[], kind: UrlRewrite['in']): ReadonlySet<string> | undefined {
  const hosts = rules.flatMap((rule) => (rule.in === kind ? rule.hosts : []));
  return hosts.length === 0 ? undefined : new Set(hosts);
}

/** What loads something into a page; calls have `connect-src`, which is closed in any case. */
const loading: readonly ShimPatch[] = ['image', 'script', 'iframe', 'link', 'worker', 'markup', 'style', 'navigation'];

function covers(patch: readonly ShimPatch[] | undefined): boolean {
  return patch === undefined || loading.every((name) => patch.includes(name));
}

const htmlType = /^(?:text\/html|application\/xhtml\+xml)$/;
const scriptType = /^(?:text|application)\/(?:x-)?(?:java|ecma)script$/;

/** A statement of its own, whatever stands before it. */
function insertion(at: number, text: string): Splice {
  return { start: at, end: at, bytes: Buffer.from(text) };
}

/** Our origin, or a URL relative to a page of ours. */
function leadsHere(url: string, ownText: string): boolean {
  if (url.startsWith(`${ownText}/`)) return true;
  return url !== '' && !url.startsWith('//') && !/^[a-z][a-z0-9+.-]*:/i.test(url);
}

/** Quotes of sources are sometimes spelled as references. */
function attributeSplice(
  raw: Buffer,
  { start, end }: { start: number; end: number },
  map: (text: string) => string,
): Splice {
  const text = raw
    .toString('utf8', start, end)
    .replace(/&#39;|&#x27;|&apos;/gi, "'")
    .replaceAll('&amp;', '&');
  const mapped = map(text).replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
  return { start, end, bytes: Buffer.from(mapped) };
}

function once(make: () => string): () => string {
  let made: string | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
