/** The bench's random identifiers are the same on every machine, and redacted texts of peers are read back rightly. */
import { describe, expect, it } from 'vitest';
import { noise } from '../../bench/support/noise.ts';
import { replacedIn } from '../../bench/support/peers.ts';
import { withTable } from '../../bench/support/tables.ts';

describe('noise', () => {
  it('is seeded, and every kind has as many as asked for', () => {
    const [once, again] = [noise(5), noise(5)];
    expect([...once]).toEqual([...again]);
    expect(once.size).toBeGreaterThanOrEqual(20);
    for (const [, texts] of once) expect(new Set(texts).size).toBe(5);
    expect(once.get('UUID')?.[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(once.get('tracking, UPS')?.[0]).toMatch(/^1Z[A-Z0-9]{6}\d{10}$/);
  });
});

describe('what a peer replaced', () => {
  const extents = (text: string, redacted: string) =>
    replacedIn(text, redacted, '~').map(({ start, end }) => text.slice(start, end));

  it('is read from the parts that it kept', () => {
    expect(extents('mail a@b.c or call 123', 'mail ~ or call ~')).toEqual(['a@b.c', '123']);
    expect(extents('123 is it', '~ is it')).toEqual(['123']);
    expect(extents('nothing here', 'nothing here')).toEqual([]);
    expect(extents('12 and 34 and 56', '~ and 34 and ~')).toEqual(['12', '56']);
  });
});

describe('a table of the page', () => {
  it('is replaced between its markers and nowhere else', () => {
    const page = 'a\n<!-- table:x -->\nold\n<!-- /table:x -->\nb\n';
    const once = withTable(page, 'x', 'new');
    expect(once).toBe('a\n<!-- table:x -->\n\nnew\n\n<!-- /table:x -->\nb\n');
    expect(withTable(once, 'x', 'new')).toBe(once);
    expect(() => withTable(page, 'y', 'new')).toThrow('no place for the table y');
  });
});
