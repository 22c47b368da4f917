/** A route's codec in a vendor file: what it becomes, and where each mistake is reported. */
import { describe, expect, it } from 'vitest';
import { routeCodecs } from '../../src/settings/codec-schema.ts';
import { explain, placeIn } from '../../src/settings/problems.ts';
import { parseSource } from '../../src/settings/source.ts';
import { toProfile, vendorSchema } from '../../src/settings/vendor-schema.ts';
import { reasonOf, replaced, textsOf } from '../codecs/wire-laws.ts';

const file = (codec: string) => `id: v\ntitle: V\nroutes:\n  - id: r\n    path: /**\n    codec:${codec}\n`;

function codecOf(yaml: string, env: Record<string, string> = {}) {
  const profile = toProfile(vendorSchema.parse(parseSource('v.yaml', file(yaml)).value));
  const codec = routeCodecs(profile, env).get(profile.routes[0]!);
  if (codec === undefined) throw new Error('no codec');
  return codec;
}

function problemsOf(yaml: string): string[] {
  const source = parseSource('v.yaml', file(yaml));
  const parsed = vendorSchema.safeParse(source.value);
  if (parsed.success) return [];
  const problems = explain(parsed.error.issues, vendorSchema, placeIn(source));
  return problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe('codec', () => {
  it('is a name or a list of steps', () => {
    expect(textsOf(codecOf(' socketio'), '42["a","b"]')).toEqual(['a', 'b']);
    const steps = '\n      - split: "\\u001e"\n      - strip: "^[0-9]"\n      - json';
    expect(textsOf(codecOf(steps), '4["a"]\u001e')).toEqual(['a']);
    expect(textsOf(codecOf(' [{ fields: { /a: html, /b: [base64, text] }, in: form }]'), 'a=<b>x</b>&b=aGk=')).toEqual([
      'a',
      'x',
      'b',
      'hi',
    ]);
    const few = codecOf(' [{ split: { delimiter: ",", records_max: 2 } }, text]');
    expect(reasonOf(few, 'a,b,c')).toBe('CV_TOO_MANY_RECORDS');
    expect(textsOf(codecOf(' [{ index: all }, html]'), '["<b>x</b>"]')).toEqual(['x']);
  });

  it('takes keys from the environment', () => {
    const yaml = ' [{ recompute: { set: /s, from: /t, as: hmac-sha256, key: { env: KEY } } }]';
    const body = '{"t":"x","s":"no"}';
    expect(() => replaced(codecOf(yaml, { KEY: 'k' }), body, ['x', 'y'])).toThrow();
    expect(() => replaced(codecOf(yaml), body, ['x', 'y'])).toThrow();
  });

  it('is absent from a route that names none', () => {
    const profile = toProfile({ ...vendorSchema.parse(parseSource('v.yaml', file(' json')).value), routes: [] });
    expect(routeCodecs(profile, {}).size).toBe(0);
  });
});

describe('a mistake in a codec', () => {
  it.each([
    [' soketio', /^6:12 expected one of .*socketio/],
    ['\n      - json\n      - html', /^7:9 json is read to its end/],
    ['\n      - html\n      - strip: "(?=a)"', /^7:9 html is read/],
    ['\n      - strip: "(?=a)"', /^7:16 not a valid RE2 pattern/],
    ['\n      - splitt: "x"', /^7:9 unknown key; did you mean "split"/m],
    ['\n      - at: message', /^7:13 expected a JSON pointer/],
    [' []', /^6:\d+ expected at least 1/],
  ])('%j is reported where it stands', (yaml, expected) => {
    const problems = problemsOf(yaml);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join('\n')).toMatch(expected);
  });
});
