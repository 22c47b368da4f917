/** Which files a route's list lets by: declaration and content must both be on it. */
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { FileRule } from '../../src/domain/file.ts';
import { filePolicy, judgeWhole, unknownFile } from '../../src/redaction/files.ts';

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), deflateSync('x')]);
const jpeg = Buffer.from('ffd8ffe000104a46494600010101', 'hex');
const pdf = Buffer.from('%PDF-1.7\n1 0 obj');
const zip = Buffer.from('504b03041400060008000000', 'hex');
const program = Buffer.from('MZ\u0090\u0000\u0003', 'latin1');

const pictures: FileRule = { types: ['image/*'], bytesMax: 100 };

const judge = (mediaType: string | undefined, first: Buffer, rule: FileRule = pictures) =>
  filePolicy.judge({ mediaType, first }, rule);

describe('a list of types', () => {
  it.each([
    ['image/png', png],
    ['image/jpeg', jpeg],
    ['image/jpg', jpeg],
    ['application/octet-stream', png],
    [undefined, jpeg],
  ])('lets %s by when the content is such', (mediaType, first) => {
    expect(judge(mediaType, first)).toBeUndefined();
  });

  it.each([
    ['another declared type', 'application/pdf', pdf],
    ['a declared type that the content is not', 'image/png', jpeg],
    ['a program that says it is a picture', 'image/png', program],
    ['a page that says it is a picture', 'image/png', Buffer.from('<html><script>')],
    ['content that shows nothing', 'image/png', Buffer.alloc(20)],
    ['nothing at all', undefined, Buffer.alloc(0)],
    ['a container of which only some names are listed', undefined, zip],
  ])('refuses %s', (_, mediaType, first) => {
    const rule: FileRule = { types: ['image/*', 'application/zip'], bytesMax: 100 };
    expect(judge(mediaType, first, mediaType === undefined ? rule : pictures)).toBe('CV_FILE_REFUSED');
  });

  it('takes a container by the name it declares', () => {
    const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
    expect(judge(docx, zip, { types: [docx], bytesMax: 100 })).toBeUndefined();
    expect(judge('application/zip', zip, { types: [docx], bytesMax: 100 })).toBe('CV_FILE_REFUSED');
  });
});

it('the length of a file has a limit of its own', () => {
  const file = { mediaType: 'image/png', first: png };
  expect(judgeWhole(filePolicy, file, 100, pictures)).toBeUndefined();
  expect(judgeWhole(filePolicy, file, 101, pictures)).toBe('CV_FILE_REFUSED');
  expect(judgeWhole(filePolicy, file, 1e9, 'pass')).toBeUndefined();
  expect(judgeWhole(filePolicy, file, 0, 'block')).toBe('CV_FILE_REFUSED');
});

it('a file of which nothing is known passes only where all do', () => {
  expect(judgeWhole(filePolicy, unknownFile, 1, 'pass')).toBeUndefined();
  expect(judgeWhole(filePolicy, unknownFile, 1, pictures)).toBe('CV_FILE_REFUSED');
});
