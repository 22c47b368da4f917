/** What one exchange or socket is about: its site, routes, treatment and conversation; made once, read everywhere. */
import type { Channel, Direction, FrameHead, Transport } from '../domain/frame.ts';
import type { Route } from '../domain/profile.ts';
import type { Outcome } from '../observe/recorder.ts';
import type { Redaction, Treatment } from '../redaction/redaction.ts';
import type { SpanUrls } from '../redaction/url-edits.ts';
import type { Site } from '../settings/settings.ts';
import type { Binder, Binding } from './binding.ts';
import type { MediaType } from './content.ts';
import { reportDrift } from './drift.ts';
import { takeBack } from './heal.ts';
import type { HeldRequests } from './held-requests.ts';
import type { DataPlaneParts } from './parts.ts';
import type { Presence } from './presence.ts';
import type { Upstreams } from './upstream.ts';

/** The running data plane, as its parts see it. */
export interface Plane extends DataPlaneParts {
  /** Our pseudonym in Via, unique per process. */
  readonly via: string;
  readonly draining: boolean;
  /** Whether this address is a hop whose X-Forwarded-* are believed. */
  readonly trusts: (address: string) => boolean;
  /** Which conversations have a connection. */
  readonly presence: Presence;
  /** Requests that are kept back for a moment. */
  readonly held: HeldRequests;
}

/** One downstream connection. */
export interface Downstream {
  readonly upstreams: Upstreams;
  readonly binder: Binder;
  /** IP address; empty for a Unix socket without a PROXY head. */
  readonly address: string;
  /** It is a hop whose X-Forwarded-* are believed. */
  readonly trusted: boolean;
  readonly scheme: 'http' | 'https';
  /** Sites whose open connections this one is counted among. */
  readonly sites: Set<string>;
}

const treatments = new WeakMap<Site, Map<Route, Treatment>>();

/** The same object for the same site and route, so that a request costs no new one. */
export function treatmentOf(site: Site, route: Route, tenant: string): Treatment {
  let ofSite = treatments.get(site);
  if (ofSite === undefined) {
    ofSite = new Map();
    treatments.set(site, ofSite);
  }
  let treatment = ofSite.get(route);
  if (treatment === undefined) {
    const { mode, policy, detection, limits } = site;
    const { messages, streams } = site.profile;
    const conversation = site.profile.conversation.flatMap((source) =>
      source.from === 'body' ? [source.pointer] : [],
    );
    const codec = site.codecs?.get(route);
    treatment = {
      mode,
      policy,
      detection,
      route,
      limits,
      tenant,
      profile: site.profile.id,
      ...(conversation.length > 0 && { conversation }),
      ...(codec !== undefined && { codec }),
      ...(messages !== undefined && { messages }),
      ...(streams !== undefined && { streams }),
    };
    ofSite.set(route, treatment);
  }
  return treatment;
}

/** The treatment with URLs that follow the visitor's own origin, and so cannot be kept with it. */
export function withUrls(treatment: Treatment, urls: SpanUrls | undefined): Treatment {
  return urls === undefined ? treatment : { ...treatment, urls };
}

export interface FrameFacts {
  readonly channel: Channel;
  readonly direction: Direction;
  readonly transport: Transport;
  readonly path: string;
  readonly media?: MediaType;
  readonly exchange?: symbol | undefined;
}

export function frameHead(binding: Binding, facts: FrameFacts): FrameHead {
  const { media } = facts;
  return {
    site: binding.site,
    channel: facts.channel,
    direction: facts.direction,
    transport: facts.transport,
    conversation: binding.conversation,
    credential: binding.credential,
    ...(binding.claimed !== undefined && { vendorConversation: binding.claimed }),
    ...(binding.rebind !== undefined && { rebind: binding.rebind }),
    path: facts.path,
    ...(facts.exchange !== undefined && { exchange: facts.exchange }),
    ...(media?.mediaType !== undefined && { mediaType: media.mediaType }),
    ...(media?.boundary !== undefined && { boundary: media.boundary }),
  };
}

/** The head of a body that is read as a whole, the request's or the answer's. */
export function bodyHead(
  {
    binding,
    head,
    id,
  }: { readonly binding: Binding; readonly head: { readonly path: string }; readonly id: symbol | undefined },
  direction: Direction,
  media: MediaType,
): FrameHead {
  return frameHead(binding, {
    channel: 'http-body',
    direction,
    transport: 'http',
    path: head.path,
    media,
    exchange: id,
  });
}

/** Counts what the pipeline answered for one message of `size` bytes. */
export function recordRedaction(
  plane: DataPlaneParts,
  head: FrameHead,
  redaction: Redaction,
  size: number,
  enforced: boolean,
): void {
  recordPart(plane, head, redaction, size, enforced);
  recordTotal(plane, head, redaction);
}

/** Counts a message once; its parts have been counted one by one. */
export function recordTotal(plane: DataPlaneParts, head: FrameHead, outcome: Redaction | Outcome): void {
  const total = typeof outcome === 'string' ? outcome : outcomeOf(outcome);
  plane.recorder.message(head.site, head.direction, head.transport, total);
}

/** Everything but the message itself: what was found in a part of it, and how much was looked at. */
export function recordPart(
  plane: DataPlaneParts,
  head: FrameHead,
  redaction: Redaction,
  size: number,
  enforced: boolean,
): void {
  const { recorder } = plane;
  if (redaction.decisions.length > 0) recorder.decisions(head.site, head.direction, redaction.decisions, enforced);
  let unread = 0;
  if (redaction.verdict === 'forward') {
    for (const part of redaction.uninspected) {
      unread += part.bytes;
      recorder.uninspected(head.site, head.direction, part.reason, part.bytes);
    }
  }
  if (size > unread) recorder.inspected(head.site, head.direction, size - unread);
  if (redaction.verdict === 'forward' && redaction.drift !== undefined) reportDrift(plane, head, redaction.drift);
  if (enforced && redaction.heal !== undefined) {
    const vendorConversation = redaction.verdict === 'forward' ? redaction.vendorConversation : undefined;
    takeBack(plane, healHead(head, vendorConversation), redaction.heal);
  }
}

function healHead(head: FrameHead, vendorConversation: string | undefined): FrameHead {
  return vendorConversation === undefined ? head : { ...head, vendorConversation };
}

export function outcomeOf(redaction: Redaction): Outcome {
  if (redaction.verdict === 'forward') return redaction.edited ? 'edited' : 'forwarded';
  if (redaction.code === 'CV_BLOCKED_BY_POLICY') return 'blocked';
  return redaction.code === 'CV_DETECTION_FAILED' || redaction.code.startsWith('CV_VAULT') ? 'failed' : 'refused';
}
