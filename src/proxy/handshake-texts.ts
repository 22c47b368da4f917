/** The texts around a WebSocket: what its handshake says in target, header fields and subprotocols, either way. */
import type { IncomingMessage } from 'node:http';
import type { Direction } from '../domain/frame.ts';
import type { Treatment } from '../redaction/redaction.ts';
import type { Site } from '../settings/settings.ts';
import type { Binding } from './binding.ts';
import { type LookAt, lookWith, mayHold, scanAnswerHeaders } from './header-texts.ts';
import type { ResponseHead } from './response-headers.ts';
import { findRoute } from './route.ts';
import { type Downstream, frameHead, type Plane, treatmentOf } from './scope.ts';
import type { RequestHead } from './strict.ts';
import { type ScannedTexts, scanTexts } from './texts.ts';

interface Scene {
  readonly plane: Plane;
  readonly site: Site;
  readonly head: RequestHead;
  readonly binding: Binding;
  readonly rawHeaders: readonly string[];
}

export function sceneOf(attempt: {
  readonly plane: Plane;
  readonly site: Site;
  readonly head: RequestHead;
  readonly request: IncomingMessage;
  readonly downstream: Downstream;
}): Scene {
  const { plane, site, head, request, downstream } = attempt;
  const { rawHeaders } = request;
  return { plane, site, head, rawHeaders, binding: downstream.binder.bind(site, head, rawHeaders) };
}

/** What the handshake has to say instead. A subprotocol cannot be edited, so one that holds a card number blocks it. */
export function handshakeTexts(scene: Scene): ScannedTexts | 'blocked' | undefined {
  const { plane, rawHeaders, head, binding } = scene;
  const { look, treatment } = lookOf(scene, 'to-upstream');
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() !== 'sec-websocket-protocol') continue;
    const value = rawHeaders[at + 1] ?? '';
    if (mayHold(value) && look(value)?.card === true) return 'blocked';
  }
  return scanTexts(plane, rawHeaders, head, binding, treatment);
}

/** The vendor's 101 as the visitor may see it. */
export function withoutCards(scene: Scene, answer: ResponseHead): ResponseHead {
  const raw = scanAnswerHeaders(answer.raw, (text) => lookOf(scene, 'to-client').look(text));
  return raw === answer.raw ? answer : { ...answer, raw };
}

function lookOf({ plane, site, head, binding }: Scene, direction: Direction): { look: LookAt; treatment: Treatment } {
  const treatment = treatmentOf(site, findRoute(site, head.path, head.method, direction), plane.tenant);
  const frame = frameHead(binding, { channel: 'header', direction, transport: 'websocket', path: head.path });
  return { treatment, look: lookWith(plane, frame, treatment, () => undefined) };
}
