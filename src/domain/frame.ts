/** One message on the wire, either direction, freed of transport coding. */

/** `to-upstream`: visitor to vendor. `to-client`: vendor to visitor. */
export type Direction = 'to-upstream' | 'to-client';
export type Transport = 'http' | 'websocket' | 'sse';
export type Channel = 'http-body' | 'event-stream' | 'ws-text' | 'ws-binary' | 'target' | 'header';

declare const conversationBrand: unique symbol;
/** Names one live conversation inside a site; made by `proxy/binding` only. */
export type ConversationId = string & { readonly [conversationBrand]: true };

export function conversationId(raw: string): ConversationId {
  return raw as ConversationId;
}

export interface FrameHead {
  readonly site: string;
  readonly channel: Channel;
  readonly direction: Direction;
  readonly transport: Transport;
  readonly conversation: ConversationId;
  /** Keyed digest of the visitor's credential (cookie, bearer); `''` when there was none. */
  readonly credential: string;
  /** What the vendor itself calls the conversation; kept in memory for calls to that vendor, never logged. */
  readonly vendorConversation?: string;
  /** Names the conversation that a body speaks of; present where the request itself named none and bodies may. */
  readonly rebind?: (claimed: string) => ConversationId;
  /** Path of the request without its query; never logged as it came. */
  readonly path: string;
  /** Lower-case type/subtype without parameters; absent when the sender declared none. */
  readonly mediaType?: string;
  /** The HTTP request and its answer share one; absent where nothing has to be joined. */
  readonly exchange?: symbol;
  /** `boundary` of a multipart body. */
  readonly boundary?: string;
}

export interface Frame {
  readonly head: FrameHead;
  readonly bytes: Buffer;
}
