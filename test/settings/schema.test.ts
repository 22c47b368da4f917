/** The schema of the main file, and the JSON Schema that is written from it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultLimits } from '../../src/domain/limits.ts';
import { packagedDir } from '../../src/settings/find.ts';
import { configSchema, limitKey, mergeLimits } from '../../src/settings/schema.ts';
import { policySchemaText, schemaText, vendorSchemaText } from '../../src/settings/write-schema.ts';

const site = { id: 'shop', hosts: ['Chat.Example:8443'], upstream: 'https://vendor.example/base' };
const accepts = (part: object) => configSchema.safeParse({ sites: [site], ...part }).success;
const acceptsSite = (part: object) => accepts({ sites: [{ ...site, ...part }] });

describe('configSchema', () => {
  it('lower-cases hosts, as they are compared', () => {
    expect(configSchema.parse({ sites: [site] }).sites[0]?.hosts).toEqual(['chat.example:8443']);
  });

  it.each([
    ['an upstream with credentials', { upstream: 'https://user:secret@vendor.example' }],
    ['an upstream with a query', { upstream: 'https://vendor.example/?a=1' }],
    ['an upstream of another scheme', { upstream: 'file:///etc' }],
    ['a host with a path', { hosts: ['chat.example/path'] }],
    ['an origin with a path', { origins: ['https://shop.example/'] }],
    ['an id with a capital', { id: 'Shop' }],
    ['an id that leaves its folder', { policy: '../default' }],
    ['an unknown limit', { limits: { bodyBytesMax: 1 } }],
    ['a limit of nothing', { limits: { body_bytes_max: 0 } }],
    ['an unknown key', { uptream: 'https://vendor.example' }],
  ])('refuses %s', (_what, part) => {
    expect(acceptsSite(part)).toBe(false);
  });

  it('accepts addresses and networks as trusted hops, nothing else', () => {
    expect(accepts({ trusted_hops: ['10.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8'] })).toBe(true);
    for (const hop of ['10.0.0.0/33', 'proxy.example', '10.0.0.1/8/8', '10.0.0.0/']) {
      expect(accepts({ trusted_hops: [hop] }), hop).toBe(false);
    }
  });

  it('does not let a key reach a prototype', () => {
    expect(accepts(JSON.parse('{"__proto__":{"polluted":true}}'))).toBe(false);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('limits', () => {
  it('can all be set, and merge over those above', () => {
    const keys = Object.keys(defaultLimits).map(limitKey);
    expect(keys.length).toBeGreaterThan(25);
    expect(acceptsSite({ limits: Object.fromEntries(keys.map((key) => [key, 7])) })).toBe(true);
    expect(mergeLimits(defaultLimits, { spans_max: 3 })).toEqual({ ...defaultLimits, spansMax: 3 });
    expect(mergeLimits(defaultLimits, undefined)).toBe(defaultLimits);
  });
});

describe('config/chatveil.schema.json', () => {
  it('is what npm run schema writes', () => {
    expect(readFileSync(join(packagedDir, 'chatveil.schema.json'), 'utf8')).toBe(schemaText());
    expect(readFileSync(join(packagedDir, 'policy.schema.json'), 'utf8')).toBe(policySchemaText());
    expect(policySchemaText()).toContain('dictionaries');
    expect(readFileSync(join(packagedDir, 'vendor.schema.json'), 'utf8')).toBe(vendorSchemaText());
    expect(vendorSchemaText()).toContain('recompute');
  });

  it('knows every key and refuses others', () => {
    const schema = JSON.parse(schemaText());
    expect(Object.keys(schema.properties).sort()).toEqual(Object.keys(configSchema.shape).sort());
    expect(schema.additionalProperties).toBe(false);
    expect(schema.required).toEqual(['sites']);
  });
});
