/** How an IBAN that has begun stands in a text: read in one pass, because every way to cut its groups would be thousands. */

/** Groups behind the four characters of country and check digits. */
const GROUPS_MAX = 9;
/** ISO 13616 prints groups of four; people leave out a blank now and then. */
const PRINTED = 4;
const TYPED = 6;

export interface IbanStart {
  readonly start: number;
  readonly country: string;
  readonly check: number;
  /** What stands behind, without blanks and dashes. */
  readonly body: string;
}

const head = /(?<![A-Za-z0-9])([A-Za-z]{2})(\d{2})/g;
/** All that can be in so many groups, and no more of it: many heads may stand in one text. */
const rest = /([A-Za-z0-9]{0,36}(?:[ -][A-Za-z0-9]{1,36}){0,9})[ -]?$/y;

/** The first IBAN that goes on up to the end of a text. */
export function ibanAtEnd(text: string): IbanStart | undefined {
  for (const { index, 0: all, 1: country = '', 2: check = '' } of text.matchAll(head)) {
    const behind = behindAt(rest, text, index + all.length);
    if (behind === undefined || groupsOf(behind, PRINTED) > GROUPS_MAX) continue;
    return { start: index, country, check: Number(check), body: behind.replace(/[ -]/g, '') };
  }
  return undefined;
}

const capitalHead = /(?<![A-Za-z0-9])[A-Z]{2}\d{2}/g;
const capitalRest = /([A-Z0-9]{0,54}(?:[ -][A-Z0-9]{1,54}){0,9})[^A-Za-z0-9]*$/y;

/** Whether a text ends in what looks like the beginning of an IBAN, so that letters may follow. */
export function opensIban(text: string): boolean {
  for (const { index, 0: all } of text.matchAll(capitalHead)) {
    const behind = behindAt(capitalRest, text, index + all.length);
    if (behind !== undefined && groupsOf(behind, TYPED) <= GROUPS_MAX) return true;
  }
  return false;
}

function behindAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[1];
}

/** The fewest groups of at most `size` that a text of words can be cut into. */
function groupsOf(text: string, size: number): number {
  return text.split(/[ -]/).reduce((sum, word) => sum + Math.ceil(word.length / size), 0);
}
