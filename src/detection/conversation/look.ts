/** Shows one text to the detectors in the company of what was said before, unless that can tell nothing new. */
import type { Finding } from '../../domain/finding.ts';
import type { Detection } from '../detection.ts';
import { findArmed, mayArm } from './arming.ts';
import { unfinishedJoin } from './draft.ts';
import type { Fragment } from './fragment.ts';
import { opensIban } from './iban-groups.ts';
import { findJoined, type JoinedFinding, type Part } from './join.ts';
import { type Lane, UNITS_MAX, type Utterance } from './lane.ts';
import { keyOf } from './quiet.ts';
import type { MessageId, Said } from './said.ts';

/** Messages of the visitor that a question, or a card, speaks about. */
export const FRESH_MAX = 3;
/** Context in front of a number: as far as a detector's words may stand. */
const CONTEXT_UNITS = 240;

export interface Company {
  readonly lane: Lane;
  /** What agents said that this field has not answered often enough yet. */
  readonly fresh: readonly Utterance[];
  /** What both sides said last, oldest first. */
  readonly said: () => readonly string[];
  /** The part of it that may explain a number, ending in a line break, or ''. */
  readonly context: () => string;
  /** The pieces that the text belongs to, itself among them at `pivot`; fewer than two are no number. */
  readonly chain: readonly Part<MessageId>[];
  readonly pivot: number;
  /** Whether digits without a check digit may be taken for the next piece. */
  readonly evenly: boolean;
}

export interface Looked {
  readonly joined: readonly JoinedFinding<MessageId>[];
  readonly armed: readonly Finding[];
  readonly early: ReturnType<typeof unfinishedJoin>;
}

const none: readonly never[] = Object.freeze([]);
const nothing: Looked = Object.freeze({ joined: none, armed: none, early: undefined });

export function look(detection: Detection, text: string, company: Company): Looked {
  const { lane, fresh, chain, pivot, evenly } = company;
  const given = givenOf(lane);
  const armable = mayArm(text, fresh.length > 0, given) && fresh.length + lane.utterances.length + given.length > 0;
  if (chain.length < 2 && !armable) return nothing;
  const said = company.said();
  const question = armable ? questionIn(fresh) : undefined;
  // A field that says the same as before in the same company says nothing new.
  const context = company.context();
  const key = keyOf([text, `${pivot}${evenly}`, given, question ?? '', context, ...said], chain);
  if (lane.quiet.knows(detection, key)) return nothing;
  const joined = chain.length < 2 ? none : findJoined(detection, chain, pivot, context);
  const armed = armable ? findArmed(detection, text, { context: said, question, given }) : none;
  const early = joined.length === 0 && evenly ? unfinishedJoin(detection, chain, context, 'sent') : undefined;
  if (joined.length + armed.length > 0 || early !== undefined) lane.quiet.wipe();
  else lane.quiet.note(detection, key);
  return { joined, armed, early };
}

/** A question of more than a nudge: "and then?", "still there?" ask for nothing new. */
export function asks(text: string): boolean {
  return /[?？؟]/u.test(text) && text.split(/\s+/).length >= 3;
}

/** Stand-ins of what the visitor gave before, while they are fresh. */
export function givenOf({ givenAge, given }: Lane): string {
  return givenAge < FRESH_MAX ? given.join(' ') : '';
}

/** The agent's last question, when it is still open. */
export function questionIn(fresh: readonly Utterance[]): string | undefined {
  if (fresh.length === 0) return undefined;
  const texts = fresh.map(({ text }) => text.read());
  return texts.findLast(asks) ?? texts.at(-1);
}

/** The end of what was said, as the beginning of a text. */
export function contextOf(said: readonly string[]): string {
  const end = said.join('\n').slice(-CONTEXT_UNITS);
  return end === '' ? '' : `${end}\n`;
}

/** Whether the pieces so far look like the beginning of an IBAN, so that letters may follow. */
export function ibanGoesOn(parts: readonly Part<MessageId>[]): boolean {
  return parts.length > 0 && opensIban(parts.map(({ text }) => text).join(' '));
}

/** The first piece keeps the words in front of it, because they say what the number is. */
export function partOf({ text, id }: Said, fragment: Fragment, first: boolean): Part<MessageId> {
  const from = first ? Math.max(0, fragment.end - UNITS_MAX) : fragment.start;
  return { id, text: text.slice(from, fragment.end), offset: from, pure: fragment.pure };
}
