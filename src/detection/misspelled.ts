/** Words as hurried fingers type them: one letter left out, doubled, or swapped with its neighbour. */

/** Shorter words turn into other words too easily. */
const WORD_MIN = 5;

/**
 * The term and what it becomes by one slip in one of its longer words; the first letter stays,
 * as it does when people type.
 */
export function misspellings(term: string): string[] {
  const words = term.split(' ');
  const all = new Set([term]);
  for (const [index, word] of words.entries()) {
    if (word.length < WORD_MIN) continue;
    for (const slip of slips(word)) all.add([...words.slice(0, index), slip, ...words.slice(index + 1)].join(' '));
  }
  return [...all];
}

function slips(word: string): string[] {
  const found: string[] = [];
  for (let i = 1; i < word.length; i += 1) {
    const [before, letter, after] = [word.slice(0, i), word.charAt(i), word.slice(i + 1)];
    found.push(before + after, before + letter + letter + after);
    if (after !== '') found.push(before + after.charAt(0) + letter + after.slice(1));
  }
  return found;
}
