/** Known answers of NATS: both sizes follow edits, names stay words, sign-ins stay, and a cut stream waits for its rest. */
import { describe, expect, it } from 'vitest';
import { jsonCodec } from '../../../src/codecs/formats/json.ts';
import { plainCodec } from '../../../src/codecs/formats/plain.ts';
import { endsWhole, openRecognised } from '../../../src/codecs/recognised.ts';
import { nats } from '../../../src/codecs/wires/nats.ts';
import { openWire, reasonOf, replaced, textsOf, wireHead } from '../wire-laws.ts';

const format = nats(plainCodec);

describe('an edit', () => {
  it.each([
    ['of a payload', 'PUB room 7\r\nhi 👍\r\n', 'PUB room 9\r\n*é" 👍\r\n'],
    [
      'of a payload behind headers',
      'HMSG a 1 18 20\r\nNATS/1.0\r\nA: b\r\n\r\nhi\r\n',
      'HMSG a 1 18 22\r\nNATS/1.0\r\nA: b\r\n\r\n*é"\r\n',
    ],
    [
      'of a header',
      'HPUB a 19 20\r\nNATS/1.0\r\nA: hi\r\n\r\nx\r\n',
      'HPUB a 21 22\r\nNATS/1.0\r\nA: *é"\r\n\r\nx\r\n',
    ],
    ['between others', 'PING\r\nMSG a 1 2\r\nhi\r\n+OK\r\n', 'PING\r\nMSG a 1 4\r\n*é"\r\n+OK\r\n'],
  ])('%s mends the sizes', (_, message, wanted) => {
    expect(String(replaced(format, message, ['hi', '*é"']))).toBe(wanted);
  });

  it('keeps a subject one word and a header one line', () => {
    expect(String(replaced(format, 'SUB hi 1\r\n', ['hi', 'a b*\r\n>']))).toBe('SUB a_b____ 1\r\n');
    expect(String(replaced(format, 'HPUB a 19 19\r\nNATS/1.0\r\nA: hi\r\n\r\n\r\n', ['hi', 'x\r\nB: y']))).toBe(
      'HPUB a 24 24\r\nNATS/1.0\r\nA: x  B: y\r\n\r\n\r\n',
    );
  });
});

describe('texts', () => {
  it('are subjects, inboxes, values of headers, payloads, errors', () => {
    const message = "HPUB room box 18 20\r\nNATS/1.0\r\nA: b\r\n\r\nhi\r\n-ERR 'no'\r\n";
    expect(textsOf(format, message)).toEqual(['room', 'box', 'NATS/1.0', ' b', 'hi', "'no'"]);
    expect(textsOf(format, 'HPUB a 30 30\r\nNATS/1.0\r\n4111111111111: x\r\n\r\n\r\n')).toContain('4111111111111: x');
  });

  it('of a session are read, but for what signs it in', () => {
    const { spans, uninspected } = openWire(format, 'CONNECT {"pass":"hunter2","name":"bob"}\r\n');
    expect(spans.map(({ text }) => text)).not.toContain('hunter2');
    expect(spans.map(({ text }) => text)).toContain('bob');
    expect(uninspected.map(({ reason }) => reason)).toEqual(['never-field']);
  });

  it('of payloads are read as the next step says, and what is no text is a binary part', () => {
    expect(textsOf(nats(jsonCodec), 'PUB a 9\r\n{"t":"x"}\r\n')).toEqual(['a', 't', 'x']);
    const bytes = Buffer.from('PUB a 3\r\n\u0000\u0001\u0002\r\n', 'latin1');
    expect(openWire(format, bytes).uninspected).toEqual([{ reason: 'binary', bytes: 3 }]);
  });
});

describe('refused', () => {
  it.each([
    ['a size that is too small', 'PUB a 1\r\nhi\r\n'],
    ['a size beyond the end', 'PUB a 9\r\nhi\r\n'],
    ['headers longer than all', 'HPUB a 9 2\r\nhi\r\n'],
    ['a size that is none', 'PUB a 0x2\r\nhi\r\n'],
    ['no subject', 'PUB 2\r\nhi\r\n'],
    ['an operation that does not exist', 'SAY hi\r\n'],
    ['a line without an end', 'PING'],
    ['bad UTF-8 in a subject', Buffer.from('SUB \xff 1\r\n', 'latin1')],
  ])('is %s', (_, message) => {
    expect(reasonOf(format, message)).toMatch(/^CV_(?:WIRE_MALFORMED|TEXT_NOT_UTF8)$/);
  });
});

describe('without a codec', () => {
  const message = Buffer.from('PUB room 22\r\n{"t":"\\u0034111 1111"}\r\n');

  it('a message is told by its looks, and waits until it is whole', () => {
    const opened = openRecognised(message, wireHead());
    expect(opened?.ok && opened.document.spans.map(({ text }) => text)).toEqual(['room', 't', '4111 1111']);
    for (let end = 13; end < message.length; end++) expect(endsWhole(message.subarray(0, end))).toBe(false);
    expect(endsWhole(message)).toBe(true);
  });

  it.each(['PUB at 9?', 'ping', 'INFO: we are closed\r\n', 'sub rosa\r\nand more', 'PUB a 5 hi'])(
    '%j is none',
    (text) => {
      expect(openRecognised(Buffer.from(text), wireHead())).toBeUndefined();
      expect(endsWhole(Buffer.from(text))).toBe(true);
    },
  );
});
