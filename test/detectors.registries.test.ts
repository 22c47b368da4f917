/** Check digits beside an independent library: what our detectors take as valid, it takes as valid too. */
import { readFileSync } from 'node:fs';
import { stdnum } from 'stdnum';
import { describe, expect, it } from 'vitest';

/** Detector → country and number of the library; left out are kinds it lacks or for which it asks for a birth in the past. */
const twins: readonly (readonly [string, string, string])[] = [
  ['ca-sin', 'CA', 'sin'],
  ['au-tfn', 'AU', 'tfn'],
  ['in-aadhaar', 'IN', 'aadhaar'],
  ['br-cpf', 'BR', 'cpf'],
  ['es-nif', 'ES', 'dni'],
  ['es-nie', 'ES', 'nie'],
  ['fr-nir', 'FR', 'nir'],
  ['de-steuerid', 'DE', 'idnr'],
  ['pl-pesel', 'PL', 'pesel'],
  ['nl-bsn', 'NL', 'bsn'],
  ['tr-tckn', 'TR', 'tckimlik'],
  ['cl-rut', 'CL', 'rut'],
  ['ar-cuit', 'AR', 'cuit'],
  ['ie-pps', 'IE', 'pps'],
  ['il-id', 'IL', 'idnr'],
  ['ch-ahv', 'CH', 'ssn'],
];

function valuesOf(id: string): string[] {
  const text = readFileSync(new URL(`fixtures/detectors/${id}.tsv`, import.meta.url), 'utf8');
  const rows = text.slice(text.indexOf('\n'));
  return [...rows.matchAll(/‹([^›]*)›/g)].map((match) =>
    (match[1] as string).replace(/[^A-Za-z0-9]/g, '').toUpperCase(),
  );
}

describe('check digits', () => {
  it.each(twins)('%s agrees with the library', (id, country, name) => {
    const twin = stdnum[country]?.[name];
    const values = valuesOf(id);
    expect(values.length).toBeGreaterThan(5);
    expect(twin).toBeDefined();
    expect(values.filter((value) => twin?.validate(value).isValid !== true)).toEqual([]);
  });
});
