/** Follows one conversation: numbers cut over bubbles, answers to questions, drafts and edits. No clock, no I/O. */
import type { Finding } from '../../domain/finding.ts';
import type { Detection } from '../detection.ts';
import { settleOverlaps } from '../overlap.ts';
import { findArmed, hasStandIn, standInFor, talkOf, withoutValues } from './arming.ts';
import { findOpen, unfinishedFinding } from './draft.ts';
import { findIn } from './find.ts';
import { type Fragment, fragmentOf } from './fragment.ts';
import { earlierOf, findJoined, type JoinedFinding, placesOf } from './join.ts';
import { dropKept, KeptText } from './kept.ts';
import { Lane, UNITS_MAX, type Utterance } from './lane.ts';
import { asks, contextOf, FRESH_MAX, givenOf, ibanGoesOn, look, partOf, questionIn } from './look.ts';
import { hasNumber, hasWords } from './numerals.ts';
import { type Heard, type HeardFinding, heardNothing, type MessageId, type Said } from './said.ts';
import { seriesOf } from './series.ts';
import { fragmentIn, standingOf } from './standing.ts';

export interface TrackerLimits {
  /** Milliseconds after which what was said is forgotten. */
  readonly idleMilliseconds: number;
  /** Digits and letters of pieces that are remembered in a field. */
  readonly charactersMax: number;
}

/** Fields of one conversation; a visitor seldom writes into more than one. */
const LANES_MAX = 8;
const OTHERS_MAX = 3;
/** Messages without digits that may stand between two pieces, and how long they may be. */
const FILLER_MAX = 4;
const FILLER_UNITS_MAX = 120;
/** Fewer digits are small talk, not the beginning of a number. */
const PIECE_MIN = 3;
/** A longer text is nobody's piece of a number, and needs no question to be understood. */
const TEXT_MAX = 2000;

/**
 * One conversation. Tell it everything in order; it answers what is found in what was just said, and what
 * that makes of earlier messages. Memory is bounded, without any value that was found, and wiped.
 *
 *     const tracker = new ConversationTracker({ idleMilliseconds: 900_000, charactersMax: 34 });
 *     tracker.hear(detection, { from: 'visitor', kind: 'message', text: '4111 1111', at: 0, id: 0 });
 *     tracker.hear(detection, { from: 'visitor', kind: 'message', text: '1111 1111', at: 9, id: 1 }).earlier; // message 0
 */
export class ConversationTracker {
  readonly #limits: TrackerLimits;
  /** In the order of use: few enough to be looked through, which a map of so few does not beat. */
  readonly #lanes: Lane[] = [];
  /** What agents and bots said. */
  readonly #others: Utterance[] = [];
  #order = 0;
  /** Nothing that is remembered is older, so that expiry need not be looked for with every text. */
  #oldest = Number.POSITIVE_INFINITY;

  constructor(limits: TrackerLimits) {
    this.#limits = limits;
  }

  /** `plain`: what the detection finds in the text alone, when the caller has looked already. */
  hear(detection: Detection, said: Said, plain: readonly Finding[] = findIn(detection, said.text)): Heard {
    this.#expire(said.at);
    if (said.from !== 'visitor') {
      if (said.kind !== 'preview') this.noteOther(said.text, said.at, plain);
      return plain.length === 0 ? heardNothing : { ...heardNothing, here: plain };
    }
    if (said.text.length > TEXT_MAX) {
      this.#known(said.lane ?? '')?.dropPieces();
      return plain.length === 0 ? heardNothing : { ...heardNothing, here: plain };
    }
    return said.kind === 'preview' ? this.#hearDraft(detection, said, plain) : this.#hearSent(detection, said, plain);
  }

