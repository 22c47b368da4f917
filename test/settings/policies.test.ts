/** Policy and vendor files: what the schema admits, what only the detectors can tell, and what comes of them. */
import { describe, expect, it } from 'vitest';
import { loadPolicy } from '../../src/settings/load-policy.ts';
import { policySchema, toPolicyDefinition } from '../../src/settings/policy-schema.ts';
import { provisionPolicy } from '../../src/settings/provision.ts';
import { parseSource } from '../../src/settings/source.ts';
import { toProfile, vendorSchema } from '../../src/settings/vendor-schema.ts';
import { configFolder } from '../support/config-folder.ts';

async function provision(text: string) {
  const source = parseSource('p.yaml', `id: p\ntitle: P\n${text}`);
  const made = await provisionPolicy(policySchema.parse(source.value), source);
  return made.ok ? [] : made.problems.map(({ line, column, at, message }) => `${line}:${column} ${at}: ${message}`);
}

const pattern = (extra: string) => `rules: [{ id: all, action: mask }]
patterns:
  - name: member
    kind: MEMBER_NUMBER
    pattern: '${extra}'
    examples: { hits: [M-123456], misses: [M-12] }
`;

describe('a policy', () => {
  it('becomes rules in order, * meaning every kind', () => {
    const file = policySchema.parse({
      id: 'p',
      title: 'P',
      rules: [{ id: 'a', kinds: ['*'], confidence_min: 0.7, action: 'block', notice: 'No.' }],
    });
    expect(toPolicyDefinition(file, 'v')).toEqual({
      id: 'p',
      title: 'P',
      version: 'v',
      ifVaultUnavailable: 'block',
      rules: [{ id: 'a', confidenceMin: 0.7, action: 'block', notice: 'No.' }],
    });
  });

  it('may not name kinds or detectors that nothing finds', async () => {
    expect(await provision('rules: [{ id: a, kinds: [PAYMENT_CRAD], action: mask }]')).toEqual([
      '3:26 rules.0.kinds.0: no detector of this policy finds PAYMENT_CRAD; did you mean "PAYMENT_CARD"?',
    ]);
    expect(await provision('detectors: [payment-cart]\nrules: [{ id: a, action: mask }]')).toEqual([
      '3:13 detectors.0: there is no detector payment-cart; did you mean "payment-card"?',
    ]);
    expect(await provision('detectors: [email]\nrules: [{ id: a, kinds: [US_SSN], action: mask }]')).toHaveLength(1);
    expect(await provision('rules: [{ id: a, kinds: [HEALTH_*], action: mask }]')).toEqual([]);
  });

  it('may not repeat a rule, or restore what is not tokenized', async () => {
    const rules = 'rules:\n  - { id: a, action: mask, restore: own-messages }\n  - { id: a, action: pass }\n';
    expect(await provision(rules)).toEqual([
      '4:37 rules.0.restore: only tokenized values can be restored',
      '5:11 rules.1.id: an earlier rule has this id already',
    ]);
  });

  it('compiles patterns of the operator and runs their examples', async () => {
    expect(await provision(pattern('M-[0-9]{6}'))).toEqual([]);
    expect(await provision(pattern('M-(?=[0-9])'))).toEqual([
      expect.stringMatching(/^7:14 patterns\.0\.pattern: look-around is not available/),
    ]);
    expect(await provision(pattern('M-[0-9]{7}'))).toEqual([
      '8:24 patterns.0.examples.hits.0: the pattern does not find this example',
    ]);
  });

  it('finds with the patterns, and only with the detectors that it switches on', async () => {
    const source = parseSource('p.yaml', `id: p\ntitle: P\ndetectors: [email]\n${pattern('M-[0-9]{6}')}`);
    const made = await provisionPolicy(policySchema.parse(source.value), source);
    if (!made.ok) throw new Error(JSON.stringify(made.problems));
    const text = 'M-123456, a@example.com, 4111 1111 1111 1111';
    const kinds = made.provisioned.detection.find({ text, bytes: Buffer.from(text) }).map(({ kind }) => kind);
    expect(kinds).toEqual(['MEMBER_NUMBER', 'EMAIL']);
    expect(made.provisioned.kinds.map(({ kind }) => kind)).toContain('MEMBER_NUMBER');
  });
});

describe('loadPolicy', () => {
  it('finds the packaged one by name, an own one by name or file', async () => {
    const folder = configFolder();
    expect((await loadPolicy('default', folder.path)).ok).toBe(true);
    folder.write('policies/mine.yaml', 'id: mine\ntitle: Mine\nrules: [{ id: a, action: pass }]\n');
    for (const name of ['mine', 'policies/mine.yaml']) expect((await loadPolicy(name, folder.path)).ok).toBe(true);
  });

  it('says what is wrong', async () => {
    const folder = configFolder();
    folder.write('bad.yaml', 'id: bad\nrules: []\n');
    const problems = async (name: string) => {
      const made = await loadPolicy(name, folder.path);
      return made.ok ? [] : made.problems.map(({ message }) => message);
    };
    expect(await problems('defualt')).toEqual(['there is no such policy; did you mean "default"?']);
    expect(await problems('./nowhere.yaml')).toEqual(['there is no such policy']);
    expect(await problems('bad.yaml')).toHaveLength(2);
  });
});

describe('a vendor profile', () => {
  it('refuses by default what cannot be read', () => {
    const file = vendorSchema.parse({ id: 'v', title: 'V', routes: [{ id: 'all', path: '/**' }] });
    expect(toProfile(file).routes).toEqual([
      {
        id: 'all',
        path: '/**',
        inspect: true,
        ifUnreadable: 'block',
        files: 'block',
        binary: 'block',
        previews: [],
        own: [],
        drift: false,
        known: [],
        messages: [],
        unmatched: 'scan-all-strings',
        never: [],
      },
    ]);
  });

  it('names conversations by one of four sources', () => {
    const source = (part: object) =>
      vendorSchema.safeParse({ id: 'v', title: 'V', routes: [{ id: 'a', path: '/' }], conversation: [part] }).success;
    expect(source({ from: 'path', pattern: '/chats/{id}/**' })).toBe(true);
    expect(source({ from: 'header', name: 'x-chat' })).toBe(true);
    expect(source({ from: 'header', pattern: '/a' })).toBe(false);
    expect(source({ from: 'body', name: 'id' })).toBe(false);
  });
});

describe('messages and heal of a vendor profile', () => {
  const base = { id: 'v', title: 'V', routes: [{ id: 'a', path: '/' }] };
  const accepts = (part: object) => vendorSchema.safeParse({ ...base, ...part }).success;

  it.each([
    ['by the name of the widget', { messages: { id: '/client', acks: [{ id: '/id', for: '/client' }] } }],
    ['by the text', { messages: { acks: [{ id: '/id', text: '/text' }] } }],
    ['by the answer', { messages: { answer: '/id' } }],
    ['a call with the id in its body', { heal: { method: 'POST', path: '/edit', body: '{"id":"{message}"}' } }],
  ])('accepts %s', (_, part) => expect(accepts(part)).toBe(true));

  it.each([
    ['an acknowledgement that does not say which message it means', { messages: { acks: [{ id: '/id' }] } }],
    ['a reference to nothing', { messages: { acks: [{ id: '/id', for: '/client' }] } }],
    ['a call that names no message', { heal: { method: 'POST', path: '/edit', body: '{}' } }],
    ['a call to another host', { heal: { method: 'POST', path: '//x.example/{message}' } }],
  ])('refuses %s', (_, part) => expect(accepts(part)).toBe(false));
});
