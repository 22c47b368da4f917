/**
 * Turns blocks of lines into labelled conversations. `# lang scenario` opens a block; `v`, `a` and `b` are the visitor,
 * the agent and the bot: `v: text` is sent, `v~ text` is typed with previews and then sent, `v? text` is a preview that
 * is never sent, `v2: text` edits message 2. `[[TYPE:variant@0-4]]` is a piece of a value that others continue.
 */
import { chanceOf } from './random.ts';
import type { ConversationMessage, ConversationRow, ConversationSpan, Extent, SplitPart } from './rows.ts';
import { type Labelled, render } from './template.ts';

/** Letters and digits from which an unfinished value in a preview counts as sensitive. */
const partialMin: Readonly<Record<string, number>> = { PAYMENT_CARD: 7, US_SSN: 6, IBAN: 10 };
const SNAPSHOTS = 6;

type Draft = { -readonly [Key in keyof ConversationSpan]: ConversationSpan[Key] } & { parts: SplitPart[] };

export function buildConversations(text: string): ConversationRow[] {
  const counts = new Map<string, number>();
  return text
    .split('\n\n')
    .filter((block) => block.trim() !== '')
    .map((block) => {
      const [head = '', ...lines] = block.trim().split('\n');
      const [, lang = 'en', scenario = ''] = head.split(' ');
      const number = (counts.get(scenario) ?? 0) + 1;
      counts.set(scenario, number);
      const id = `ownc-${scenario}-${String(number).padStart(2, '0')}`;
      return new Builder(id, lines).row(lang, scenario);
    });
}

class Builder {
  readonly #id: string;
  readonly #messages: ConversationMessage[] = [];
  readonly #spans: Draft[] = [];
  readonly #ignore: (Extent & { msg: number })[] = [];
  readonly #tags = new Set<string>();

  constructor(id: string, lines: readonly string[]) {
    this.#id = id;
    for (const line of lines) this.#add(line);
  }

  row(lang: string, scenario: string): ConversationRow {
    const harmless = this.#spans.length === 0;
    return {
      id: this.#id,
      lang,
      scenario,
      tags: [...this.#tags],
      messages: this.#messages,
      spans: this.#spans,
      ...(this.#ignore.length > 0 ? { ignore: this.#ignore } : {}),
      ...(harmless ? { neg: true } : {}),
    };
  }

  #add(line: string): void {
    const match = /^([vab])(\d*)([:~?]) (.*)$/.exec(line);
    if (match === null) throw new Error(`${this.#id}: not a line of a conversation: ${line.slice(0, 30)}`);
    const [, who, edits = '', manner, template = ''] = match;
    const from = who === 'v' ? 'visitor' : who === 'a' ? 'agent' : 'bot';
    const { text, spans, ignore } = render(template, this.#seed(template));
    const drafts = spans.map((span) => this.#draftOf(span));
    if (manner === '~') this.#type(from, text, spans, drafts);
    const kind = manner === '?' ? 'preview' : edits === '' ? 'message' : 'edit';
    const msg = this.#push(from, kind, text, edits === '' ? undefined : Number(edits));
    for (const place of ignore) this.#ignore.push({ msg, ...place });
    spans.forEach((span, index) => {
      const draft = drafts[index];
      if (manner === '?' && draft) draft.previewOnly = true;
      draft?.parts.push({ msg, start: span.start, end: span.end });
    });
  }

  /** Pieces of one value are drawn with one seed; a whole value with that of its message. */
  #seed(template: string): string {
    return template.includes('@') && /@\d+-\d+\]\]/.test(template) ? this.#id : `${this.#id} ${this.#messages.length}`;
  }

  #draftOf(span: Labelled): Draft {
    if (span.piece) {
      this.#tags.add('split');
      const open = this.#spans.find((draft) => draft.split === true && draft.norm === span.norm);
      if (open) {
        open.value += span.value;
        return open;
      }
    }
    const { type, value, norm } = span;
    const draft: Draft = {
      type,
      value,
      ...(norm === undefined ? {} : { norm }),
      ...(span.piece ? { split: true } : {}),
      parts: [],
    };
    this.#spans.push(draft);
    return draft;
  }

  /** Growing beginnings of the text: some places by chance, and one in the middle of every value. */
  #type(from: ConversationMessage['from'], text: string, spans: readonly Labelled[], drafts: readonly Draft[]): void {
    this.#tags.add('preview');
    const chance = chanceOf(`${this.#id} typing ${this.#messages.length}`);
    const cuts = new Set(spans.map(({ start, end }) => Math.floor((start + end) / 2)));
    for (let n = 0; n < SNAPSHOTS; n++) cuts.add(chance.int(1, Math.max(1, text.length - 1)));
    for (const cut of [...cuts].sort((a, b) => a - b)) {
      const shown = text.slice(0, cut).replace(/[\ud800-\udbff]$/, '');
      const msg = this.#push(from, 'preview', shown);
      spans.forEach((span, index) => {
        const end = Math.min(shown.length, span.end);
        if (end <= span.start) return;
        const visible = (shown.slice(span.start, end).match(/[\p{L}\p{N}]/gu) ?? []).length;
        const partial = end < span.end;
        if (!partial || visible >= (partialMin[span.type] ?? Number.POSITIVE_INFINITY))
          drafts[index]?.parts.push({ msg, start: span.start, end, ...(partial ? { partial } : {}) });
        else this.#ignore.push({ msg, start: span.start, end });
      });
    }
  }

  #push(from: ConversationMessage['from'], kind: ConversationMessage['kind'], text: string, edits?: number): number {
    const i = this.#messages.length;
    const pace = kind === 'preview' ? 400 : 3500;
    const t = (this.#messages.at(-1)?.t ?? 0) + pace;
    this.#messages.push({ i, from, kind, ...(edits === undefined ? {} : { edits }), t, text });
    return i;
  }
}
