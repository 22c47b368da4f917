/** How one vendor's traffic looks: data from config/vendors/<id>.yaml, never code. */
import type { CodecStep } from './codec-step.ts';
import type { FileRule } from './file.ts';
import type { Direction } from './frame.ts';
import type { FieldTest, MarkedField, MessageRule, Unmatched } from './message-rule.ts';
import type { ProfileFacts, Redirect, UrlRewrite, VendorHost } from './vendor-hosts.ts';

export type { MarkedField } from './message-rule.ts';

/** What happens to content that no codec can read, or to binary frames. */
export type Unreadable = 'block' | 'pass';

/** Where a conversation's id stands in a request. */
export type ConversationSource =
  | { readonly from: 'path'; readonly pattern: string }
  | { readonly from: 'query'; readonly name: string }
  | { readonly from: 'header'; readonly name: string }
  | { readonly from: 'cookie'; readonly name: string }
  /** A field of the message itself; JSON pointer with wildcards. */
  | { readonly from: 'body'; readonly pointer: string };

export interface Route {
  readonly id: string;
  /** Glob over the request path: `*` one segment, `**` any number. */
  readonly path: string;
  readonly methods?: readonly string[];
  /** Name of one of the profile's hosts; absent: every host. */
  readonly host?: string;
  readonly direction?: Direction;
  /** `inspect` (default) or `pass`: passing bytes are counted as uninspected with reason `route`. */
  readonly inspect: boolean;
  readonly ifUnreadable: Unreadable;
  readonly files: FileRule;
  readonly binary: Unreadable;
  /** How messages and bodies of this route are read, whatever type they declare; looked at when absent. */
  readonly codec?: readonly CodecStep[];
  /** Typing previews, to-upstream: each one replaces the last. */
  readonly previews: readonly MarkedField[];
  /** The visitor's own messages, to-client: where a policy may restore their values. */
  readonly own: readonly MarkedField[];
  /** JSON pointers (with `*` segments) that must never be edited (ids, signatures, opaque tokens): not scanned, counted as `never-field`. */
  readonly never: readonly string[];
  /** What the messages of the route mean; the first rule that fits decides where fields overlap. */
  readonly messages?: readonly MessageRule[];
  /** Texts that are nobody's words (labels, titles): scanned, and no reason to report a changed schema. */
  readonly known?: readonly string[];
  /** Whether texts that no rule names are reported as a changed schema. */
  readonly drift?: boolean;
  readonly unmatched?: Unmatched;
}

/** Where messages say what they are called; JSON pointers. */
export interface MessageFields {
  /** In a message of the visitor: its id, the vendor's own unless `answer` or `acks` tell that. */
  readonly id?: string;
  /** In a message of the visitor: the id of the one that it replaces. */
  readonly edits?: string;
  /** In a message of the visitor: the one field that the vendor's edit call sets. Absent: any. */
  readonly text?: string;
  /** In the answer to the visitor's HTTP request: the vendor's id of what was sent. */
  readonly answer?: string;
  /** In what the vendor sends to the visitor: its id of a message that it was sent. */
  readonly acks?: readonly AckField[];
}

/** The message is the one whose `id` reads as the field `for`, or else whose text reads as the field `text`. */
export interface AckField {
  readonly id: string;
  readonly for?: string;
  readonly text?: string;
  readonly when?: { readonly path: string; readonly equals: string };
}

/**
 * The vendor's call that edits or redacts a message that has been delivered. `{conversation}` and `{message}`
 * in the path are the vendor's ids, in the body as well; `{text}` in the body is what the message shall read.
 */
export interface HealCall {
  readonly method: 'PATCH' | 'PUT' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: string;
  readonly mediaType: string;
  /** A header that the call needs, and the environment variable that holds its value. */
  readonly credential?: { readonly header: string; readonly env: string };
}

/** A text that arrives from the vendor in pieces, each in a message of its own. */
export interface StreamRule {
  /** Pointer of the piece; its wildcards fill those of the other pointers. */
  readonly path: string;
  /** Which messages are pieces, where others have a text at `path` too. */
  readonly when?: FieldTest;
  /** What tells one text from another on the same connection. */
  readonly key?: string;
  /** The message that ends the text. */
  readonly done?: { readonly path: string; readonly equals: string };
}

export interface Profile {
  readonly id: string;
  readonly title: string;
  readonly routes: readonly Route[];
  readonly conversation: readonly ConversationSource[];
  /** Cookie or header names whose keyed digest identifies the visitor. */
  readonly credential: readonly ConversationSource[];
  readonly messages?: MessageFields;
  readonly heal?: HealCall;
  /** Texts that arrive in pieces; absent: events of event streams are judged by their looks. */
  readonly streams?: readonly StreamRule[];
  readonly facts?: ProfileFacts;
  readonly hosts?: readonly VendorHost[];
  readonly rewriteUrls?: readonly UrlRewrite[];
  readonly redirect?: Redirect;
}
