/** Whole texts in base64 and hexadecimal: decoded where they are text, and left where they are not. */
import { expect, test } from 'vitest';
import { createDetection } from '../../src/detection/engine.ts';
import { decodedRuns } from '../../src/detection/fold-encoded.ts';
import { decodeLong } from '../../src/detection/long-run.ts';
import { Utf8Span } from '../../src/domain/text.ts';
import { atOnce } from '../../src/domain/work.ts';
import { readLong } from '../../src/redaction/long-text.ts';
import { loadDetectors } from '../../src/settings/catalog.ts';

const detection = createDetection({ detectors: await loadDetectors() });
const talk = 'It was fine all day and nobody said so. ';
const letter = `${talk.repeat(30)}My card is 4532 0151 1283 0366, thanks. ${talk.repeat(20)}`;
const base64 = (text: string) => Buffer.from(text).toString('base64');
const kindsIn = (text: string) => detection.find({ text, bytes: Buffer.from(text) }).map(({ kind }) => kind);

test('the text is read in one line, in lines of mail, in hexadecimal, and when it is not English', () => {
  for (const text of [
    base64(letter),
    base64(letter).replaceAll(/.{76}/g, '$&\r\n'),
    Buffer.from(letter).toString('base64url'),
    Buffer.from(letter).toString('hex'),
    base64(letter.replaceAll('fine', 'schön für')),
    base64(base64(letter)),
  ]) {
    expect(kindsIn(`note: ${text} end`), text.slice(0, 40)).toEqual(['PAYMENT_CARD']);
    expect(decodedRuns(`note: ${text} end`)[0]?.end).toBe(`note: ${text}`.length);
  }
});

test('files, keys and texts without a value are left alone', () => {
  const noise = Buffer.from(Array.from({ length: 3000 }, (_, index) => (index * 7919 + (index >> 3) * 104_729) & 255));
  const picture = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), noise]);
  for (const text of [base64(talk.repeat(40)), picture.toString('base64'), noise.toString('hex'), 'ab1'.repeat(900)])
    expect(kindsIn(text), text.slice(0, 40)).toEqual([]);
  expect(decodeLong('A'.repeat(70_000), false)).toBeUndefined();
});

test('a run that is longer than a window is read in its windows', () => {
  const far = base64(`${talk.repeat(2000)}My card is 4532 0151 1283 0366. ${talk.repeat(2000)}`);
  const cut = far.replaceAll(/.{76}/g, '$&\n');
  for (const text of [far, cut]) {
    const seen = atOnce(readLong(new Utf8Span('/', Buffer.from(text)), detection, 100));
    expect(seen.found?.map(({ kind }) => kind)).toEqual(['PAYMENT_CARD']);
  }
});

test.each([
  ['texts', `${base64(letter)} `],
  ['lines that are no text', `${'QUJD'.repeat(18)}//8A\n`.repeat(20)],
])('time grows with the length: %s', (_, piece) => {
  const time = (repeat: number) => {
    const text = piece.repeat(repeat);
    const bytes = Buffer.from(text);
    const { user } = process.cpuUsage();
    detection.find({ text, bytes });
    return process.cpuUsage().user - user;
  };
  time(4);
  expect(time(40)).toBeLessThan(time(10) * 4 * 3 + 20_000);
});
