/** How a wire is read, as data of a vendor profile: a list of steps, the outermost first, each a name or one rule. */

/** Formats that are read to their end; what lies inside them is found by looking. */
export type LeafName = 'auto' | 'text' | 'json' | 'form' | 'html' | 'xml' | 'multipart' | 'opaque';

/** Spellings of one text or one list of records inside another; the next step reads what they hold. */
export type SpellingName = 'json-string' | 'base64' | 'base64url' | 'percent' | 'event-stream' | 'ndjson';

/** Protocols with a file of their own in `codecs/wires/`. */
export type WireName =
  | 'engineio'
  | 'socketio'
  | 'socketio-msgpack'
  | 'bayeux'
  | 'actioncable'
  | 'phoenix'
  | 'sockjs'
  | 'sockjs-htmlfile'
  | 'signalr'
  | 'signalr-msgpack'
  | 'ddp'
  | 'pusher'
  | 'stomp'
  | 'xmpp'
  | 'jsonp'
  | 'graphql'
  | 'delimited'
  | 'prefix'
  | 'twilsock'
  | 'mqtt'
  | 'nats'
  | 'msgpack'
  | 'protobuf'
  | 'grpc-web';

export type CodecName = LeafName | SpellingName | WireName;

/** How a record says its length; text lengths are decimal, binary ones in the named number of bits. */
export type LengthForm =
  /** `<n>:<packet>`, n in UTF-16 units: Engine.IO v3 polling. */
  | 'decimal-colon'
  | 'u8'
  | 'u16be'
  | 'u16le'
  | 'u32be'
  | 'u32le'
  /** Seven bits a byte, least significant first: SignalR's MessagePack, protobuf's delimited messages. */
  | 'varint';

export interface SplitRule {
  readonly delimiter: string;
  /** Over it: CV_TOO_MANY_RECORDS. */
  readonly recordsMax?: number;
}

export interface StripRule {
  /** RE2 syntax, matched at the first byte; the bytes are read as Latin-1. */
  readonly head?: string;
  /** Instead of `head`: as many bytes. */
  readonly bytes?: number;
  /** RE2 syntax, matched at the last byte. */
  readonly tail?: string;
}

/** Formats whose fields have names. */
export type ContainerName = 'json' | 'form' | 'multipart';

export interface FieldsRule {
  /** JSON pointers, with `*` and `**`, and how the text at each is read. */
  readonly fields: Readonly<Record<string, CodecStep | readonly CodecStep[]>>;
  /** The format that holds the fields; JSON unless said otherwise. */
  readonly in?: ContainerName;
}

/** A field of a JSON document that says something about another one, or about the document. */
export interface RecomputeRule {
  readonly set: string;
  /** Pointer of the text it is made from. */
  readonly from: string;
  readonly as: 'bytes' | 'utf16' | 'md5' | 'sha256' | 'hmac-sha256';
  readonly spelled?: 'hex' | 'base64';
  /** What stands before the digest, as `sha256=`. */
  readonly prefix?: string;
  /** Environment variable that holds the key of an HMAC. Without it an edit is refused: CV_SIGNED_CONTENT. */
  readonly key?: { readonly env: string };
}

/** `at`, `split` and so on hand what they find to the next step of the list. */
export type CodecStep =
  | CodecName
  | { readonly parse: CodecName }
  | { readonly split: string | SplitRule }
  | { readonly strip: string | StripRule }
  /** Element n of a JSON array, or each of them. */
  | { readonly index: number | 'all' }
  /** The texts at these JSON pointers; everything else is read as the JSON it is. */
  | { readonly at: string | readonly string[]; readonly in?: ContainerName }
  | FieldsRule
  | { readonly recompute: RecomputeRule | readonly RecomputeRule[] }
  | { readonly lengths: LengthForm }
  | { readonly inflate: 'gzip' | 'zlib' | 'raw' | 'auto' };
