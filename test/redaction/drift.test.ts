/** Places that a profile does not know are told once, and never with what stands there. */
import { describe, expect, it } from 'vitest';
import { Utf8Span } from '../../src/domain/text.ts';
import { atOnce } from '../../src/domain/work.ts';
import { createDriftMemory, foldPath, strayPaths } from '../../src/redaction/drift.ts';
import { simpleDetection } from '../support/simple-detection.ts';

const named = (names: readonly string[]) => ({ named: (index: number) => names.includes(spans[index]?.path ?? '') });
const spans = [
  ['/text', 'two words'],
  ['/kind', 'message'],
  ['/note', 'two more words'],
  ['/parts/3/caption', 'words in a list'],
  ['/parts/4/caption', 'words in a list'],
  ['/count', '12 34 56'],
  ['/card', '4111111111111111'],
  ['/han', '你好'],
].map(([path = '', text = '']) => new Utf8Span(path, Buffer.from(text)));

describe('strayPaths', () => {
  it('finds prose and whatever was found, where no rule names it', () => {
    expect(atOnce(strayPaths({ spans }, named(['/text']), [{ span: 6 }], simpleDetection))).toEqual([
      '/note',
      '/parts/*/caption',
      '/card',
      '/han',
    ]);
  });

  it('finds nothing where everything is named', () => {
    const all = named(spans.map(({ path }) => path));
    expect(atOnce(strayPaths({ spans }, all, [{ span: 6 }], simpleDetection))).toEqual([]);
  });
});

describe('foldPath', () => {
  it.each([
    ['/a/b_c/item2', '/a/b_c/item2'],
    ['/messages/17/text', '/messages/*/text'],
    ['/0f8fad5b-d9cb-469f-a165-70867728950e/x', '/*/x'],
    ['/4111111111111111/x', '/*/x'],
    ['/jane.roe@mail.example/x', '/*/x'],
    ['/Jane Roe/x', '/*/x'],
    ['/boom77/x', '/boom77/x'],
    ['', '/'],
  ])('makes %s of it', (path, folded) => {
    const calm = { ...simpleDetection, find: () => [] };
    expect(foldPath({ path }, calm)).toBe(folded);
  });

  it('hides a name in which something is found', () => {
    const suspicious = { clean: () => false, find: () => [{}] as never };
    expect(foldPath({ path: '/secretName/text' }, suspicious)).toBe('/*/*');
  });

  it('bounds depth', () => {
    expect(foldPath({ path: '/a'.repeat(100) }, simpleDetection)).toBe('/a'.repeat(12));
  });
});

describe('createDriftMemory', () => {
  it('tells each place of a profile once, and no more than it can remember', () => {
    const memory = createDriftMemory(3);
    expect(memory.fresh('a', ['/x', '/y', '/x'])).toEqual(['/x', '/y']);
    expect(memory.fresh('a', ['/x'])).toEqual([]);
    expect(memory.fresh('b', ['/x', '/z'])).toEqual(['/x']);
    expect(memory.fresh('b', ['/z'])).toEqual([]);
  });
});
