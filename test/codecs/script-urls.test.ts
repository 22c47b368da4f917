/** URLs in string literals of scripts, and the place at which a statement runs first. */
import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { scriptHead, scriptUrls, scriptUrlsInSteps } from '../../src/codecs/script-urls.ts';
import { applySplices } from '../../src/codecs/splice.ts';

const map = (url: string) => url.replace(/^(https?:|wss?:)?\/\/a\.example$/, '$1//us.example/__h/a.example');
const mapped = (source: string) =>
  applySplices(Buffer.from(source, 'latin1'), scriptUrls(source, map)).toString('latin1');

it.each([
  ['x="https://a.example/v1"', 'x="https://us.example/__h/a.example/v1"'],
  ["x='wss://a.example'", "x='wss://us.example/__h/a.example'"],
  ['x="https:\\/\\/a.example\\/v1"', 'x="https:\\/\\/us.example\\/__h\\/a.example\\/v1"'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template literal is what is looked at
  ['x=`https://a.example${path}`', 'x=`https://us.example/__h/a.example${path}`'],
  ['x="//a.example/b"', 'x="//us.example/__h/a.example/b"'],
])('%s', (source, expected) => {
  expect(mapped(source)).toBe(expected);
});

it.each([
  'x="https://b.example/"',
  'x="see https://a.example/"',
  'x="https://a.example.b/"',
  '// https://a.example/',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template literal is what is looked at
  'x=`https://${host}`',
])('%s stays', (source) => {
  expect(mapped(source)).toBe(source);
});

const headed = (source: string) => `${source.slice(0, scriptHead(source))}|${source.slice(scriptHead(source))}`;

it.each([
  ['let a', '|let a'],
  ['"use strict";let a', '"use strict";|let a'],
  ["// note\n/* more */ 'use strict' ;'other';let a", "// note\n/* more */ 'use strict' ;'other';|let a"],
  ["'use strict'\nlet a", "'use strict'|\nlet a"],
  ["'a' + b", "|'a' + b"],
  ["'a'\n+ b", "|'a'\n+ b"],
  ['', '|'],
  ['\u00ef\u00bb\u00bflet a', '\u00ef\u00bb\u00bf|let a'],
])('%j', (source, expected) => {
  expect(headed(source)).toBe(expected);
});

test('long scripts are read once', () => {
  const source = `${'/* '.repeat(50_000)}${'"'.repeat(50_000)}`;
  const started = performance.now();
  scriptHead(source);
  scriptUrls(source, map);
  expect(performance.now() - started).toBeLessThan(1000);
});

test('a script is read in pieces as in one go, wherever they end', () => {
  const part = fc.constantFrom(
    '"https://a.example/v1"',
    '"',
    "'//a.example'",
    'x = 1;',
    '"https:\\/\\/a.example:80\\/"',
    '\n',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), fc.integer({ min: 1, max: 30 }), (parts, size) => {
      const source = parts.join('');
      const work = scriptUrlsInSteps(source, map, size);
      let rests = 0;
      let step = work.next();
      for (; step.done !== true; step = work.next()) rests += 1;
      expect(step.value).toEqual(scriptUrls(source, map));
      if (source.length > size + 40) expect(rests).toBeGreaterThan(0);
    }),
  );
});