  /** What an agent or a bot said: context for the answers. Values in it are left out. */
  noteOther(text: string, at: number, findings: readonly Finding[]): void {
    if (!hasWords(text)) return;
    const talk = talkOf(text, findings, UNITS_MAX * 2);
    if (this.#echoes(talk.slice(-UNITS_MAX))) return;
    this.#oldest = Math.min(this.#oldest, at);
    this.#order += 1;
    const oldest = this.#others.length < OTHERS_MAX ? undefined : this.#others.shift()?.text;
    oldest?.refill(talk);
    this.#others.push({ at, order: this.#order, text: oldest ?? new KeptText(talk) });
  }

  /** Vendors send a visitor's own words back: that is nobody's question. */
  #echoes(talk: string): boolean {
    for (const { utterances } of this.#lanes) if (utterances.some(({ text }) => text.is(talk))) return true;
    return false;
  }

  /** Whether a message is remembered as a piece that may go on. */
  keeps(id: MessageId, lane: string): boolean {
    return this.#known(lane)?.pieces.some((piece) => piece.id === id) === true;
  }

  wipe(): void {
    for (const lane of this.#lanes.splice(0)) lane.wipe();
    dropKept(this.#others, () => false);
  }

  #hearDraft(detection: Detection, said: Said, plain: readonly Finding[]): Heard {
    const lane = this.#lane(said.lane ?? '');
    if (said.text.trim() === '') {
      lane.hidden.wipe();
      return heardNothing;
    }
    const { text, id } = said;
    const source = lane.pieces.length > 0 ? lane : (this.#lastWithPieces() ?? lane);
    const parts = source.parts();
    const fragment = fragmentOf(text, ibanGoesOn(parts));
    const counts = seriesOf(parts, text.slice(0, fragment?.end ?? 0))?.counts === true;
    const goesOn = fragment?.opensEarly === true && parts.length > 0 && !counts;
    const own = goesOn ? partOf(said, fragment, false) : undefined;
    const armed = findArmed(detection, text, this.#armed(source));
    const joined = own === undefined ? [] : findJoined(detection, [...parts, own], parts.length, this.#context(source));
    const found = settleOverlaps([...plain, ...armed, ...placesOf(joined, id)]);
    const context = this.#context(source);
    const open = findOpen({ detection, text, context, parts, own, found }, lane.hidden);
    const here = settleOverlaps([...found, ...open]);
    return here.length === 0 ? heardNothing : { here, earlier: [], piece: undefined };
  }

  #hearSent(detection: Detection, said: Said, plain: readonly Finding[]): Heard {
    const lane = this.#lane(said.lane ?? '');
    lane.hidden.wipe();
    this.#oldest = Math.min(this.#oldest, said.at);
    const standing = standingOf(lane, said);
    const { revised, pivot, counts, chain } = standing;
    const evenly = revised < 0 && !counts && this.#goesOnEvenly(lane, standing.fragment);
    const company = {
      lane,
      fresh: this.#fresh(lane),
      said: () => this.#said(lane),
      context: () => this.#context(lane),
      chain,
      pivot,
      evenly,
    };
    const { joined, armed, early } = look(detection, said.text, company);
    const found =
      plain.length + armed.length + joined.length === 0
        ? []
        : settleOverlaps([...plain, ...armed, ...placesOf(joined, said.id)]);
    const fragment = found.length > 0 ? fragmentIn(standing, said) : standing.fragment;
    const open =
      early === undefined || fragment === undefined ? [] : [unfinishedFinding(early, fragment.start, fragment.end)];
    const kept = this.#remember(lane, said, { fragment, goesOn: standing.goesOn, revised, found, joined });
    // A number is remembered as a piece or not at all, a value never.
    if (found.length > 0 || (lane.pieces.at(-1)?.id !== said.id && hasNumber(said.text))) lane.quiet.wipe();
    const piece = kept && !counts && open.length === 0 ? said.id : undefined;
    if (found.length === 0 && open.length === 0) return piece === undefined ? heardNothing : { ...heardNothing, piece };
    return { here: settleOverlaps([...found, ...open]), earlier: earlierOf(joined, said.id), piece };
  }

  /** Answers whether a piece was kept that may go on. */
  #remember(lane: Lane, said: Said, { fragment, goesOn, revised, found, joined }: Sent): boolean {
    const { text, at } = said;
    lane.givenAge += 1;
    if (found.length > 0) giveStandIns(lane, said, found, joined);
    this.#order += 1;
    lane.orders.push(this.#order);
    if (lane.orders.length > FRESH_MAX) lane.orders.shift();
    if (found.length === 0 ? hasWords(text) : hasWords(withoutValues(text, found)))
      lane.say(talkOf(text, found, UNITS_MAX), at, this.#order);
    const touched =
      fragment !== undefined && found.some(({ start, end }) => start < fragment.end && end > fragment.start);
    if (touched || joined.length > 0) {
      const settled = Math.max(0, ...found.map(({ end }) => end));
      lane.dropPieces();
      return this.#keepPiece(lane, said, fragmentOf(text.slice(settled), false), settled);
    }
    if (fragment === undefined) {
      if (revised >= 0) lane.dropPieces();
      lane.filler += 1;
      if (lane.filler > FILLER_MAX || text.length > FILLER_UNITS_MAX) lane.dropPieces();
      return false;
    }
    if (revised >= 0) {
      lane.replacePiece(revised, partOf(said, fragment, revised === 0), at, fragment.characters);
      return false;
    }
    if (!goesOn) lane.dropPieces();
    return this.#keepPiece(lane, said, fragment, 0);
  }

  #keepPiece(lane: Lane, said: Said, fragment: Fragment | undefined, from: number): boolean {
    if (fragment?.endsLate !== true) {
      if (fragment !== undefined) lane.dropPieces();
      return false;
    }
    lane.filler = 0;
    const rest = { ...said, text: said.text.slice(from) };
    const part = partOf(rest, fragment, lane.pieces.length === 0);
    lane.addPiece(
      { ...part, offset: part.offset + from },
      { at: said.at, order: this.#order },
      fragment.characters,
      this.#limits.charactersMax,
    );
    return fragment.pure && fragment.characters >= PIECE_MIN;
  }

  /**
   * Whether digits that have no check digit yet may be taken for the next piece: pieces of one size go on
   * whatever is said between them, others only when nobody asked for something else meanwhile.
   */
  #goesOnEvenly(lane: Lane, fragment: Fragment | undefined): boolean {
    if (fragment === undefined || lane.pieces.length === 0) return false;
    if (lane.pieces.every(({ characters }) => characters === fragment.characters)) return true;
    const since = lane.pieces.at(-1)?.order ?? 0;
    return !this.#others.some(({ order, text }) => order > since && asks(text.read()));
  }

  #armed(lane: Lane): Parameters<typeof findArmed>[2] {
    return { context: this.#said(lane), question: questionIn(this.#fresh(lane)), given: givenOf(lane) };
  }

  /** What agents said that this field has not answered often enough yet; pieces are one answer, whatever else is said. */
  #fresh(lane: Lane): readonly Utterance[] {
    const last = this.#others.at(-1)?.order;
    if (last === undefined) return this.#others;
    const until = lane.pieces[0]?.order ?? Number.POSITIVE_INFINITY;
    return lane.orders.filter((order) => order > last && order <= until).length < FRESH_MAX ? this.#others : [];
  }

  /** What both sides said last, oldest first. */
  #said(lane: Lane): string[] {
    return this.#heard(lane).map(({ text }) => text.read());
  }

  #heard(lane: Lane): readonly Utterance[] {
    const fresh = this.#fresh(lane);
    return fresh.length === 0 ? lane.utterances : [...fresh, ...lane.utterances].sort((a, b) => a.order - b.order);
  }

  /**
   * The same as the beginning of a text, cut to what a context word may be away. What the visitor says between the
   * pieces of a number ("on my phone, sorry") does not explain it.
   */
  #context(lane: Lane): string {
    const first = lane.pieces[0]?.order ?? Number.POSITIVE_INFINITY;
    const between = new Set(lane.utterances.filter(({ order }) => order > first));
    const heard = this.#heard(lane).filter((one) => !between.has(one));
    return contextOf(heard.map(({ text }) => text.read()));
  }

