/** What one direction of a socket pair needs to have its messages looked at, by the settings of the moment. */
import { codecOfSubprotocol } from '../codecs/subprotocols.ts';
import type { Direction, FrameHead } from '../domain/frame.ts';
import type { Treatment } from '../redaction/redaction.ts';
import type { Settings } from '../settings/settings.ts';
import type { ConversationRestorer } from '../vault/vault.ts';
import type { BridgeParts } from './direction.ts';
import { redirectionFor } from './redirection.ts';
import { findRoute, siteNow } from './route.ts';
import { frameHead, treatmentOf, withUrls } from './scope.ts';

export interface Inspector {
  readonly head: FrameHead;
  /** The same for binary messages. */
  readonly binaryHead: FrameHead;
  readonly restorer: ConversationRestorer | undefined;
  /** How the settings of this very moment want messages treated. */
  treatment(): Treatment;
}

/** What one direction needs for each message; looked up anew only when the settings were swapped. */
export function createInspector(parts: BridgeParts, direction: Direction): Inspector {
  const { plane, binding, path } = parts;
  const head = frameHead(binding, { channel: 'ws-text', direction, transport: 'websocket', path });
  let seen: Settings | undefined;
  let treatment: Treatment;
  let restorer: ConversationRestorer | undefined;
  const refresh = (settings: Settings) => {
    seen = settings;
    const site = siteNow(settings, parts.site) ?? parts.site;
    const redirection = redirectionFor(site, parts.own);
    treatment = withUrls(
      asSpoken(treatmentOf(site, findRoute(site, path, 'GET', direction), plane.tenant), parts),
      direction === 'to-client' ? redirection?.toClient : redirection?.toVendor,
    );
    restorer = direction === 'to-client' ? parts.downstream.binder.restorer(site, binding) : undefined;
  };
  return {
    head,
    binaryHead: { ...head, channel: 'ws-binary' },
    treatment() {
      const settings = plane.settings.current;
      if (settings !== seen) refresh(settings);
      return treatment;
    },
    get restorer() {
      return restorer;
    },
  };
}

/** A profile that names no codec leaves it to the subprotocol that both sides agreed on. */
function asSpoken(treatment: Treatment, { upstream }: BridgeParts): Treatment {
  const codec = treatment.codec ?? codecOfSubprotocol(upstream.protocol);
  return codec === undefined || codec === treatment.codec ? treatment : { ...treatment, codec };
}
