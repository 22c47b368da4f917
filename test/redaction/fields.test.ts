/** Values in the fields of one document: cut over several of them, or plain by the name of one; and what is neither. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDetection } from '../../src/detection/engine.ts';
import { describeKinds, maskLabel } from '../../src/detection/mask.ts';
import { conversationId, type Direction } from '../../src/domain/frame.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import { createPolicy } from '../../src/policy/decide.ts';
import { createRedactor } from '../../src/redaction/redactor.ts';
import { loadDetectors } from '../../src/settings/catalog.ts';
import { printToken } from '../../src/vault/token.ts';
import { inspectAll } from '../support/routes.ts';

const detectors = await loadDetectors();
const detection = createDetection({ detectors });
const kinds = describeKinds(detectors);
const sealed: string[] = [];
const redactor = createRedactor({
  sealer: {
    async seal(requests) {
      for (const { secret } of requests) sealed.push(secret.expose((plain) => plain));
      return requests.map(({ label }) => printToken(label, randomBytes(16), randomBytes(5)));
    },
    owns: () => false,
  },
  clock: { now: () => 0 },
  limits: defaultLimits,
  label: (kind, text) => maskLabel(kinds, kind, text),
});
const rules = [
  { id: 'card-authentication', action: 'mask' as const, kinds: ['CARD_CVV', 'PIN', 'PASSWORD'] },
  { id: 'all', action: 'tokenize' as const },
];
const policy = createPolicy({ id: 'p', title: 'P', version: '1', rules });
let conversations = 0;

async function redact(body: string, mediaType = 'application/json', change = {}, direction: Direction = 'to-upstream') {
  sealed.length = 0;
  conversations += 1;
  const head = {
    site: 'shop',
    channel: 'http-body' as const,
    direction,
    transport: 'http' as const,
    conversation: conversationId(`c${conversations}`),
    credential: '',
    path: '/',
    mediaType,
    ...(mediaType.startsWith('multipart') && { boundary: 'b' }),
  };
  const treatment = { mode: 'enforce' as const, policy, detection, limits: defaultLimits, tenant: 't' };
  const route = { ...inspectAll, ...change };
  const answer = await redactor.redact({ head, bytes: Buffer.from(body) }, { ...treatment, route });
  return answer.verdict === 'forward' ? answer.bytes.toString().replaceAll(/ #[a-z]{20,}/g, ' #') : answer.code;
}

const groups = ['4532', '0151', '1283', '0366'];
const token = '[card ••0366 #]';
const json = JSON.stringify;

describe('a code that another text of the same object names', () => {
  const label = (value: string) => [
    json({ name: 'cvv', value }),
    json({ value, name: 'cvv' }),
    json({ fields: [{ label: 'Security code', answer: value }] }),
    json({ cvv: { value } }),
    `<field><name>cvv</name><value>${value}</value></field>`,
    `<input name="cvv" value="${value}">`,
    `<p:pay><p:cvv>${value}</p:cvv></p:pay>`,
    `<pay cvv="${value}"/>`,
    `<cvv type="x">${value}</cvv>`,
  ];

  it('is hidden', async () => {
    const hidden = label('[cvv]');
    for (const [at, body] of label('737').entries())
      expect(await redact(body, body.startsWith('<') ? 'application/xml' : 'application/json')).toBe(hidden[at]);
    const form = 'application/x-www-form-urlencoded';
    expect(decodeURIComponent(await redact('card%5Bcvv%5D=737', form))).toBe('card[cvv]=[cvv]');
  });

  it('is not what stands elsewhere, is called otherwise, or belongs to a pin of another kind', async () => {
    for (const body of [
      json({ name: 'cvv', id: '737' }),
      json({ name: 'pin', value: '1234' }),
      json([{ name: 'cvv' }, { value: '737' }]),
      json({ cvv: { error: '737' } }),
      json({ name: 'cvv', nested: { value: '737' } }),
      '<m><cvv/><note>737</note></m>',
      '<m><cvv></cvv><value>737</value></m>',
    ])
      expect(await redact(body, body.startsWith('<') ? 'application/xml' : 'application/json')).toBe(body);
  });
});

describe('a card cut over fields', () => {
  it('is hidden in elements, in members, in objects of a list, in both directions', async () => {
    const whole = [token, '[card]', '[card]', '[card]'];
    expect(await redact(json(groups))).toBe(json(whole));
    expect(sealed).toEqual([groups.join(' ')]);
    expect(await redact(json({ card: groups, note: 'hi' }))).toBe(json({ card: whole, note: 'hi' }));
    expect(await redact(json(groups), 'application/json', {}, 'to-client')).toBe(json(whole));
    const listed = (values: readonly string[]) => json({ rows: values.map((part) => ({ part, on: true })) });
    expect(await redact(listed(groups))).toBe(listed(whole));
    const members = ([a, b, c, d]: readonly string[]) => json({ first: a, second: b, third: c, fourth: d });
    expect(await redact(members(groups))).toBe(members(whole));
    const halves = { n1: '4532 0151', n2: '1283 0366', seq: 4 };
    expect(await redact(json(halves))).toBe(json({ n1: token, n2: '[card]', seq: 4 }));
  });

  it('is hidden in American groups, in single digits, in bare numbers', async () => {
    expect(await redact(json({ a: '3782', b: '822463', c: '10005' }))).toBe(
      json({ a: '[card ••0005 #]', b: '[card]', c: '[card]' }),
    );
    expect(await redact(json([...groups.join('')]))).not.toMatch(/\["4","5"/);
    expect(await redact('[4111,1111,1111,1111]')).toBe('["[card ••1111 #]","[card]","[card]","[card]"]');
    const named = `{"card":[${[...groups.join('')].join(',')}]}`;
    expect(await redact(named)).not.toMatch(/\d,\d/);
  });

  it('is hidden with the month, the year and the code beside it', async () => {
    const [a, b, c, d] = groups;
    const body = { n1: a, n2: b, n3: c, n4: d, month: '12', year: '2029', cvc: '123' };
    expect(await redact(json(body))).toBe(
      json({ n1: token, n2: '[card]', n3: '[card]', n4: '[card]', month: '12', year: '2029', cvc: '[cvv]' }),
    );
  });

  it('is hidden in forms and in the parts of multipart bodies', async () => {
    const form = 'application/x-www-form-urlencoded';
    const written = await redact('n1=4532&n2=0151&n3=1283&n4=0366&x=1', form);
    expect(decodeURIComponent(written.replaceAll('+', ' '))).toMatch(
      /^n1=\[card ••0366 #[a-z]*\]&n2=\[card\]&n3=\[card\]&n4=\[card\]&x=1$/,
    );
    expect(await redact('card=4532&card=0151&card=1283&card=0366', form)).not.toContain('0151');
    const part = (name: string, text: string) =>
      `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`;
    const body = (values: readonly string[]) => `${values.map((text, at) => part(`n${at}`, text)).join('')}--b--\r\n`;
    expect(await redact(body(groups), 'multipart/form-data')).toBe(body([token, '[card]', '[card]', '[card]']));
  });

  it('is left where the profile says so, and hidden around it', async () => {
    expect(await redact(json(groups), 'application/json', { never: ['/0'] })).toBe(
      json([groups[0], token, '[card]', '[card]']),
    );
    const draft = { previews: [{ path: '/0' }] };
    expect(await redact(json(groups), 'application/json', draft)).not.toMatch(/0151|1283|0366|#/);
  });
});

describe('a social security number cut over fields', () => {
  it('is hidden in its own groups; as bare numbers only under a name that says so', async () => {
    const hidden = ['[ssn #]', '[ssn]', '[ssn]'];
    expect(await redact('["536","22","1234"]')).toBe(json(hidden));
    expect(await redact('{"ssn1":"536","ssn2":"22","ssn3":"1234"}')).toBe(
      json({ ssn1: hidden[0], ssn2: '[ssn]', ssn3: '[ssn]' }),
    );
    expect(await redact('{"ssn":[536,22,1234]}')).toBe(json({ ssn: hidden }));
    for (const body of ['[536,22,1234]', '{"width":"536","height":"22","year":"1234"}', '["666","22","1234"]'])
      expect(await redact(body)).toBe(body);
  });
});

describe('a value under its own name', () => {
  it('is hidden, as a string, a number, a form field, a part', async () => {
    expect(await redact('{"cvv":"123"}')).toBe('{"cvv":"[cvv]"}');
    expect(await redact('{"cvc": 123 }')).toBe('{"cvc": "[cvv]" }');
    expect(await redact('{"a":{"securityCode":"0421"},"b":"x"}')).toBe('{"a":{"securityCode":"[cvv]"},"b":"x"}');
    expect(await redact('{"card_pin":"4821"}')).toBe('{"card_pin":"[pin]"}');
    expect(await redact('{"ssn":"536221234"}')).toBe('{"ssn":"[ssn #]"}');
    expect(await redact('cvv=123&x=1', 'application/x-www-form-urlencoded')).toBe('cvv=%5Bcvv%5D&x=1');
    const part = '--b\r\nContent-Disposition: form-data; name="pin"\r\n\r\n4821\r\n--b--\r\n';
    expect(await redact(part, 'multipart/form-data')).toBe(part.replace('4821', '[pin]'));
  });

  it('is nothing where the value is none: labels, lengths, objects, flags', async () => {
    const harmless = [
      '{"cvv":"required"}',
      '{"cvc":3}',
      '{"pin":true,"n":1234}',
      '{"pin":"12"}',
      '{"email":"","password":"hunter22"}',
      '{"password":{"digest":"abc","n":"1234"}}',
      '{"pin":["4821"]}',
      '{"pin":"","order":"4821"}',
      '{"ssn":"000000000"}',
      '{"code":"1234","cid":"123"}',
    ];
    for (const body of harmless) expect(await redact(body), body).toBe(body);
  });
});

describe('harmless fields', () => {
  it('stay as they are: lists, ids, times, prices, places', async () => {
    const harmless = [
      json(Array.from({ length: 40 }, (_, index) => String(4111 + index))),
      json([...groups, ...groups, '4532']),
      json({ ids: groups }),
      json(groups.map((id) => ({ id }))),
      json({ x: '4532', y: '0151', width: '1283', height: '0366' }),
      json({ orderId: '41111111', customerId: '11111111' }),
      json([1_700_000_000_000, 1_700_000_060_000]),
      json({ year: '2026', month: '11', day: '23', hour: '07' }),
      json({ items: [{ price: '4532' }, { price: '0151' }, { price: '1283' }, { price: '0366' }] }),
      json(['4532', '0151', 'and', '1283', '0366']),
      json({ a: { n: '4532' }, b: { n: '0151' }, c: { n: '1283' }, d: { n: '0366' } }),
      json(['4532', '0151', '1283', '0367']),
    ];
    for (const body of harmless) expect(await redact(body), body).toBe(body);
  });

  it('are seldom taken for a card, whatever the numbers are', async () => {
    const digits = fc.integer({ min: 0, max: 999_999 });
    const list = fc.array(fc.oneof(digits, digits.map(String)), { minLength: 2, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(list, async (numbers) => {
        const sizes = numbers.map((one) => String(one).length).join('-');
        fc.pre(!/4-4-4-4|4-6-[45]|3-2-4|1(?:-1){12}/.test(sizes));
        expect(await redact(json(numbers))).toBe(json(numbers));
      }),
      { numRuns: 300 },
    );
  });
});
