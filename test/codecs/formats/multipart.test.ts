/** Multipart bodies: parts by their own type, files counted, every doubtful framing refused. */
import { describe, expect, it } from 'vitest';
import { multipartCodec } from '../../../src/codecs/formats/multipart.ts';
import { defaultLimits } from '../../../src/domain/limits.ts';
import { opened, openHead } from '../law-suite.ts';

const head = { boundary: 'b7' };
const part = (headers: string, content: string | Buffer) =>
  Buffer.concat([Buffer.from(`--b7\r\n${headers}\r\n\r\n`), Buffer.from(content), Buffer.from('\r\n')]);
const body = (...parts: Buffer[]) => Buffer.concat([...parts, Buffer.from('--b7--\r\n')]);
const field = (name: string, content: string, more = '') =>
  part(`Content-Disposition: form-data; name="${name}"${more}`, content);

describe('parts', () => {
  const bytes = body(
    field('text', 'my 4111\r\ncard'),
    part('Content-Disposition: form-data; name="message"\r\nContent-Type: application/json', '{"text":"4111"}'),
    field('author', '{"name":"4111"}'),
    part('Content-Disposition: form-data; name="f"\r\nContent-Type: application/x-www-form-urlencoded', 'a=%34111'),
    part(
      'Content-Disposition: form-data; name="source"; filename="4111.png"\r\nContent-Type: image/png',
      Buffer.from([0x89, 0]),
    ),
    part('Content-Disposition: form-data; name="log"; filename="l.txt"\r\nContent-Type: text/plain', 'log 4111'),
  );
  const document = opened(multipartCodec, bytes, head);

  it('are read by their type, and files are counted', () => {
    expect(document.spans.filter((span) => span.text.includes('4111')).map((span) => [span.path, span.text])).toEqual([
      ['/text', 'my 4111\r\ncard'],
      ['/message/text', '4111'],
      ['/author/name', '4111'],
      ['/f/a', '4111'],
      ['/source/:filename', '4111.png'],
      ['/log', 'log 4111'],
    ]);
    expect(document.uninspected).toMatchObject([{ reason: 'file', bytes: 2, file: { mediaType: 'image/png' } }]);
  });

  it('are edited where they stand', () => {
    const edits = document.spans.flatMap((span, number) => {
      const start = span.text.indexOf('4111');
      return start < 0 ? [] : [{ span: number, start, end: start + 4, insert: '"X' }];
    });
    const expected = bytes
      .toString('latin1')
      .replaceAll('"text":"4111"', '"text":"\\"X"')
      .replaceAll('"name":"4111"', '"name":"\\"X"');
    const rewritten = document.rewrite(edits).toString('latin1');
    expect(rewritten).toBe(
      expected.replace('%34111', '%22X').replace('"4111.png', '"%22X.png').replaceAll('4111', '"X'),
    );
  });

  it('are read as JSON under a type of a vendor, although browsers name every Blob a file', () => {
    const type = 'Content-Type: application/vnd.microsoft.activity';
    const named = part(
      `Content-Disposition: form-data; name="activity"; filename="blob"\r\n${type}`,
      '{"text":"4111"}',
    );
    const other = opened(multipartCodec, body(named), head);
    expect(other.spans.map(({ path, text }) => [path, text])).toContainEqual(['/activity/text', '4111']);
    expect(other.uninspected).toEqual([]);
  });

  it('never come to hold their boundary', () => {
    const edit = { span: 1, start: 0, end: 2, insert: 'x\r\n--b7--\r\n' };
    expect(() => document.rewrite([edit])).toThrow(expect.objectContaining({ code: 'CV_INTERNAL' }));
  });
});

