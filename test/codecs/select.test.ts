/** Declared types and first bytes lead to the right codec, and codecs can do no harm when they fail. */
import { describe, expect, it } from 'vitest';
import type { Codec } from '../../src/codecs/codec.ts';
import { openBody, type SelectScene, selectCodec } from '../../src/codecs/select.ts';
import { openHead } from './law-suite.ts';

const toClient: SelectScene = { channel: 'http-body', direction: 'to-client' };
const toUpstream: SelectScene = { channel: 'http-body', direction: 'to-upstream' };

function selected(mediaType: string | undefined, text: string | Buffer = 'x', scene = toClient) {
  return selectCodec(openHead(mediaType === undefined ? {} : { mediaType }), scene, Buffer.from(text));
}

/** What comes of it: a codec's id and the texts or the error, or the reason for passing or refusing. */
function read(mediaType: string | undefined, text: string | Buffer, scene = toClient): unknown {
  const selection = selected(mediaType, text, scene);
  if (selection.treat === 'asset' || selection.treat === 'unknown') return `${selection.treat}:${selection.reason}`;
  const answer = openBody(selection.codec, Buffer.from(text), openHead());
  if (!answer.ok) return answer.reason;
  const { spans, uninspected } = answer.document;
  return spans.length > 0 ? spans.map((span) => span.text) : uninspected.map((part) => part.reason);
}

describe('declared types', () => {
  it.each([
    ['application/json', 'document', 'json'],
    ['text/json', 'document', 'json'],
    ['application/problem+json', 'document', 'json'],
    ['application/x-www-form-urlencoded', 'document', 'form'],
    ['application/x-ndjson', 'stream', 'ndjson'],
    ['application/jsonl', 'stream', 'ndjson'],
    ['application/json-seq', 'stream', 'ndjson'],
    ['text/event-stream', 'stream', 'event-stream'],
    ['text/plain', 'document', 'plain'],
    ['text/markdown', 'document', 'plain'],
    ['text/html', 'document', 'html'],
    ['application/xml', 'document', 'xml'],
    ['application/atom+xml', 'document', 'xml'],
    ['multipart/form-data', 'document', 'multipart'],
  ])('%s is a %s for %s', (mediaType, treat, id) => {
    expect(selected(mediaType)).toMatchObject({ treat, codec: { id } });
    expect(selected(mediaType, '', toUpstream)).toMatchObject({ treat, codec: { id } });
  });

  it.each([
    ['text/javascript', 'asset-script'],
    ['application/x-javascript', 'asset-script'],
    ['text/css', 'asset-style'],
    ['font/woff2', 'asset-font'],
    ['application/font-woff', 'asset-font'],
    ['image/svg+xml', 'asset-image'],
    ['application/wasm', 'asset-wasm'],
    ['audio/ogg', 'asset-media'],
  ])('%s passes to the client as %s and is a file to the upstream', (mediaType, reason) => {
    expect(selected(mediaType)).toEqual({ treat: 'asset', reason });
    expect(selected(mediaType, 'x', toUpstream)).toEqual({ treat: 'unknown', reason: 'file' });
  });

  it('leaves the rest to the route', () => {
    for (const type of ['application/pdf', 'application/octet-stream', 'model/gltf', 'nonsense']) {
      expect(selected(type)).toEqual({ treat: 'unknown', reason: 'content-type' });
    }
  });
});

describe('types that lie', () => {
  const json = '\ufeff {"text":"4111"}';

  it.each([
    'text/plain',
    'application/octet-stream',
    'image/png',
    'text/javascript',
    'application/x-www-form-urlencoded',
    'text/html',
    undefined,
  ])('JSON under %s is read as JSON, both ways', (mediaType) => {
    expect(read(mediaType, json)).toEqual(['text', '4111']);
    expect(read(mediaType, json, toUpstream)).toEqual(['text', '4111']);
  });

  it('what only begins like JSON is what it was declared to be', () => {
    expect(read('text/plain', '[not json')).toEqual(['[not json']);
    expect(read('application/x-www-form-urlencoded', '{a=1')).toEqual(['{a', '1']);
    expect(read('text/javascript', '[1].map(x)')).toEqual(['asset-script']);
    expect(read('image/png', '{4111', toUpstream)).toBe('CV_FILE_REFUSED');
    expect(read('application/octet-stream', '{4111')).toBe('CV_CONTENT_UNKNOWN');
    expect(read('application/json', '{4111')).toBe('CV_JSON_MALFORMED');
  });

  it('text in another character set than declared is refused', () => {
    expect(read('text/plain', Buffer.from([0x34, 0xe9]))).toBe('CV_TEXT_NOT_UTF8');
  });
});

