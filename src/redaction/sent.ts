/** The delivered messages of one conversation that may have to be taken back: as the vendor has them, and what it calls them. */
import { KeptText } from '../detection/conversation/kept.ts';
import type { MessageId } from '../detection/conversation/said.ts';

/** Replace [start, end) of a text as the visitor wrote it. */
export interface Patch {
  readonly start: number;
  readonly end: number;
  readonly insert: string;
}

export interface SentMessage {
  readonly id: MessageId;
  /** The field that the text stood in. */
  readonly path: string;
  /** What the vendor calls the message, when the message itself says it. */
  readonly vendorId?: string | undefined;
  /** What the widget calls it; an acknowledgement speaks of it by this name. */
  readonly reference?: string | undefined;
  /** The HTTP request that it came in. */
  readonly exchange?: symbol | undefined;
  /** Whether an answer or acknowledgement will tell the vendor's id. */
  readonly awaited: boolean;
  readonly text: string;
  /** What was replaced before it left. */
  readonly patches: readonly Patch[];
}

/** What the vendor said a message is called, and which one it means. */
export interface Acknowledged {
  readonly id: string;
  readonly exchange?: symbol | undefined;
  readonly reference?: string | undefined;
  readonly text?: string | undefined;
}

export interface TakenBack {
  /** Undefined when nothing says it; a promise while an acknowledgement is awaited. */
  readonly message: string | Promise<string | undefined> | undefined;
  readonly text: string;
}

/** Messages of one conversation; as many as a number may be cut into. */
const MESSAGES_MAX = 24;

interface Kept {
  readonly at: number;
  readonly id: MessageId;
  readonly path: string;
  readonly reference: string | undefined;
  readonly exchange: symbol | undefined;
  readonly awaited: boolean;
  vendorId: string | undefined;
  /** As the vendor has it; undefined when it was too long to be kept. */
  text: KeptText | undefined;
  /** From the text as it was written to the text that is kept. */
  patches: readonly Patch[];
  /** To be taken back, but the vendor has not said yet what the message is called. */
  owed: readonly Patch[];
  readonly waiting: ((id: string | undefined) => void)[];
}

/**
 * Bounded by `unitsMax` UTF-16 units of text; a longer message loses its words when it is taken back, not its mask.
 *
 *     const sent = new SentMessages(2000);
 *     sent.add({ id: 1, path: '/text', vendorId: 'm1', awaited: false, text: 'it is 4111', patches: [] }, 0);
 *     sent.takeBack(1, '/text', [{ start: 6, end: 10, insert: '[card]' }]); // m1 shall read "it is [card]"
 */
export class SentMessages {
  readonly #unitsMax: number;
  #kept: Kept[] = [];

  constructor(unitsMax: number) {
    this.#unitsMax = unitsMax;
  }

  get size(): number {
    return this.#kept.length;
  }

  add({ text, patches, ...message }: SentMessage, at: number): void {
    const { id, path, reference, exchange, awaited, vendorId } = message;
    const delivered = applyPatches(text, [], patches);
    const kept = delivered.text.length > this.#unitsMax ? undefined : new KeptText(delivered.text);
    const one = { id, path, reference, exchange, awaited, vendorId, at };
    this.#kept.push({ ...one, text: kept, patches: delivered.patches, owed: [], waiting: [] });
    if (this.#kept.length > MESSAGES_MAX) release(this.#kept.shift());
    let total = 0;
    for (const one of this.#kept.toReversed()) {
      total += one.text?.length ?? 0;
      if (total > this.#unitsMax) forgetText(one);
    }
  }

  /** What a message shall read once these places of it are hidden. */
  takeBack(id: MessageId, path: string, patches: readonly Patch[]): TakenBack {
    const one = this.#kept.findLast((kept) => kept.id === id && kept.path === path);
    const alone = patches.map(({ insert }) => insert).join(' ');
    if (one === undefined) return { message: undefined, text: alone };
    one.owed = [...one.owed, ...patches];
    const text = one.text === undefined ? alone : applyPatches(one.text.read(), one.patches, one.owed).text;
    if (one.vendorId !== undefined || !one.awaited) {
      settle(one);
      return { message: one.vendorId, text };
    }
    return { message: new Promise((resolve) => one.waiting.push(resolve)), text };
  }

  /** The vendor said what it calls a message. One that is named by its text alone is the oldest without a name. */
  name({ id, exchange, reference, text }: Acknowledged): void {
    const unnamed = this.#kept.filter((one) => one.awaited && one.vendorId === undefined);
    const words = text === undefined ? undefined : wordsOf(text);
    const meant = unnamed.filter((one) => {
      if (exchange !== undefined) return one.exchange === exchange;
      if (reference !== undefined) return one.reference === reference;
      return words !== undefined && one.text !== undefined && wordsOf(one.text.read()) === words;
    });
    const byText = exchange === undefined && reference === undefined;
    for (const one of byText ? meant.slice(0, 1) : meant) {
      one.vendorId = id;
      settle(one);
      for (const resolve of one.waiting.splice(0)) resolve(id);
    }
  }

  /** Forgets what was sent before `since`; who still waits for a name learns that there is none. */
  expire(since: number): void {
    const old = this.#kept.filter(({ at }) => at < since);
    this.#kept = this.#kept.filter(({ at }) => at >= since);
    old.forEach(release);
  }

  wipe(): void {
    this.expire(Number.POSITIVE_INFINITY);
  }
}

/** Keeps the text as the vendor has it from now on. */
function settle(one: Kept): void {
  if (one.owed.length === 0) return;
  if (one.text !== undefined) {
    const healed = applyPatches(one.text.read(), one.patches, one.owed);
    one.text.wipe();
    one.text = new KeptText(healed.text);
    one.patches = healed.patches;
  }
  one.owed = [];
}

function release(one: Kept | undefined): void {
  if (one === undefined) return;
  forgetText(one);
  for (const resolve of one.waiting.splice(0)) resolve(undefined);
}

function forgetText(one: Kept): void {
  one.text?.wipe();
  one.text = undefined;
}

/** Vendors trim, escape and wrap what they send back. */
function wordsOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '');
}

/** `done` leads from the text as it was written to `text`; `more` are places of the former. */
export function applyPatches(
  text: string,
  done: readonly Patch[],
  more: readonly Patch[],
): { readonly text: string; readonly patches: readonly Patch[] } {
  let result = text;
  let patches = [...done];
  for (const { insert, ...place } of more) {
    const met = patches.filter((patch) => patch.start < place.end && place.start < patch.end);
    const start = Math.min(place.start, ...met.map((patch) => patch.start));
    const end = Math.max(place.end, ...met.map((patch) => patch.end));
    result = result.slice(0, moved(patches, start)) + insert + result.slice(moved(patches, end));
    patches = [...patches.filter((patch) => !met.includes(patch)), { start, end, insert }];
  }
  return { text: result, patches };
}

function moved(patches: readonly Patch[], at: number): number {
  const before = patches.filter(({ end }) => end <= at);
  return before.reduce((sum, { start, end, insert }) => sum + insert.length - (end - start), at);
}
