/** The project's own labelled rows: templates in another voice than any public corpus, with synthetic values. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildConversations } from './conversations.ts';
import { credentialPatterns } from './credentials.ts';
import { type ConversationRow, type MessageRow, parseJsonLines, type Row } from './rows.ts';
import { render } from './template.ts';
import { tagsOf } from './writings.ts';

export const corpusFolder = resolve(import.meta.dirname, '../../fixtures/corpus');
export const ownFiles = { messages: 'own.jsonl', conversations: 'own-conversations.jsonl' } as const;

const notStored = new Set(Object.keys(credentialPatterns).filter((type) => !['PIN', 'OTP', 'PASSWORD'].includes(type)));

/** Rows whose values look like live credentials are made on demand: scanners of repositories rightly object to them. */
export function isStored(row: Row): boolean {
  return !row.spans.some(({ type }) => notStored.has(type));
}

/** Every row of the templates, in order; `own-<cat>-<n>` counts within a category. */
export function buildMessages(): MessageRow[] {
  const folder = join(corpusFolder, 'messages');
  const counts = new Map<string, number>();
  return readdirSync(folder)
    .sort()
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const head = /^([a-z]{2,5}) ([a-z0-9.-]+)(!?) \| (.+)$/.exec(line);
      if (head === null) throw new Error(`not a template: ${line.slice(0, 40)}`);
      const [, lang = '', cat = '', ambiguous, template = ''] = head;
      const number = (counts.get(cat) ?? 0) + 1;
      counts.set(cat, number);
      return messageOf(`own-${cat}-${String(number).padStart(2, '0')}`, lang, cat, ambiguous === '!', template);
    });
}

function messageOf(id: string, lang: string, cat: string, ambiguous: boolean, template: string): MessageRow {
  const { text, spans, ignore } = render(template, id);
  const tags = new Set([...cat.split('.'), ...spans.flatMap((span) => span.writings.flatMap(tagsOf))]);
  if (lang !== 'en') tags.add('i18n');
  if (ambiguous) tags.add('ambiguous');
  const harmless = spans.length === 0 && !ambiguous;
  if (harmless) tags.add('neg');
  return {
    id,
    text,
    lang,
    cat,
    tags: [...tags],
    spans: spans.map(({ writings: _, piece: __, ...span }) => span),
    ...(ignore.length > 0 ? { ignore } : {}),
    ...(harmless ? { neg: true } : {}),
  };
}

/** What the tests measure: the stored rows and those that are made on demand. */
export function ownMessages(): readonly MessageRow[] {
  return [...stored<MessageRow>(ownFiles.messages), ...buildMessages().filter((row) => !isStored(row))];
}

export function ownConversations(): readonly ConversationRow[] {
  const built = buildConversations(readFileSync(join(corpusFolder, 'conversations.txt'), 'utf8'));
  return [...stored<ConversationRow>(ownFiles.conversations), ...built.filter((row) => !isStored(row))];
}

function stored<Kind extends Row>(file: string): Kind[] {
  return parseJsonLines<Kind>(readFileSync(join(corpusFolder, file), 'utf8'));
}
