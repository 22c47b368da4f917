/** Numbers with tags of emphasis between their digits: on screen they stand together. */
import type { Folded, OffsetMap } from './fold.ts';
import { chainMaps, Edits } from './fold-edits.ts';

/** Elements that part nothing that is shown (HTML, "phrasing content"), and comments. */
const inline =
  'a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|nobr|q|s|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr';
const tag = `(?:</?(?:${inline})(?:[ /][^<>]{0,80})?>|<!--[^<>]{0,80}-->)`;
const between = new RegExp(`(?<=\\d)${tag}{1,6}(?=\\d)`, 'gi');

/** The text without such tags; undefined when there are none between two digits. */
export function foldInline(text: string, map: OffsetMap | undefined): Folded | undefined {
  const edits = new Edits(text);
  for (const match of text.matchAll(between)) edits.replace(match.index, match.index + match[0].length, '');
  const bare = edits.done();
  return bare && { text: bare.text, map: chainMaps(bare.map, map) };
}
