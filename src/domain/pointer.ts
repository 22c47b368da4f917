/** Patterns over RFC 6901 pointers, so that a profile or a policy can name fields. */

export interface PointerPattern {
  /** The text between the wildcards' places, or undefined when `pointer` does not match. */
  match(pointer: string): readonly string[] | undefined;
  /** The pointer that results when the wildcards are filled with `captures`, in order. */
  fill(captures: readonly string[]): string;
}

// Line comments, because a pattern such as /messages/*/text would end a block comment.
//
// Compiles a pattern in which `*` stands for one segment and `**` for any number of them:
// compilePointer('/messages/*/text').match('/messages/3/text') gives ['3'].
export function compilePointer(pattern: string): PointerPattern {
  const segments = pattern.split('/');
  return {
    match: (pointer) => matchFrom(segments, 0, pointer.split('/'), 0),
    fill(captures) {
      let next = 0;
      return segments.map((segment) => (isWildcard(segment) ? (captures[next++] ?? segment) : segment)).join('/');
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
