/** What the demo's pages and its vendor say to each other; types only. */

export type Speaker = 'visitor' | 'agent';
export type Way = 'websocket' | 'http' | 'upload';

/** One chat message as the vendor stored it. */
export interface StoredMessage {
  readonly id: string;
  readonly from: Speaker;
  readonly text: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface ConversationView {
  readonly id: string;
  /** A made-up name, so that an agent can tell visitors apart. */
  readonly visitor: string;
  readonly scripted: boolean;
  readonly messages: readonly StoredMessage[];
  /** The visitor's unsent draft as it last arrived; empty when there is none. */
  readonly preview: string;
}

/** One thing that reached the vendor, exactly as it came. */
export interface WireRecord {
  readonly seq: number;
  readonly conversation: string;
  readonly way: Way;
  readonly kind: 'message' | 'typing' | 'upload';
  readonly raw: string;
  readonly at: string;
}

/** What the scripted visitor typed in its own window; never part of what the vendor stores. */
export interface TypedRecord {
  readonly text: string;
  readonly at: string;
}

/** Widget to vendor over WebSocket. */
export type VisitorFrame =
  | { readonly type: 'message'; readonly text: string; readonly ref?: string }
  | { readonly type: 'typing'; readonly text: string };

/** Vendor to widget over WebSocket. */
export type VendorFrame =
  | { readonly type: 'history'; readonly messages: readonly StoredMessage[] }
  | { readonly type: 'echo'; readonly ref?: string; readonly message: StoredMessage }
  | { readonly type: 'message'; readonly message: StoredMessage };

/** Vendor to the agent's and the side-by-side page, as server-sent events. */
export type DeskEvent =
  | {
      readonly type: 'snapshot';
      readonly conversations: readonly ConversationView[];
      readonly wire: readonly WireRecord[];
      readonly typed: readonly TypedRecord[];
      readonly scripted: boolean;
    }
  | { readonly type: 'conversation'; readonly conversation: ConversationView }
  | { readonly type: 'wire'; readonly record: WireRecord }
  | { readonly type: 'typed'; readonly record: TypedRecord }
  | { readonly type: 'scripted'; readonly running: boolean };
