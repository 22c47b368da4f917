/** What is remembered of one field that a visitor writes into: pieces of numbers, words, and the draft. */
import { HiddenDraft } from './draft.ts';
import type { Part } from './join.ts';
import { dropKept, KeptText } from './kept.ts';
import { Quiet } from './quiet.ts';
import type { MessageId } from './said.ts';

interface Piece {
  readonly id: MessageId;
  readonly at: number;
  /** Place in the order of everything said. */
  readonly order: number;
  readonly text: KeptText;
  readonly offset: number;
  readonly characters: number;
  readonly pure: boolean;
}

/** Milliseconds, and the place in the order of everything said. */
export interface When {
  readonly at: number;
  readonly order: number;
}

/** Something that was said, without its values. */
export interface Utterance {
  readonly at: number;
  readonly order: number;
  readonly text: KeptText;
}

const PIECES_MAX = 20;
/** UTF-16 units of a bubble that are remembered. */
export const UNITS_MAX = 160;
const UTTERANCES_MAX = 3;
const GIVEN_MAX = 3;
const noParts: readonly Part<MessageId>[] = Object.freeze([]);

export class Lane {
  readonly name: string;
  readonly hidden = new HiddenDraft();
  readonly quiet = new Quiet();
  readonly utterances: Utterance[] = [];
  /** Stand-ins of what was given, and how many messages ago the last was. */
  given: string[] = [];
  givenAge = 0;
  givenAt = 0;
  /** Places of the last few messages in the order of everything said. */
  readonly orders: number[] = [];
  /** Messages without digits since the last piece. */
  filler = 0;
  #pieces: Piece[] = [];

  constructor(name: string) {
    this.name = name;
  }

  get pieces(): readonly Piece[] {
    return this.#pieces;
  }

  parts(): readonly Part<MessageId>[] {
    if (this.#pieces.length === 0) return noParts;
    return this.#pieces.map(({ id, text, offset, pure }) => ({ id, text: text.read(), offset, pure }));
  }

  /** Keeps a piece; the oldest go when there would be more characters than the longest value has. */
  addPiece(part: Part<MessageId>, { at, order }: When, characters: number, charactersMax: number): void {
    const cut = Math.max(0, part.text.length - UNITS_MAX);
    const { id, pure } = part;
    this.#pieces.push({
      id,
      at,
      order,
      text: new KeptText(part.text.slice(cut)),
      offset: part.offset + cut,
      characters,
      pure,
    });
    let total = 0;
    let from = this.#pieces.length;
    while (from > 0 && this.#pieces.length - from < PIECES_MAX) {
      total += this.#pieces[from - 1]?.characters ?? 0;
      if (total > charactersMax && from < this.#pieces.length) break;
      from -= 1;
    }
    for (const piece of this.#pieces.splice(0, from)) piece.text.wipe();
  }

  replacePiece(index: number, part: Part<MessageId>, at: number, characters: number): void {
    const old = this.#pieces[index];
    if (old === undefined) return;
    old.text.wipe();
    this.#pieces[index] = {
      ...part,
      at,
      order: old.order,
      text: new KeptText(part.text.slice(0, UNITS_MAX)),
      characters,
    };
  }

  dropPieces(): void {
    this.filler = 0;
    if (this.#pieces.length === 0) return;
    for (const { text } of this.#pieces) text.wipe();
    this.#pieces = [];
    this.quiet.wipe();
  }

  say(text: string, at: number, order: number): void {
    const last = text.slice(-UNITS_MAX);
    const oldest = this.utterances.length < UTTERANCES_MAX ? undefined : this.utterances.shift()?.text;
    oldest?.refill(last);
    this.utterances.push({ at, order, text: oldest ?? new KeptText(last) });
  }

  give(standIns: readonly string[], at: number): void {
    this.given = [...this.given, ...standIns].slice(-GIVEN_MAX);
    this.givenAge = 0;
    this.givenAt = at;
  }

  /** Forgets what was said before `since`; answers when the oldest was said of what is left. */
  expire(since: number): number {
    dropKept(this.#pieces, ({ at }) => at >= since);
    dropKept(this.utterances, ({ at }) => at >= since);
    if (this.givenAt < since) this.given = [];
    this.quiet.wipe();
    const given = this.given.length > 0 ? this.givenAt : Number.POSITIVE_INFINITY;
    return Math.min(given, ...this.#pieces.map(({ at }) => at), ...this.utterances.map(({ at }) => at));
  }

  wipe(): void {
    this.dropPieces();
    dropKept(this.utterances, () => false);
    this.given = [];
    this.hidden.wipe();
    this.quiet.wipe();
  }
}
