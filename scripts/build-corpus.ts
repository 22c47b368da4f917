/** `npx tsx scripts/build-corpus.ts [--all FOLDER]`: writes the own corpus from its templates; `--all` with every row, for `chatveil scan`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildConversations } from '../test/support/corpus/conversations.ts';
import { buildMessages, corpusFolder, isStored, ownFiles } from '../test/support/corpus/own.ts';
import { printJsonLines } from '../test/support/corpus/rows.ts';

const [flag, folder] = process.argv.slice(2);
if (flag !== undefined && (flag !== '--all' || folder === undefined))
  throw new Error('usage: build-corpus.ts [--all FOLDER]');

const messages = buildMessages();
const conversations = buildConversations(readFileSync(join(corpusFolder, 'conversations.txt'), 'utf8'));
const into = folder ?? corpusFolder;
mkdirSync(into, { recursive: true });
for (const [file, rows] of [
  [ownFiles.messages, messages],
  [ownFiles.conversations, conversations],
] as const) {
  const kept = rows.filter((row) => folder !== undefined || isStored(row));
  const harmless = kept.filter(({ neg }) => neg === true).length;
  writeFileSync(join(into, file), printJsonLines(kept));
  process.stdout.write(`${file}: ${kept.length} of ${rows.length} rows, ${harmless} harmless\n`);
}
