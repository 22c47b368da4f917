/** Sites, settings and a fake redactor for tests of the data plane: no detector, vault or file behind them. */
import type { Codec, Framer, Selection } from '../../src/codecs/codec.ts';
import { ChatveilError } from '../../src/domain/errors.ts';
import { defaultLimits, type Limits } from '../../src/domain/limits.ts';
import { createLive, type Live } from '../../src/domain/live.ts';
import type { Route } from '../../src/domain/profile.ts';
import { atOnce } from '../../src/domain/work.ts';
import type { Recorder } from '../../src/observe/recorder.ts';
import type { Policy } from '../../src/policy/policy.ts';
import type { DataPlaneParts } from '../../src/proxy/parts.ts';
import { createDataPlane, type DataPlane } from '../../src/proxy/plane.ts';
import type { Redaction, Redactor } from '../../src/redaction/redaction.ts';
import type { Settings, Site } from '../../src/settings/settings.ts';

/** The word that the fake redactor hides, and what it writes instead. */
export const marker = 'SECRETWORD';
export const masked = '[hidden]';
/** The word that the fake redactor refuses to let through. */
export const forbidden = 'FORBIDDENWORD';

export const openRoute: Route = {
  id: 'all',
  path: '**',
  inspect: true,
  ifUnreadable: 'block',
  files: 'block',
  binary: 'block',
  previews: [],
  never: [],
  own: [],
};

const policy: Policy = {
  id: 'test',
  title: 'test',
  version: '0',
  ifVaultUnavailable: 'block',
  restores: () => false,
  decide: () => ({ action: 'mask', rule: 'test', restore: 'never', notice: undefined }),
};

export interface SiteOptions {
  readonly upstream: string;
  readonly id?: string;
  readonly hosts?: readonly string[];
  readonly routes?: readonly Route[];
  readonly limits?: Partial<Limits>;
  readonly mode?: Site['mode'];
  readonly origins?: readonly string[];
  readonly profile?: Partial<Site['profile']>;
}

export function testSite(options: SiteOptions): Site {
  return {
    id: options.id ?? 'shop',
    hosts: options.hosts ?? ['shop.test'],
    upstream: new URL(options.upstream),
    profile: {
      id: 'generic',
      title: 'generic',
      routes: options.routes ?? [openRoute],
      conversation: [],
      credential: [],
      ...options.profile,
    },
    policy,
    detection: { find: () => [], clean: () => true, openFrom: (text) => text.length },
    mode: options.mode ?? 'enforce',
    limits: { ...defaultLimits, ...options.limits },
    origins: options.origins ?? [],
  };
}

export function testSettings(sites: readonly Site[], limits: Partial<Limits> = {}): Settings {
  const listen = { host: '127.0.0.1', port: 0 };
  return {
    listen: { data: listen, console: listen, ops: listen },
    dataDir: '/nonexistent',
    vault: { store: { sqlite: '/nonexistent' }, rootKey: { env: 'NONE' } },
    sites,
    limits: { ...defaultLimits, ...limits },
    trustedHops: [],
    logLevel: 'error',
    watch: false,
  };
}

const codec: Codec = { id: 'fake', open: () => ({ ok: false, reason: 'CV_INTERNAL' }) };

/** Cuts at blank lines (events) or at line ends. */
function lineFramer(delimiter: string): Framer {
  let rest = '';
  return {
    push(chunk) {
      rest += chunk.toString('latin1');
      if (rest.length > 1_000_000) throw new ChatveilError('CV_RECORD_TOO_LARGE');
      const records: Buffer[] = [];
      for (let at = rest.indexOf(delimiter); at !== -1; at = rest.indexOf(delimiter)) {
        records.push(Buffer.from(rest.slice(0, at + delimiter.length), 'latin1'));
        rest = rest.slice(at + delimiter.length);
      }
      return records;
    },
    end: () => Buffer.from(rest, 'latin1'),
  };
}

export interface FakeRedactorOptions {
  /** Makes every answer a promise, later by this many milliseconds, to test order. */
  readonly delay?: (text: string) => number | undefined;
  readonly fail?: boolean;
}

