/** What each packaged policy decides, kind by kind and in both directions, and which clauses it names for that. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Direction } from '../../src/domain/frame.ts';
import { createPolicy } from '../../src/policy/decide.ts';
import { kindGroups, taxonomy } from '../../src/policy/kinds.ts';
import { packagedDir } from '../../src/settings/find.ts';
import { loadPolicy } from '../../src/settings/load-policy.ts';
import { policySchema, toPolicyDefinition } from '../../src/settings/policy-schema.ts';
import { parseSource } from '../../src/settings/source.ts';

const folder = join(packagedDir, 'policies');
const packs = ['pci-dss', 'hipaa', 'gdpr', 'ccpa', 'secrets', 'strict', 'default'];

const files = new Map(packs.map((id) => [id, parse(id)]));
const policies = new Map([...files].map(([id, file]) => [id, createPolicy(toPolicyDefinition(file, 'v'))]));

function read(id: string) {
  return files.get(id) ?? parse(id);
}

function parse(id: string) {
  const file = join(folder, `${id}.yaml`);
  return policySchema.parse(parseSource(file, readFileSync(file, 'utf8')).value);
}

/** `action rule` of each direction, with `*` where the visitor's own widget gets the value back. */
function decide(id: string, kind: string, direction: Direction, confidence = 0.9): string {
  const policy = policies.get(id);
  if (policy === undefined) throw new Error(`no policy ${id}`);
  const found = { detector: 'x', kind, start: 0, end: 4, confidence, evidence: [] };
  const { action, restore, rule } = policy.decide(found, { site: 's', direction, path: '/text' });
  return `${action}${restore === 'own-messages' ? '*' : ''} ${rule}`;
}

/** Kind, what happens toward the vendor, and toward the visitor (the same where it is left out). */
type Row = readonly [kind: string, up: string, down?: string];

const tables: Readonly<Record<string, readonly Row[]>> = {
  default: [
    ['PAYMENT_CARD', 'tokenize* cards'],
    ['CARD_EXPIRY', 'tokenize* cards'],
    ['CARD_CVV', 'mask card-authentication'],
    ['CARD_TRACK', 'mask card-authentication'],
    ['PIN', 'mask card-authentication'],
    ['PASSWORD', 'mask secrets'],
    ['OTP', 'mask secrets', 'pass codes-from-vendor'],
    ['API_KEY', 'mask secrets'],
    ['CRYPTO_SEED', 'mask secrets'],
    ['CRYPTO_ADDRESS', 'tokenize* bank'],
    ['IBAN', 'tokenize* bank'],
    ['US_SSN', 'tokenize* government-ids'],
    ['ES_NIF', 'tokenize* government-ids'],
    ['PASSPORT', 'tokenize* government-ids'],
    ['UK_NHS', 'tokenize* government-ids'],
    ['MEDICATION', 'tokenize* health'],
    ['US_MBI', 'tokenize* health'],
    ['DATE_OF_BIRTH', 'tokenize* date-of-birth'],
    ['VIN', 'tokenize* vehicles'],
    ['EMAIL', 'tokenize* contact', 'pass contact-from-vendor'],
    ['PERSON', 'tokenize* contact', 'pass contact-from-vendor'],
    ['IP_ADDRESS', 'tokenize* contact', 'pass contact-from-vendor'],
    ['MEMBER_NUMBER', 'mask everything-else'],
  ],
  'pci-dss': [
    ['PAYMENT_CARD', 'tokenize* card-number'],
    ['CARD_EXPIRY', 'tokenize* expiry'],
    ['CARD_CVV', 'mask authentication'],
    ['CARD_TRACK', 'mask authentication'],
    ['PIN', 'mask authentication'],
    ['EMAIL', 'pass out-of-scope'],
    ['US_SSN', 'pass out-of-scope'],
  ],
  hipaa: [
    ['PERSON', 'tokenize* a-names', 'pass contact-from-vendor'],
    ['STREET_ADDRESS', 'tokenize* b-geography', 'pass contact-from-vendor'],
    ['DATE_OF_BIRTH', 'tokenize* c-dates'],
    ['PHONE', 'tokenize* d-e-telephone-and-fax', 'pass contact-from-vendor'],
    ['EMAIL', 'tokenize* f-email', 'pass contact-from-vendor'],
    ['US_SSN', 'tokenize* g-social-security'],
    ['MEDICAL_RECORD_NUMBER', 'tokenize* h-i-k-medical-numbers'],
    ['HEALTH_INSURANCE_ID', 'tokenize* h-i-k-medical-numbers'],
    ['US_DEA', 'tokenize* h-i-k-medical-numbers'],
    ['IBAN', 'tokenize* j-accounts'],
    ['PAYMENT_CARD', 'tokenize* j-accounts'],
    ['DRIVER_LICENSE', 'tokenize* k-l-documents'],
    ['VEHICLE_PLATE', 'tokenize* k-l-documents'],
    ['MAC_ADDRESS', 'tokenize* m-o-network'],
    ['IP_ADDRESS', 'tokenize* m-o-network'],
    ['CA_SIN', 'tokenize* r-other-numbers'],
    ['HEALTH_CONDITION', 'tokenize* health'],
    ['MEMBER_NUMBER', 'tokenize* r-anything-else'],
    ['PASSWORD', 'mask never-stored'],
    ['CARD_CVV', 'mask never-stored'],
  ],
  gdpr: [
    ['HEALTH_CONDITION', 'tokenize* health'],
    ['UK_NHS', 'tokenize* health'],
    ['DE_STEUERID', 'tokenize* national-numbers'],
    ['IBAN', 'tokenize* money'],
    ['EMAIL', 'tokenize* personal-data', 'pass from-vendor'],
    ['DATE_OF_BIRTH', 'tokenize* personal-data'],
    ['IP_ADDRESS', 'tokenize* personal-data', 'pass from-vendor'],
    ['VEHICLE_PLATE', 'tokenize* personal-data'],
    ['PASSWORD', 'mask credentials'],
    ['CARD_CVV', 'mask credentials'],
    ['MEMBER_NUMBER', 'tokenize* anything-else'],
  ],
  ccpa: [
    ['DRIVER_LICENSE', 'tokenize* government-ids'],
    ['US_BANK_ACCOUNT', 'tokenize* financial-accounts'],
    ['MEDICATION', 'tokenize* health'],
    ['PHONE', 'tokenize* identifiers', 'pass from-vendor'],
    ['PASSWORD', 'mask credentials'],
    ['CARD_CVV', 'mask credentials'],
    ['MEMBER_NUMBER', 'mask anything-else'],
  ],
  secrets: [
    ['PASSWORD', 'mask credentials'],
    ['OTP', 'mask credentials', 'pass codes-from-vendor'],
    ['API_KEY', 'mask keys'],
    ['PRIVATE_KEY', 'mask keys'],
    ['CARD_CVV', 'mask card-authentication'],
    ['EMAIL', 'pass everything-else'],
    ['PAYMENT_CARD', 'pass everything-else'],
  ],
  strict: [
    ['CARD_CVV', 'block card-authentication'],
    ['PIN', 'block card-authentication'],
    ['API_KEY', 'block secrets'],
    ['PAYMENT_CARD', 'mask everything'],
    ['EMAIL', 'mask everything'],
    ['MEMBER_NUMBER', 'mask everything'],
  ],
};

