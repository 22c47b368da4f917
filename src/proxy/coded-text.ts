/** Texts in base64 that stand by themselves in a path or a header field: services spell ids so, and people can be made to. */
import { isText } from '../codecs/sniff.ts';

/** Characters of base64 that the shortest card number, thirteen digits, needs. */
export const CODED_MIN = 18;

const alone = /^[A-Za-z0-9+/_-]{18,}={0,2}$/;
/** The parts of a JWT have dots between them: they are signed, and nobody typed them. */
const among = /(?<![\w+/.-])[A-Za-z0-9+/_-]{18,}={0,2}(?![\w+/.=-])/g;

/** Whether all of it is base64 of a text. */
export function isCodedText(text: string): boolean {
  return alone.test(text) && isText(Buffer.from(text, 'base64'));
}

/** The value with such words of it written anew as `write` says; undefined where it has nothing to say. */
export function rewriteCoded(value: string, write: (word: string) => string | undefined): string | undefined {
  let edited = false;
  const text = value.replace(among, (word) => {
    const written = isCodedText(word) ? write(word) : undefined;
    if (written !== undefined) edited = true;
    return written ?? word;
  });
  return edited ? text : undefined;
}
