/** Labelled messages and conversations as files of labelled rows spell them, one JSON object a line. */

export interface Extent {
  readonly start: number;
  readonly end: number;
}

export interface GoldSpan extends Extent {
  readonly type: string;
  readonly value: string;
  readonly norm?: string;
  readonly subtype?: string;
  /** Redacting out to here is fine as well. */
  readonly outer?: readonly [number, number];
}

interface RowBase {
  readonly id: string;
  readonly lang: string;
  readonly tags: readonly string[];
  /** True when nothing is sensitive. */
  readonly neg?: boolean;
}

export interface MessageRow extends RowBase {
  readonly text: string;
  readonly cat: string;
  readonly spans: readonly GoldSpan[];
  /** Predictions mostly in here are neither right nor wrong. */
  readonly ignore?: readonly Extent[];
  readonly messages?: undefined;
}

export interface SplitPart extends Extent {
  readonly msg: number;
  readonly outer?: readonly [number, number];
  /** A preview in which the value is unfinished. */
  readonly partial?: boolean;
}

export interface ConversationSpan {
  readonly type: string;
  readonly value: string;
  readonly norm?: string;
  readonly split?: boolean;
  readonly previewOnly?: boolean;
  readonly parts: readonly SplitPart[];
}

export interface ConversationMessage {
  readonly i: number;
  readonly from: 'visitor' | 'agent' | 'bot';
  readonly kind: 'message' | 'preview' | 'edit';
  /** Index of the message that an edit replaces. */
  readonly edits?: number;
  /** Milliseconds since the start. */
  readonly t: number;
  readonly text: string;
}

export interface ConversationRow extends RowBase {
  readonly scenario: string;
  readonly messages: readonly ConversationMessage[];
  readonly spans: readonly ConversationSpan[];
  readonly ignore?: readonly (Extent & { readonly msg: number })[];
}

export type Row = MessageRow | ConversationRow;

export interface PredictedSpan extends Extent {
  readonly type: string;
  readonly msg?: number;
}

export interface Prediction {
  readonly id: string;
  readonly spans: readonly PredictedSpan[];
}

export function parseJsonLines<Value>(text: string): Value[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Value);
}

export function printJsonLines(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