describe.each(packs)('%s', (id) => {
  it('decides as its table says, in both directions', () => {
    const rows = tables[id] ?? [];
    expect(rows.length).toBeGreaterThan(5);
    const got = rows.map(([kind]) => [kind, decide(id, kind, 'to-upstream'), decide(id, kind, 'to-client')]);
    expect(got).toEqual(rows.map(([kind, up, down]) => [kind, up, down ?? up]));
  });

  it('loads with the detectors there are, and names its file', async () => {
    const made = await loadPolicy(id, '/nowhere');
    expect(made.ok ? [] : made.problems).toEqual([]);
    expect(read(id).id).toBe(id);
  });

  it('names clauses for every rule that hides something, but those for the unknown', () => {
    const rules = read(id).rules;
    const bare = rules.filter(({ action, cites }) => action !== 'pass' && cites === undefined);
    expect(bare.map((rule) => rule.id)).toEqual(id === 'default' ? ['everything-else'] : []);
    for (const { cites } of rules) for (const clause of cites ?? []) expect(clause).toMatch(/\d/);
  });

  it('has no rule that never decides, and leaves no kind to chance', () => {
    const decided = new Set(
      [...taxonomy, 'MEMBER_NUMBER'].flatMap((kind) =>
        (['to-upstream', 'to-client'] as const).map((direction) => decide(id, kind, direction).split(' ')[1]),
      ),
    );
    expect(read(id).rules.map((rule) => rule.id)).toEqual(
      read(id)
        .rules.map((r) => r.id)
        .filter((r) => decided.has(r)),
    );
    expect(decided.has('(none)')).toBe(false);
  });

  it('never keeps sensitive authentication data', () => {
    for (const kind of kindGroups['@card-authentication'])
      expect(decide(id, kind, 'to-upstream')).not.toMatch(/^(tokenize|pass)/);
  });
});

describe('hipaa', () => {
  it('names every Safe Harbor identifier that text can hold, (A) to (R) without (N), (P) and (Q)', () => {
    const cited = new Set(
      read('hipaa').rules.flatMap(({ cites }) =>
        (cites ?? []).flatMap((clause) => /164\.514\(b\)\(2\)\(i\)\(([A-R])\)/.exec(clause)?.[1] ?? []),
      ),
    );
    expect([...cited].sort().join('')).toBe('ABCDEFGHIJKLMOR');
  });
});

describe('strict', () => {
  it('hides what is less sure as well', () => {
    expect(decide('strict', 'EMAIL', 'to-client', 0.35)).toBe('mask everything');
    expect(decide('strict', 'API_KEY', 'to-upstream', 0.6)).toBe('mask everything');
  });
});

describe('the folder', () => {
  it('holds these packs and the policy of the demo', () => {
    expect(readdirSync(folder).sort()).toEqual([...packs, 'demo'].map((name) => `${name}.yaml`).sort());
  });
});
