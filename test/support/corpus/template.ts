/**
 * Turns one line of a template file into a labelled text. `[[TYPE:variant/writing]]` is a made value with its label,
 * `[[TYPE=words]]` labelled words, `[[IGNORE=words]]` neither right nor wrong, `{{kind}}` a harmless made number,
 * `{{=pattern}}` a string of a pattern, `\n` a new line.
 */

import { chanceOf } from './random.ts';
import type { Extent, GoldSpan } from './rows.ts';
import { makeValue } from './values.ts';
import { writings } from './writings.ts';

/** `@from-to` at the end of a value: the piece of a split value that this message holds. */
export interface Piece {
  readonly from: number;
  readonly to: number;
}

export interface Labelled extends GoldSpan {
  readonly writings: readonly string[];
  readonly piece?: Piece;
}

export interface Rendered {
  readonly text: string;
  readonly spans: readonly Labelled[];
  readonly ignore: readonly Extent[];
}

const markup =
  /\[\[([A-Z_]+)(?:=(.*?)|(?::([A-Za-z0-9]+))?((?:\/[a-z0-9-]+)*)(?:@(\d+)-(\d+))?)\]\]|\{\{(?:=(.*?)|([a-zA-Z0-9]+)((?:\/[a-z0-9-]+)*))\}\}(?!\})/g;

/** `seed` names the row: a value stays what it is when other rows come and go. */
export function render(template: string, seed: string): Rendered {
  const source = template.replaceAll('\\n', '\n');
  const spans: Labelled[] = [];
  const ignore: Extent[] = [];
  let text = '';
  let rest = 0;
  for (const match of source.matchAll(markup)) {
    text += source.slice(rest, match.index);
    rest = match.index + match[0].length;
    const [, type, words, variant = '', styles = '', from, to, pattern, kind, kindStyles = ''] = match;
    if (type === undefined) {
      text +=
        pattern === undefined
          ? write(makeValue(kind ?? '', '', `${seed} ${kind}`), kindStyles)
          : chanceOf(`${seed} ${rest}`).string(pattern);
      continue;
    }
    const start = text.length;
    const piece = from === undefined ? undefined : { from: Number(from), to: Number(to) };
    const raw =
      words ?? makeValue(type, variant, piece ? `${seed} ${type} ${variant}` : `${seed} ${type} ${spans.length}`);
    const value = words ?? write(piece ? raw.slice(piece.from, piece.to) : raw, styles);
    text += value;
    const place = { start, end: text.length };
    if (type === 'IGNORE') ignore.push(place);
    else
      spans.push({
        ...place,
        type,
        value,
        ...(raw === value && piece === undefined ? {} : { norm: raw }),
        ...(variant === '' ? {} : { subtype: variant }),
        writings: namesOf(styles),
        ...(piece ? { piece } : {}),
      });
  }
  return { text: text + source.slice(rest), spans, ignore };
}

const namesOf = (styles: string): string[] => styles.split('/').filter((name) => name !== '');

function write(value: string, styles: string): string {
  return namesOf(styles).reduce((written, name) => {
    const writing = writings[name];
    if (writing === undefined) throw new Error(`no writing ${name}`);
    return writing(written);
  }, value);
}
