/** Which large bodies can be read in segments, and which have to be refused. */
import { expect, it } from 'vitest';
import { jsonCodec } from '../../../src/codecs/formats/json.ts';
import { selectSegmenter } from '../../../src/codecs/segments/select.ts';
import { selectCodec } from '../../../src/codecs/select.ts';
import { defaultLimits } from '../../../src/domain/limits.ts';

// biome-ignore lint/correctness/useYield: there is one step
function* anywhere() {
  return 1;
}

function segmented(mediaType: string | undefined, first: string, boundary?: string): boolean {
  const head = {
    limits: defaultLimits,
    nesting: 0,
    ...(mediaType !== undefined && { mediaType }),
    ...(boundary !== undefined && { boundary }),
  };
  const bytes = Buffer.from(first);
  const selection = selectCodec(head, { channel: 'http-body', direction: 'to-client' }, bytes);
  if (selection.treat !== 'document') throw new Error(selection.treat);
  return selectSegmenter(head, { codec: selection.codec, chosen: false, cut: anywhere }, bytes) !== undefined;
}

it.each([
  ['application/json', '{"a":1', true],
  ['application/json', ' \n[1', true],
  ['application/json', '"a text alone', false],
  ['text/plain', 'words of a log', true],
  ['text/plain', '{"json":"under another name"', true],
  ['text/plain', '42["message","socket.io"]', false],
  ['text/plain', 'CONNECT\naccept-version:1.2\n\n\0', false],
  ['application/x-www-form-urlencoded', 'a=b&c=d', true],
  ['text/html', '<p>words', false],
  ['application/xml', '<a>', false],
  [undefined, '{"a":1', true],
] as const)('%s beginning with %j: %s', (type, first, expected) => {
  expect(segmented(type, first)).toBe(expected);
});

it('needs the boundary of a multipart body', () => {
  expect([segmented('multipart/form-data', '--b', 'b'), segmented('multipart/form-data', '--b')]).toEqual([
    true,
    false,
  ]);
});

it('guesses nothing where the profile has chosen', () => {
  const head = { limits: defaultLimits, nesting: 0 };
  const scene = { codec: { ...jsonCodec, id: 'own' }, chosen: true, cut: anywhere };
  expect(selectSegmenter(head, scene, Buffer.from('{'))).toBeUndefined();
  expect(selectSegmenter(head, { ...scene, codec: jsonCodec }, Buffer.from('{'))).toBeDefined();
});
