/** Where the value of a JSON pointer stands in its document, for fields that are written rather than scanned. */
import { pointerStep } from './assembly.ts';
import { type JsonNode, readJson } from './json-reader.ts';
import { decodeJsonString } from './json-text.ts';

export interface Located {
  /** Raw range; of a string the one between its quotes. */
  readonly start: number;
  readonly end: number;
  readonly isString: boolean;
}

/** Strings and numbers at `pointers`; of equal keys the last one counts, as it does for most parsers. */
export function locateJson(raw: Buffer, depthMax: number, pointers: readonly string[]): Map<string, Located> {
  const wanted = new Map(pointers.map((pointer) => [pointer, pointer.split('/').length - 1]));
  const depths = new Set(wanted.values());
  const found = new Map<string, Located>();
  const note = (start: number, end: number, isString: boolean, node: JsonNode | undefined) => {
    if (!depths.has(node?.depth ?? 0)) return;
    const pointer = pointerTo(raw, node);
    if (wanted.has(pointer)) found.set(pointer, { start, end, isString });
  };
  readJson(raw, depthMax, {
    string(start, end, _, isKey, node) {
      if (!isKey) note(start, end, true, node);
      return true;
    },
    number(start, end, node) {
      note(start, end, false, node);
      return true;
    },
  });
  return found;
}

export function textAt(raw: Buffer, { start, end, isString }: Located): Buffer {
  return isString ? decodeJsonString(raw, start, end) : raw.subarray(start, end);
}

function pointerTo(raw: Buffer, from: JsonNode | undefined): string {
  let pointer = '';
  let keyStart = from?.keyStart ?? -1;
  let keyEnd = from?.keyEnd ?? 0;
  for (let node = from; node !== undefined; node = node.parent) {
    const step = keyStart < 0 ? `/${keyEnd}` : pointerStep(decodeJsonString(raw, keyStart, keyEnd).toString('utf8'));
    pointer = step + pointer;
    keyStart = node.inKeyStart;
    keyEnd = node.inKeyEnd;
  }
  return pointer;
}