/** Hides `marker`, blocks `forbidden`, and counts what it was shown. */
export function fakeRedactor(options: FakeRedactorOptions = {}): Redactor & { readonly seen: string[] } {
  const seen: string[] = [];
  const select = (mediaType: string | undefined): Selection => {
    if (mediaType === 'text/event-stream') return { treat: 'stream', codec, framer: () => lineFramer('\n\n') };
    if (mediaType === 'application/x-ndjson') return { treat: 'stream', codec, framer: () => lineFramer('\n') };
    if (mediaType === 'text/css') return { treat: 'asset', reason: 'asset-style' };
    if (mediaType === 'application/octet-stream') return { treat: 'unknown', reason: 'binary' };
    return { treat: 'document', codec };
  };
  return {
    seen,
    select: (head) => select(head.mediaType),
    redact({ head, bytes }, treatment) {
      const selection = select(head.mediaType);
      const unread = { verdict: 'forward', bytes, edited: false, decisions: [] } as const;
      if (selection.treat === 'asset')
        return { ...unread, uninspected: [{ reason: selection.reason, bytes: bytes.length }] };
      if (head.channel === 'ws-binary') {
        if (treatment.route.binary === 'pass')
          return { ...unread, uninspected: [{ reason: 'binary', bytes: bytes.length }] };
        return { verdict: 'block', code: 'CV_BINARY_REFUSED', notice: undefined, decisions: [] };
      }
      if (selection.treat === 'unknown') {
        if (treatment.route.ifUnreadable === 'pass')
          return { ...unread, uninspected: [{ reason: 'binary', bytes: bytes.length }] };
        return { verdict: 'block', code: 'CV_CONTENT_UNKNOWN', notice: undefined, decisions: [] };
      }
      const text = bytes.toString('utf8');
      seen.push(text);
      const answer = (): Redaction => {
        if (options.fail) return { verdict: 'block', code: 'CV_DETECTION_FAILED', notice: undefined, decisions: [] };
        if (text.includes(forbidden)) {
          return { verdict: 'block', code: 'CV_BLOCKED_BY_POLICY', notice: 'Not here, please.', decisions: [] };
        }
        if (!text.includes(marker)) return { ...unread, uninspected: [] };
        const edited = Buffer.from(text.replaceAll(marker, masked));
        return { verdict: 'forward', bytes: edited, edited: true, decisions: [], uninspected: [] };
      };
      const delay = options.delay?.(text);
      if (delay === undefined) return answer();
      return new Promise((resolve) => setTimeout(() => resolve(answer()), delay));
    },
    redactText: (text) => ({
      text: text.replaceAll(marker, masked),
      decisions: [],
      blocked: text.includes(forbidden),
    }),
    redactFields: () => ({ texts: new Map(), decisions: [], blocked: false }),
    // biome-ignore lint/correctness/useYield: there is one step
    *hidesSomething(text) {
      return text.includes(marker) || text.includes(forbidden);
    },
    share: atOnce,
    forget: () => undefined,
  };
}

export interface Tally extends Recorder {
  readonly messages: string[];
  readonly unread: Map<string, number>;
  readonly upstreamErrors: string[];
  readonly open: Map<string, number>;
}

export function tally(): Tally {
  const messages: string[] = [];
  const unread = new Map<string, number>();
  const upstreamErrors: string[] = [];
  const open = new Map<string, number>();
  const nothing = () => undefined;
  return {
    messages,
    unread,
    upstreamErrors,
    open,
    message: (site, direction, transport, outcome) => messages.push(`${site} ${direction} ${transport} ${outcome}`),
    uninspected: (_site, direction, reason, bytes) => {
      const key = `${direction} ${reason}`;
      unread.set(key, (unread.get(key) ?? 0) + bytes);
    },
    upstreamError: (_site, reason) => upstreamErrors.push(reason),
    connection: (site, transport, change) => {
      const key = `${site} ${transport}`;
      open.set(key, (open.get(key) ?? 0) + change);
    },
    decisions: nothing,
    inspected: nothing,
    scanned: nothing,
    latency: nothing,
    sealed: nothing,
    committed: nothing,
    vaultRecords: nothing,
    reload: nothing,
  };
}

export interface TestPlane {
  readonly plane: DataPlane;
  readonly port: number;
  readonly recorder: Tally;
  readonly settings: Live<Settings>;
}

export async function startPlane(
  sites: readonly Site[],
  overrides: Partial<DataPlaneParts> & { readonly limits?: Partial<Limits> } = {},
): Promise<TestPlane> {
  const recorder = tally();
  const settings = overrides.settings ?? createLive(testSettings(sites, overrides.limits));
  let count = 0;
  const plane = createDataPlane({
    settings,
    redactor: fakeRedactor(),
    recorder,
    openRestorer: ({ conversation }) => ({ conversation, restore: async () => undefined, close: () => undefined }),
    clock: { now: () => Date.now() },
    entropy: {
      bytes(size) {
        count += 1;
        return Buffer.alloc(size, count);
      },
    },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    digest: (text) => Buffer.from(text).toString('hex').slice(-32),
    tenant: 'test',
    ...overrides,
  });
  return { plane, port: await plane.listen(settings.current.listen.data), recorder, settings };
}
