/** The file port that comes with the proxy: a route's list of types, held against declaration and content. */
import { filetypeinfo } from 'magic-bytes.js';
import type { ErrorCode } from '../domain/errors.ts';
import { FILE_LOOK_BYTES, type FileFacts, type FilePort, type FileRule } from '../domain/file.ts';

export const filePolicy: FilePort = {
  judge(file, rule) {
    if (rule === 'pass') return undefined;
    if (rule === 'block' || !isOneOf(file, rule.types)) return 'CV_FILE_REFUSED';
    return undefined;
  },
  judgeSize: (bytes, rule) => (bytes > sizeMax(rule) ? 'CV_FILE_REFUSED' : undefined),
};

function sizeMax(rule: FileRule): number {
  if (rule === 'pass') return Number.POSITIVE_INFINITY;
  return rule === 'block' ? 0 : rule.bytesMax;
}

/** A file of which nothing is known; only `pass` lets it by. */
export const unknownFile: FileFacts = { mediaType: undefined, first: Buffer.alloc(0) };

/** Both questions at once, for a file that is there to its end. */
export function judgeWhole(port: FilePort, file: FileFacts, size: number, rule: FileRule): ErrorCode | undefined {
  return port.judge(file, rule) ?? port.judgeSize(size, rule);
}

/** Types that say nothing about the content. */
const VAGUE = new Set(['', 'application/octet-stream', 'binary/octet-stream', 'application/x-unknown']);

/**
 * Whether both what is declared and what the first bytes say is on the list. Containers have many names (a ZIP may be
 * a document or a program): a declared one must be among them, and without one all of them must be on the list.
 */
function isOneOf({ mediaType = '', first }: FileFacts, types: readonly string[]): boolean {
  const found = filetypeinfo(first.subarray(0, FILE_LOOK_BYTES)).map(({ mime }) => mime ?? '');
  if (found.length === 0) return false;
  if (VAGUE.has(mediaType)) return found.every((each) => listed(each, types));
  return listed(mediaType, types) && found.includes(same(mediaType));
}

/** Names that mean the same (WHATWG MIME Sniffing, common use). */
const NAMES: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/x-png': 'image/png',
  'application/x-pdf': 'application/pdf',
  'application/x-zip-compressed': 'application/zip',
};

function same(type: string): string {
  return NAMES[type] ?? type;
}

function listed(type: string, types: readonly string[]): boolean {
  return types.some((each) => {
    const wanted = each.toLowerCase();
    return wanted.endsWith('/*') ? type.startsWith(wanted.slice(0, -1)) : same(wanted) === same(type);
  });
}
