/** docs/errors.md and docs/configuration.md say what the tables of the product say. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorTable } from '../../src/domain/errors.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import { packagedDir } from '../../src/settings/find.ts';
import { messageSchema } from '../../src/settings/message-schema.ts';
import { policySchema } from '../../src/settings/policy-schema.ts';
import { provisionPolicy } from '../../src/settings/provision.ts';
import { configSchema, limitKey, siteSchema } from '../../src/settings/schema.ts';
import { parseSource } from '../../src/settings/source.ts';
import { toProfile, vendorSchema } from '../../src/settings/vendor-schema.ts';

const docs = (name: string) => readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8');

describe('docs/errors.md', () => {
  it('has every code with its status, close code, fault, retry and message, in order, and a remedy', () => {
    const rows = [...docs('errors.md').matchAll(/^\| `(CV_\w+)` \|(.*)\|$/gm)].map(([, code, rest]) => [
      code,
      ...(rest ?? '').split('|').map((cell) => cell.trim()),
    ]);
    expect(rows.map((row) => row.slice(0, 6))).toEqual(
      Object.entries(errorTable).map(([code, row]) => [
        code,
        String(row.status),
        String(row.closeCode),
        row.fault,
        row.retry ? 'yes' : 'no',
        row.message,
      ]),
    );
    expect(rows.length).toBeGreaterThan(40);
    expect(rows.filter((row) => (row[6] ?? '').length < 15)).toEqual([]);
  });
});

describe('docs/configuration.md', () => {
  it('shows a policy and a vendor profile that load as they stand', async () => {
    const blocks = [...docs('configuration.md').matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => yaml ?? '');
    const [policy = '', vendor = ''] = blocks.filter((yaml) => yaml.startsWith('id:'));
    const [listen = ''] = blocks.filter((yaml) => yaml.startsWith('listen:'));
    const sites = [{ id: 'shop', hosts: ['shop.example'], upstream: 'https://vendor.example' }];
    const config = configSchema.parse({ ...(parseSource('chatveil.yaml', listen).value as object), sites });
    expect(config.listen.data.tls?.names[0]?.hosts).toEqual(['*.help.example']);
    const source = parseSource('policy.yaml', policy);
    const made = await provisionPolicy(policySchema.parse(source.value), source);
    expect(made.ok ? [] : made.problems).toEqual([]);
    const profile = toProfile(vendorSchema.parse(parseSource('vendor.yaml', vendor).value));
    expect(profile.routes[0]?.own[0]?.when?.equals).toBe('visitor');
  });

  it('explains every key and every limit with its default', () => {
    const text = docs('configuration.md');
    const keys = [...Object.keys(configSchema.shape), ...Object.keys(siteSchema.shape)];
    expect(keys.length).toBeGreaterThan(14);
    expect(keys.filter((key) => !text.includes(`\`${key}`))).toEqual([]);
    const limits = [...text.matchAll(/^\| `(\w+)` \| (\d+) \|/gm)].map(([, name, value]) => [name, Number(value)]);
    expect(limits).toEqual(Object.entries(defaultLimits).map(([name, value]) => [limitKey(name), value]));
  });
});

describe('docs/vendors.md', () => {
  it('has a row for every packaged profile, as sure as the profile itself', () => {
    const folder = join(packagedDir, 'vendors');
    const expected = readdirSync(folder)
      .filter((name) => !['demo.yaml', 'generic.yaml'].includes(name))
      .map((name) => {
        const source = parseSource(name, readFileSync(join(folder, name), 'utf8'));
        const { id, certainty, experimental } = vendorSchema.parse(source.value);
        return [id, certainty + (experimental ? ', **experimental**' : '')];
      });
    const rows = [...docs('vendors.md').matchAll(/^\| `([a-z-]+)` \| ([^|]+) \|/gm)].map(([, id, sure]) => [id, sure]);
    expect(rows.filter(([id]) => id !== 'generic').sort()).toEqual(expected.sort());
    expect(rows.length).toBeGreaterThan(20);
  });

  it('shows a rule that loads as it stands', () => {
    const [yaml = ''] = [...docs('vendors.md').matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text ?? '');
    const text = `id: v\ntitle: V\nroutes:\n  - id: all\n    path: /**\n${yaml}`;
    const route = toProfile(vendorSchema.parse(parseSource('vendor.yaml', text).value)).routes[0];
    expect(route?.messages?.[0]).toMatchObject({ kind: 'visitor-text', text: { length: 3 } });
  });

  it('explains every key of a profile and of its rules', () => {
    const text = docs('configuration.md') + docs('vendors.md');
    const keys = [...Object.keys(vendorSchema.shape), ...Object.keys(messageSchema.shape)];
    expect(keys.filter((key) => !new RegExp(`\\b${key}\\b`).test(text))).toEqual([]);
    expect(keys.length).toBeGreaterThan(20);
  });
});
