/** Where the changes of redirection go in a page: first of all scripts, and only into what they are about. */
import { expect, it, test } from 'vitest';
import { readPage, readPageInSteps } from '../../src/codecs/page.ts';

const at = (html: string) => {
  const { first } = readPage(Buffer.from(html));
  return `${Buffer.from(html).subarray(0, first)}|${Buffer.from(html).subarray(first)}`;
};

it.each([
  ['<!doctype html><html><head><title>x</title>', '<!doctype html><html><head>|<title>x</title>'],
  [
    '<!-- <head> --><HTML lang=x><HEAD data-x=">"><script>1</script>',
    '<!-- <head> --><HTML lang=x><HEAD data-x=">">|<script>1</script>',
  ],
  ['<html><body><p>', '<html>|<body><p>'],
  ['<!doctype html>\n<script>1</script>', '<!doctype html>\n|<script>1</script>'],
  ['<!doctype html>text', '<!doctype html>|text'],
  ['ü<p>', 'ü|<p>'],
  ['', '|'],
])('%s', (html, expected) => {
  expect(at(html)).toBe(expected);
});

test('policies, digests and inline scripts are found where they are', () => {
  const html = `<!doctype html><head>
<meta content="script-src 'self'" http-equiv=Content-Security-Policy><meta name=x content="y">
<script src="/a.js" integrity="sha256-a"></script><link rel=stylesheet href='b.css' integrity='sha384-b'>
<script>one("</b>")</script><script type="application/json">{"a":1}</script><script type=module>two</script>
<textarea><script>no</script></textarea>`;
  const raw = Buffer.from(html);
  const page = readPage(raw);
  const text = ({ start, end }: { start: number; end: number }) => raw.toString('utf8', start, end);
  expect(page.whole).toBe(true);
  expect(page.policies.map(text)).toEqual(["script-src 'self'"]);
  expect(page.digests.map((one) => [text(one), one.url])).toEqual([
    ['sha256-a', '/a.js'],
    ['sha384-b', 'b.css'],
  ]);
  expect(page.scripts.map(text)).toEqual(['one("</b>")', 'two']);
});

test('a fragment is no page', () => {
  expect(readPage(Buffer.from('<p>hello</p>')).whole).toBe(false);
});

test('a large page is read with rests in between', () => {
  const row = '<p title="a > b">hello</p><script>let a = "<p>";</script>';
  const raw = Buffer.from(`<!doctype html><html><head></head>${row.repeat(2000)}</html>`);
  const work = readPageInSteps(raw);
  let rests = 0;
  let step = work.next();
  for (; step.done !== true; step = work.next()) rests += 1;
  expect(rests).toBeGreaterThan(5);
  expect(step.value).toEqual(readPage(raw));
  expect(step.value.scripts.map(({ start, end }) => raw.toString('latin1', start, end))).toEqual(
    Array.from({ length: 2000 }, () => 'let a = "<p>";'),
  );
});
