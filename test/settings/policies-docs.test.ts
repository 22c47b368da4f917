/** docs/policies.md says what groups, checksums and packs there are, and its examples load as they stand. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checksumNames } from '../../src/detection/checksum.ts';
import { kindGroups } from '../../src/policy/kinds.ts';
import { packagedDir } from '../../src/settings/find.ts';
import { policySchema } from '../../src/settings/policy-schema.ts';
import { provisionPolicy } from '../../src/settings/provision.ts';
import { parseSource } from '../../src/settings/source.ts';

const text = readFileSync(join(import.meta.dirname, '../../docs/policies.md'), 'utf8');
const rows = [...text.matchAll(/^\| `([^`]+)` \| (.*) \|$/gm)].map(([, name = '', rest = '']) => ({ name, rest }));

describe('docs/policies.md', () => {
  it('lists every group with its kinds, every checksum and every pack', () => {
    const groups = rows.filter(({ name }) => name.startsWith('@'));
    expect(groups.map(({ name, rest }) => [name, rest.replaceAll('`', '').split(' ')])).toEqual(
      Object.entries(kindGroups).map(([name, kinds]) => [name, [...kinds]]),
    );
    const others = rows.map(({ name }) => name).filter((name) => !name.startsWith('@'));
    const packs = readdirSync(join(packagedDir, 'policies')).map((file) => file.replace('.yaml', ''));
    expect(others.sort()).toEqual([...checksumNames, ...packs.filter((id) => id !== 'demo')].sort());
  });

  it('shows detectors that load as they stand', async () => {
    const [own = '', exact = ''] = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => yaml ?? '');
    const folder = mkdtempSync(join(tmpdir(), 'chatveil-docs-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(join(folder, 'customers.csv'), 'customer_id\n771-204-118\n');
    const joined = own.replace(/^exact: \[\].*\n/m, exact);
    expect(joined).toContain('customers.csv');
    const source = parseSource(join(folder, 'own.yaml'), joined);
    const made = await provisionPolicy(policySchema.parse(source.value), source);
    if (!made.ok) throw new Error(JSON.stringify(made.problems));
    const message = 'I am 771204118, member M12345674, about project Operation Zanzibar';
    const found = made.provisioned.detection.find({ text: message, bytes: Buffer.from(message) });
    expect(found.map(({ kind }) => kind)).toEqual(['CUSTOMER_ID', 'MEMBER_NUMBER', 'PROJECT']);
  });
});
