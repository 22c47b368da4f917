/** Made-up values have the shape of real ones, and none of them lies in the code. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import luhn from 'luhn';
import { describe, expect, it } from 'vitest';
import { checkDigit, examples, grouped, madeUpSsn, script, testCard } from '../../src/demo/synthetic.ts';

describe('made-up values', () => {
  it('are the published test numbers, with a check digit that fits', () => {
    const visa = testCard('4', '1', 16);
    const amex = testCard('37', '8282246310005', 15);
    expect(grouped(visa, ' ')).toBe(`4${'1'.repeat(3)}${` ${'1'.repeat(4)}`.repeat(3)}`);
    expect(amex.slice(-4)).toBe('0005');
    expect(testCard('5'.repeat(12), '4', 16).slice(-4)).toBe('4444');
    for (const number of [visa, amex, testCard('5'.repeat(12), '4', 16), testCard('6011', '1', 16)])
      expect(luhn.validate(number)).toBe(true);
    expect(checkDigit('7992739871')).toBe('3');
  });

  it('group by the sizes of the issuer', () => {
    expect(grouped('123456789012345', '-', [4, 6, 5])).toBe('1234-567890-12345');
  });

  it('are structurally possible social security numbers', () => {
    for (const chance of [0, 0.37, 0.999999]) {
      const [area, group, serial] = madeUpSsn(() => chance).split('-');
      expect(Number(area)).toBeGreaterThan(0);
      expect(Number(area)).toBeLessThan(666);
      expect(Number(group)).toBeGreaterThan(0);
      expect(serial).toMatch(/^[1-9]\d{3}$/);
    }
  });

  it('fill the examples and the script, which also say what must stay', () => {
    expect(examples(() => 0.5).map(({ label }) => label)).toContain('Order number (stays)');
    expect(script(() => 0.5).some((line) => line.includes(grouped(testCard('4', '1', 16), ' ')))).toBe(true);
  });

  it('stand in no source of the demo and in no page', () => {
    const folder = path.resolve(import.meta.dirname, '../../src/demo');
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(20);
    for (const { parentPath, name } of files) {
      const text = readFileSync(path.join(parentPath, name), 'utf8');
      for (const run of text.match(/\b(?:\d[ -]?){13,19}\b/g) ?? []) {
        expect(luhn.validate(run.replace(/\D/g, '')), name).toBe(false);
      }
    }
  });
});