  #known(name: string): Lane | undefined {
    return this.#lanes.find((lane) => lane.name === name);
  }

  #lane(name: string): Lane {
    const lanes = this.#lanes;
    const place = lanes.findIndex((lane) => lane.name === name);
    if (place < 0 && lanes.length >= LANES_MAX) lanes.shift()?.wipe();
    const lane = place < 0 ? new Lane(name) : (lanes[place] as Lane);
    // Moved up by hand: `splice` makes an array each time.
    for (let i = place; i >= 0 && i < lanes.length - 1; i += 1) lanes[i] = lanes[i + 1] as Lane;
    lanes[place < 0 ? lanes.length : lanes.length - 1] = lane;
    return lane;
  }

  /** A draft may come in another field than the messages it belongs to. */
  #lastWithPieces(): Lane | undefined {
    return this.#lanes.findLast(({ pieces }) => pieces.length > 0);
  }

  #expire(now: number): void {
    const since = now - this.#limits.idleMilliseconds;
    if (this.#oldest >= since) return;
    dropKept(this.#others, ({ at }) => at >= since);
    this.#oldest = this.#others[0]?.at ?? Number.POSITIVE_INFINITY;
    for (const lane of this.#lanes) this.#oldest = Math.min(this.#oldest, lane.expire(since));
  }
}

/** What stands for the values that were just given. */
function giveStandIns(
  lane: Lane,
  { text, at }: Said,
  found: readonly Finding[],
  joined: readonly JoinedFinding<MessageId>[],
): void {
  const whole = joined.map(({ finding, whole: value }) => ({ kind: finding.kind, value }));
  const values = found.map(({ kind, start, end }) => ({ kind, value: text.slice(start, end) }));
  const standIns = (whole.length > 0 ? whole : values)
    .filter(({ kind }) => hasStandIn(kind))
    .map(({ kind, value }) => standInFor(kind, value));
  if (standIns.length > 0) lane.give(standIns, at);
}

interface Sent {
  readonly fragment: Fragment | undefined;
  readonly goesOn: boolean;
  readonly revised: number;
  readonly found: readonly HeardFinding[];
  readonly joined: readonly JoinedFinding<MessageId>[];
}
