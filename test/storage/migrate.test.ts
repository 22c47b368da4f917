/** Migrations run in order, once, and resume where a crash left them. */
import { describe, expect, it } from 'vitest';
import { type Migratable, migrate } from '../../src/storage/migrate.ts';

const steps = [1, 2, 3].map((number) => ({ number, sql: `step ${number}` }));

function fake(version: number, failAt?: number): Migratable & { ran: string[] } {
  const ran: string[] = [];
  return {
    ran,
    version: () => version,
    step(sql, number) {
      if (number === failAt) throw new Error('power cut');
      ran.push(sql);
      version = number;
    },
  };
}

describe('migrating', () => {
  it('runs every step of an empty database, in order', () => {
    const database = fake(0);
    expect(migrate(database, steps)).toBe(3);
    expect(database.ran).toEqual(['step 1', 'step 2', 'step 3']);
    expect(migrate(database, steps)).toBe(0);
  });

  it('resumes after the last step that took effect', () => {
    const cut = fake(0, 3);
    expect(() => migrate(cut, steps)).toThrow('power cut');
    const again = fake(cut.version());
    expect(migrate(again, steps)).toBe(1);
    expect(again.ran).toEqual(['step 3']);
  });

  it('refuses a database of a newer release and a gap in the numbers', () => {
    const newer = fake(4);
    expect(() => migrate(newer, steps)).toThrow(expect.objectContaining({ code: 'CV_VAULT_UNAVAILABLE' }));
    const gap = fake(0);
    expect(() =>
      migrate(
        gap,
        [steps[0], steps[2]].filter((step) => step !== undefined),
      ),
    ).toThrow(expect.objectContaining({ code: 'CV_INTERNAL' }));
    expect([newer.ran, gap.ran]).toEqual([[], []]);
  });
});
