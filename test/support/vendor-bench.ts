/** Plays one message of a fixture through the real redactor with a packaged profile and the default policy. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBody, selectCodec } from '../../src/codecs/select.ts';
import { describeKinds, maskLabel } from '../../src/detection/mask.ts';
import { conversationId } from '../../src/domain/frame.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import { createLive } from '../../src/domain/live.ts';
import { Secret } from '../../src/domain/secret.ts';
import { createBinder } from '../../src/proxy/binding.ts';
import type { DataPlaneParts } from '../../src/proxy/parts.ts';
import { findRoute } from '../../src/proxy/route.ts';
import { frameHead, treatmentOf } from '../../src/proxy/scope.ts';
import type { RequestHead } from '../../src/proxy/strict.ts';
import { rulesOf } from '../../src/redaction/message-rules.ts';
import { RecordTexts } from '../../src/redaction/record-texts.ts';
import type { Redaction, VisitorRestorer } from '../../src/redaction/redaction.ts';
import { createRedactor } from '../../src/redaction/redactor.ts';
import { routeCodecs } from '../../src/settings/codec-schema.ts';
import { packagedDir } from '../../src/settings/find.ts';
import { loadPolicy } from '../../src/settings/load-policy.ts';
import type { Site } from '../../src/settings/settings.ts';
import { parseSource } from '../../src/settings/source.ts';
import { toProfile, vendorSchema } from '../../src/settings/vendor-schema.ts';
import { printToken } from '../../src/vault/token.ts';
import type { SealRequest, Token } from '../../src/vault/vault.ts';
import { testSettings, testSite } from './sites.ts';
import { boundary, markedBody, type Stretch, stretches, type VendorLine } from './vendor-fixtures.ts';

export interface Played {
  readonly redaction: Redaction;
  readonly stretches: readonly Stretch[];
  /** Ids of the rules that fit. */
  readonly rules: readonly string[];
  /** What the conversations of sealed values were made of: the vendor's id, or `visitor`. */
  readonly conversations: readonly string[];
  /** The token that stood at the vendor for a value. */
  readonly tokenOf: (value: string) => string;
}

export interface VendorBench {
  play(id: string, line: VendorLine): Promise<Played>;
}

export async function loadBench(): Promise<VendorBench> {
  const loaded = await loadPolicy('default', packagedDir);
  if (!loaded.ok) throw new Error('the default policy does not load');
  const { provisioned } = loaded;
  const sites = new Map<string, Site>();
  return {
    play(id, line) {
      const site = sites.get(id) ?? siteOf(id, provisioned);
      sites.set(id, site);
      return playOn(site, line);
    },
  };
}

function siteOf(id: string, provisioned: Pick<Site, 'policy' | 'detection' | 'kinds'>): Site {
  const file = join(packagedDir, 'vendors', `${id}.yaml`);
  const source = parseSource(file, readFileSync(file, 'utf8'));
  const profile = toProfile(vendorSchema.parse(source.value));
  const site = testSite({ upstream: 'http://vendor.test', profile, routes: profile.routes });
  return { ...site, ...provisioned, codecs: routeCodecs(profile, {}) };
}

async function playOn(site: Site, line: VendorLine): Promise<Played> {
  const sealed: SealRequest[] = [];
  const kinds = describeKinds([{ kinds: site.kinds ?? [] }]);
  // A redactor for each line: neither a conversation nor a place that was told of before shall matter.
  const redactor = createRedactor({
    sealer: {
      owns: () => false,
      seal: async (requests) => {
        sealed.push(...requests);
        return requests.map(({ label }) => printToken(label, randomBytes(16), randomBytes(5)));
      },
    },
    clock: { now: () => 0 },
    limits: defaultLimits,
    label: (kind, text) => maskLabel(kinds, kind, text),
  });
  const tokens = new Map<string, Token>();
  const tokenOf = (value: string) => {
    const token = tokens.get(value) ?? printToken('card ••11', randomBytes(16), randomBytes(5));
    tokens.set(value, token);
    return token;
  };
  const marked = stretches(markedBody(line));
  const body = Buffer.from(marked.map(({ mark, text }) => (/[⟪⟦]/.test(mark) ? tokenOf(text) : text)).join(''));
  const { head, treatment } = sceneOf(site, line);
  const restorer = restorerOf((token) => [...tokens].find(([, known]) => known === token)?.[0]);
  const redaction = await redactor.redact(
    { head, bytes: body },
    treatment,
    line.direction === 'to-client' ? restorer : undefined,
  );
  return {
    redaction,
    stretches: marked,
    rules: fittingRules(body, head, treatment),
    conversations: sealed.map(({ binding }) => nameOf(binding.conversation)),
    tokenOf,
  };
}

function nameOf(conversation: string): string {
  return conversation.startsWith('v-') ? 'visitor' : (conversation.split('\0')[2] ?? 'anonymous');
}

function restorerOf(valueBehind: (token: Token) => string | undefined): VisitorRestorer {
  const restorer: VisitorRestorer = {
    conversation: conversationId('any'),
    async restore(token) {
      const value = valueBehind(token);
      return value === undefined ? undefined : new Secret(value);
    },
    beside: () => restorer,
    close: () => undefined,
  };
  return restorer;
}

/** What the data plane would make of the request that the message belongs to. */
function sceneOf(site: Site, line: VendorLine) {
  const [path = '/', query] = line.path.split('?');
  const parts = {
    settings: createLive(testSettings([site])),
    digest: (text: string) => text,
    entropy: { bytes: (size: number) => Buffer.alloc(size) },
    tenant: 't',
  } as unknown as DataPlaneParts;
  const request = {
    path,
    query: query === undefined ? '' : `?${query}`,
    ...(line.headers?.['cookie'] !== undefined && { cookie: line.headers['cookie'] }),
  } as RequestHead;
  const binding = createBinder(parts).bind(site, request, Object.entries(line.headers ?? {}).flat());
  const method = line.method ?? (line.ws === true ? 'GET' : 'POST');
  const route = findRoute(site, path, method, line.direction);
  const channel = line.ws === true ? ('ws-text' as const) : ('http-body' as const);
  const media = mediaOf(line);
  const head = frameHead(binding, { channel, direction: line.direction, transport: 'http', path, ...media });
  return { head, treatment: treatmentOf(site, route, 't') };
}

function mediaOf({ ws, type, form, parts, event }: VendorLine) {
  if (ws === true) return {};
  const json = event === undefined ? 'application/json' : 'text/event-stream';
  const known = form !== undefined ? 'application/x-www-form-urlencoded' : parts ? 'multipart/form-data' : json;
  return { media: { mediaType: type ?? known, charset: undefined, boundary: parts ? boundary : undefined } };
}

type Scene = ReturnType<typeof sceneOf>;

function fittingRules(body: Buffer, head: Scene['head'], { route, codec }: Scene['treatment']): readonly string[] {
  const open = { limits: defaultLimits, nesting: 0, ...head };
  const scene = { channel: head.channel, direction: head.direction, ...(codec !== undefined && { codec }) };
  const selection = selectCodec(open, scene, body);
  if (!('codec' in selection)) return [];
  const opened = openBody(selection.codec, body, open);
  if (!opened.ok) return [];
  return rulesOf(route, head.direction).fitting(new RecordTexts(opened.document.spans, opened.document.records));
}