describe('scripts that are none', () => {
  const streamed = (text: string) => selected('application/javascript', text).treat;

  it('are read as the frames or calls they are', () => {
    expect(streamed('o\n')).toBe('stream');
    expect(streamed('hhhhhhhh\n')).toBe('stream');
    expect(read('application/javascript', 'a["4111"]\n')).toEqual(['4111']);
    expect(read('text/javascript', '/**/cb([{"data":"\\u0034111"}]);')).toEqual(['data', '4111']);
    // Words and digits in front of the call are nobody's protocol.
    for (const text of ['/*4111*/cb({"a":"b"})', 'cb[41111111]({"a":"b"})']) {
      expect(read('text/plain', text)).toEqual([text]);
    }
  });

  it('pass where they are scripts after all', () => {
    for (const text of ['define(["a"],function(a){})', 'o=1', 'var a=["4111"]', 'h.a()']) {
      expect(read('text/javascript', text)).toSatisfy((answer) => /asset-script/.test(String(answer)));
    }
    expect(selected('text/javascript', 'cb({"a":"b"})', toUpstream)).toEqual({ treat: 'unknown', reason: 'file' });
  });
});

describe('nothing declared', () => {
  it('is text where it is text', () => {
    expect(read(undefined, 'hello 4111')).toEqual(['hello 4111']);
    expect(selected('', 'hello').treat).toBe('document');
    expect(selected(undefined, '').treat).toBe('document');
  });

  it('may be judged by a beginning that cuts a character', () => {
    expect(selected(undefined, Buffer.from('aé').subarray(0, 2)).treat).toBe('document');
  });

  it('is binary otherwise', () => {
    expect(read(undefined, Buffer.from([0x89, 0x50, 0xff]))).toBe('unknown:binary');
    expect(read(undefined, Buffer.from([0x0a, 0x05, 0x68]))).toBe('unknown:binary');
  });
});

describe('WebSocket messages', () => {
  const text: SelectScene = { channel: 'ws-text', direction: 'to-upstream' };
  const binary: SelectScene = { channel: 'ws-binary', direction: 'to-upstream' };

  it('are JSON or text, whatever type the connection has', () => {
    expect(read(undefined, '{"a":"4111"}', text)).toEqual(['a', '4111']);
    expect(read('image/png', '{4111', text)).toEqual(['{4111']);
    expect(read(undefined, '42["message","4111"]', text)).toEqual(['message', '4111']);
  });

  it('in binary are text where they are text', () => {
    expect(read(undefined, '{"a":"4111"}', binary)).toEqual(['a', '4111']);
    expect(read(undefined, Buffer.from([0, 1, 2]), binary)).toBe('unknown:binary');
  });
});

describe('opening', () => {
  it('turns an exception into an answer', () => {
    const broken: Codec = {
      id: 'broken',
      open() {
        throw new Error('no');
      },
    };
    expect(openBody(broken, Buffer.from('x'), openHead())).toEqual({ ok: false, reason: 'CV_INTERNAL' });
  });

  it('finds nothing in nothing', () => {
    const empty = Buffer.alloc(0);
    const answer = openBody((selected('application/json') as { codec: Codec }).codec, empty, openHead());
    expect(answer.ok && answer.document.spans).toEqual([]);
    expect(answer.ok && answer.document.rewrite([])).toBe(empty);
  });
});

describe('lines of JSON that call themselves JSON', () => {
  const lines = '{"a":"hi"}\n[{"b":"ho"}]\n';

  it('are read in answers', () => {
    expect(read('application/json', lines)).toEqual(['a', 'hi', 'b', 'ho']);
  });

  it.each([`${lines}{"c":`, '{"a":"hi"} {"b":"ho"}', '{"a":\n"hi"},\n'])('%j is refused', (text) => {
    expect(read('application/json', text)).toBe('CV_JSON_MALFORMED');
  });

  it('are refused in requests', () => {
    expect(read('application/json', lines, toUpstream)).toBe('CV_JSON_MALFORMED');
  });
});

describe('assets of servers that do not know their types', () => {
  const font = Buffer.from('wOF2\0\x01\0\0', 'latin1');

  it.each([undefined, 'application/octet-stream'])('declared %s, pass to the client', (type) => {
    expect(read(type, font)).toBe('asset:asset-font');
  });

  it('are files when somebody sends them', () => {
    expect(read('application/octet-stream', font, toUpstream)).toBe('unknown:content-type');
    expect(read(undefined, font, toUpstream)).toBe('unknown:binary');
  });
});
