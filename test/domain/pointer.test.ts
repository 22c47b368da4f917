/** Patterns over field paths. */
import { describe, expect, it } from 'vitest';
import { compilePointer } from '../../src/domain/pointer.ts';

describe('compilePointer', () => {
  it.each([
    ['/text', '/text', []],
    ['/messages/*/text', '/messages/3/text', ['3']],
    ['/a/**/z', '/a/b/c/z', ['b/c']],
    ['/**', '/a/b', ['a/b']],
    ['/a/**', '/a', ['']],
    ['/*/x/*', '/1/x/2', ['1', '2']],
  ])('%s matches %s', (pattern, path, captures) => {
    expect(compilePointer(pattern).match(path)).toEqual(captures);
  });

  it.each([
    ['/text', '/texts'],
    ['/messages/*/text', '/messages/text'],
    ['/messages/*/text', '/messages/1/2/text'],
    ['/a/**/z', '/a/b/c'],
    ['', '/a'],
  ])('%s does not match %s', (pattern, path) => {
    expect(compilePointer(pattern).match(path)).toBeUndefined();
  });

  it('fills the wildcards of a neighbour with what was captured', () => {
    const captures = compilePointer('/messages/*/text').match('/messages/7/text') ?? [];
    expect(compilePointer('/messages/*/from').fill(captures)).toBe('/messages/7/from');
  });
});

it('fills a path whose ** stood for nothing without an empty segment', () => {
  const pattern = compilePointer('/**/text');
  const sibling = compilePointer('/**/from');
  expect(sibling.fill(pattern.match('/text') ?? [])).toBe('/from');
  expect(sibling.fill(pattern.match('/a/0/text') ?? [])).toBe('/a/0/from');
});

it('compares a pointer that was split before', () => {
  expect(compilePointer('/a/*/b').matchSplit(['', 'a', '7', 'b'])).toEqual(['7']);
  expect(compilePointer('/a/*/b').matchSplit(['', 'a', '7', 'c'])).toBeUndefined();
});
