/** Patterns over RFC 6901 pointers, so that a profile or a policy can name fields. */

export interface PointerPattern {
  /** The text between the wildcards' places, or undefined when `pointer` does not match. */
  match(pointer: string): readonly string[] | undefined;
  /** The same for a pointer that has been split at its slashes, to be compared with many patterns. */
  matchSplit(segments: readonly string[]): readonly string[] | undefined;
  /** The pointer that results when the wildcards are filled with `captures`, in order. */
  fill(captures: readonly string[]): string;
}

// Line comments, because a pattern such as /messages/*/text would end a block comment.
//
// Compiles a pattern in which `*` stands for one segment and `**` for any number of them:
// compilePointer('/messages/*/text').match('/messages/3/text') gives ['3'].
export function compilePointer(pattern: string): PointerPattern {
  const segments = pattern.split('/');
  const literals = segments.filter((segment) => segment !== '' && !isWildcard(segment));
  const matchSplit = (path: readonly string[]) =>
    literals.every((literal) => path.includes(literal)) ? matchFrom(segments, 0, path, 0) : undefined;
  return {
    match: (pointer) => matchSplit(pointer.split('/')),
    matchSplit,
    fill(captures) {
      let next = 0;
      const filled = segments.flatMap((segment) => {
        if (!isWildcard(segment)) return [segment];
        const capture = captures[next++] ?? segment;
        // `**` that stood for no segment leaves none.
        return segment === '**' && capture === '' ? [] : [capture];
      });
      return filled.join('/');
    },
  };
}

function isWildcard(segment: string): boolean {
  return segment === '*' || segment === '**';
}

/** Segments are few and come from configuration, so the recursion over `**` stays small. */
function matchFrom(
  pattern: readonly string[],
  at: number,
  path: readonly string[],
  from: number,
): string[] | undefined {
  const segment = pattern[at];
  if (segment === undefined) return from === path.length ? [] : undefined;
  if (segment === '**') {
    for (let end = from; end <= path.length; end++) {
      const rest = matchFrom(pattern, at + 1, path, end);
      if (rest) return [path.slice(from, end).join('/'), ...rest];
    }
    return undefined;
  }
  const here = path[from];
  if (here === undefined || (segment !== '*' && segment !== here)) return undefined;
  const rest = matchFrom(pattern, at + 1, path, from + 1);
  if (!rest) return undefined;
  return segment === '*' ? [here, ...rest] : rest;
}
