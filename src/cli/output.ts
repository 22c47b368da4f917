/** How every verb prints: sentences for people, JSON Lines with `--json`; progress goes to standard error. */
import type { Problem } from '../settings/settings.ts';
import type { Io } from './verb.ts';

export interface Output {
  /** A result: `record` as one JSON line, or `sentence` for people; nothing for people without one. */
  result(record: object, sentence?: string): void;
  /** What is going on, for people only. */
  progress(sentence: string): void;
  /** Why it did not work. */
  failure(code: string, sentence: string): void;
}

/**
 * @example
 * const output = createOutput(io, options.json === true);
 * output.result({ port: 8080 }, 'listening on 8080');
 */
export function createOutput(io: Io, json: boolean): Output {
  return {
    result(record, sentence) {
      if (json) io.stdout.write(`${JSON.stringify(record)}\n`);
      else if (sentence !== undefined) io.stdout.write(`${sentence}\n`);
    },
    progress(sentence) {
      if (!json) io.stderr.write(`${sentence}\n`);
    },
    failure(code, sentence) {
      if (json) io.stderr.write(`${JSON.stringify({ error: { code, message: sentence } })}\n`);
      else io.stderr.write(`chatveil: ${sentence}\n`);
    },
  };
}

/** `file:line:column: at: message`, as compilers print and editors follow. */
export function problemLine({ file, line, column, at, message }: Problem): string {
  return `${file}:${line}:${column}: ${at === '' ? '' : `${at}: `}${message}`;
}

/** Prints every problem of a configuration; results of `config check`, failures of everything else. */
export function printProblems(io: Io, json: boolean, problems: readonly Problem[]): void {
  for (const problem of problems) {
    io.stderr.write(json ? `${JSON.stringify({ problem })}\n` : `${problemLine(problem)}\n`);
  }
  if (!json) io.stderr.write(`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}\n`);
}