describe('content that cannot be read', () => {
  const answer = (name: string, headers: string, content: string | Buffer) =>
    multipartCodec.open(
      body(part(`Content-Disposition: form-data; name="a"${name}\r\n${headers}`, content)),
      openHead(head),
    );

  it('is refused in a field', () => {
    const base64 = answer('', 'Content-Transfer-Encoding: base64', 'NDExMQ==');
    expect(base64).toEqual({ ok: false, reason: 'CV_CODING_UNSUPPORTED' });
    const utf16 = answer('', 'Content-Type: text/plain; charset="utf-16"', '4\u00001');
    expect(utf16).toEqual({ ok: false, reason: 'CV_CHARSET_UNSUPPORTED' });
  });

  it.each([
    ['', 'Content-Type: application/octet-stream', Buffer.from([0, 1])],
    ['; filename="x"', 'Content-Type: text/plain', Buffer.from([0, 1])],
    ['; filename="x"', 'Content-Type: application/pdf', 'text'],
    ['; filename="x"', 'Content-Transfer-Encoding: base64', 'NDExMQ=='],
  ])('is counted as a file where it may be one: %s %s', (name, headers, content) => {
    const opened = answer(name, headers, content);
    expect(opened.ok && opened.document.uninspected.map((each) => each.reason)).toEqual(['file']);
  });

  it('is read where it turns out to be text', () => {
    const opened = answer('', 'Content-Type: application/octet-stream', 'readable 4111');
    expect(opened.ok && opened.document.spans.at(-1)?.text).toBe('readable 4111');
  });
});

it('opens multipart in multipart, up to the limit', () => {
  const inner = '--in\r\nContent-Disposition: form-data; name="x"\r\n\r\n4111\r\n--in--';
  const bytes = body(
    part('Content-Disposition: form-data; name="o"\r\nContent-Type: multipart/mixed; boundary=in', inner),
  );
  expect(opened(multipartCodec, bytes, head).spans.at(-1)).toMatchObject({ path: '/o/x', text: '4111' });
  const limits = { ...defaultLimits, nestingMax: 0 };
  expect(multipartCodec.open(bytes, openHead({ ...head, limits }))).toEqual({
    ok: false,
    reason: 'CV_MULTIPART_MALFORMED',
  });
});

it('reads preamble and epilogue, since they would be forwarded', () => {
  const bytes = Buffer.concat([Buffer.from('4111\r\n'), field('a', 'x'), Buffer.from('--b7-- 5500')]);
  expect(opened(multipartCodec, bytes, head).spans.map((span) => span.text)).toEqual(['4111', 'a', 'x', ' 5500']);
});

describe('refusals', () => {
  const good = field('a', 'x').toString();
  it.each([
    ['no boundary in the body', 'hello'],
    ['no closing boundary', good],
    ['bare line feeds', `${good}--b7--`.replaceAll('\r\n', '\n')],
    ['text behind the boundary', `--b7x\r\n${good}--b7--`],
    ['no empty line', '--b7\r\nContent-Disposition: form-data; name="a"\r\n--b7--'],
    ['a line that is no header', '--b7\r\nhello\r\n\r\nx\r\n--b7--'],
    ['headers without an end', `--b7\r\nX: ${'a'.repeat(20_000)}\r\n\r\nx\r\n--b7--`],
  ])('%s', (_, text) => {
    expect(multipartCodec.open(Buffer.from(text), openHead(head))).toEqual({
      ok: false,
      reason: 'CV_MULTIPART_MALFORMED',
    });
  });

  it('no boundary declared, or an absurd one', () => {
    for (const boundary of ['', 'x'.repeat(201)]) {
      expect(multipartCodec.open(Buffer.from(`${good}--b7--`), openHead({ boundary })).ok).toBe(false);
    }
    expect(multipartCodec.open(Buffer.from(`${good}--b7--`), openHead()).ok).toBe(false);
  });

  it('a part that is not what it says', () => {
    const json = body(part('Content-Disposition: form-data; name="a"\r\nContent-Type: application/json', '{"a"'));
    expect(multipartCodec.open(json, openHead(head))).toEqual({ ok: false, reason: 'CV_JSON_MALFORMED' });
    const text = body(part('Content-Disposition: form-data; name="a"', Buffer.from([0x34, 0xff])));
    expect(multipartCodec.open(text, openHead(head))).toEqual({ ok: false, reason: 'CV_TEXT_NOT_UTF8' });
    const wide = body(part('Content-Disposition: form-data; name="a"', Buffer.from('4111', 'utf16le')));
    expect(multipartCodec.open(wide, openHead(head))).toEqual({ ok: false, reason: 'CV_TEXT_NOT_UTF8' });
  });
});
