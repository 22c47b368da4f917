/** Every verb prints sentences for people and JSON Lines for programs. */
import { describe, expect, it } from 'vitest';
import { createOutput, printProblems, problemLine } from '../../src/cli/output.ts';
import { captureIo } from '../support/io.ts';

describe('output', () => {
  it('is sentences for people and JSON Lines for programs', () => {
    const human = captureIo();
    createOutput(human.io, false).result({ a: 1 }, 'one');
    createOutput(human.io, false).progress('going');
    createOutput(human.io, false).failure('CV_INTERNAL', 'no');
    expect([human.out(), human.err()]).toEqual(['one\n', 'going\nchatveil: no\n']);
    const json = captureIo();
    createOutput(json.io, true).result({ a: 1 }, 'one');
    createOutput(json.io, true).progress('going');
    createOutput(json.io, true).failure('CV_INTERNAL', 'no');
    expect(json.out()).toBe('{"a":1}\n');
    expect(JSON.parse(json.err())).toEqual({ error: { code: 'CV_INTERNAL', message: 'no' } });
  });

  it('prints problems as compilers do', () => {
    const problem = { file: 'a.yaml', line: 1, column: 2, at: '', message: 'is wrong' };
    expect(problemLine(problem)).toBe('a.yaml:1:2: is wrong');
    const { io, err } = captureIo();
    printProblems(io, false, [problem, { ...problem, at: 'x.0' }]);
    expect(err()).toBe('a.yaml:1:2: is wrong\na.yaml:1:2: x.0: is wrong\n2 problems\n');
  });
});
