/**
 * The whole product in a real browser: a visitor types, the vendor gets tokens, the widget shows the visitor's own
 * words, the statistics page counts.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grouped, madeUpSsn, testCard } from '../../src/demo/synthetic.ts';
import { openBrowser, type TestBrowser } from '../demo/support/browser.ts';
import { type DemoProcess, digitsOf, startDemoProcess, vendorSnapshot } from '../demo/support/demo-process.ts';

const visa = testCard('4', '1', 16);
const mastercard = testCard('5'.repeat(12), '4', 16);
const amex = testCard('37', '8282246310005', 15);
const fullWidth = Array.from(visa, (digit) => String.fromCharCode(0xff10 + Number(digit))).join('');

/** What runs in the browser and is tested by being driven here; the last test compares it with the folders. */
const driven = [
  'src/console/api.ts',
  'src/console/main.tsx',
  'src/console/pages/overview.tsx',
  'src/console/parts/bars.tsx',
  'src/console/parts/chart.tsx',
  'src/console/parts/coverage.tsx',
  'src/console/parts/headline.tsx',
  'src/demo/web/composer.tsx',
  'src/demo/web/connection.tsx',
  'src/demo/web/desk.tsx',
  'src/demo/web/side.tsx',
  'src/demo/web/thread.tsx',
  'src/demo/web/use-chat.tsx',
  'src/demo/web/use-desk.tsx',
  'src/demo/web/use-follow.tsx',
  'src/demo/web/widget.tsx',
  'src/demo/web/wire.tsx',
];
/** Pure, with tests of their own. */
const pure = ['src/console/filter.ts', 'src/console/summary.ts', 'src/console/words.ts'];

let demo: DemoProcess;
let browser: TestBrowser;

beforeAll(async () => {
  demo = await startDemoProcess();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  demo?.clean();
});

async function openShop(): Promise<Page> {
  const page = await browser.open(demo.addresses.shop);
  await page.getByRole('button', { name: 'Open the chat' }).click();
  await page.getByText('online').waitFor();
  return page;
}

/** Types key by key, so that drafts are sent on the way. */
async function say(page: Page, text: string): Promise<void> {
  const draft = page.getByLabel('Your message');
  await draft.pressSequentially(text, { delay: 12 });
  await draft.press('Enter');
  await page.locator('.bubble.visitor:not(.pending)').last().waitFor();
  await expect.poll(() => page.locator('.bubble.pending').count()).toBe(0);
}

async function textOf(page: Page, selector: string): Promise<string> {
  return (await page.locator(selector).textContent()) ?? '';
}

/** Fails when more of `number` than its first six digits stands anywhere in what the vendor has. */
async function expectNeverAtVendor(number: string): Promise<void> {
  const { conversations, wire } = await vendorSnapshot(demo.addresses.desk);
  const texts = [
    ...wire.map(({ raw }) => raw),
    ...conversations.flatMap((one) => one.messages.map(({ text }) => text)),
  ];
  expect(texts.length).toBeGreaterThan(0);
  for (const text of texts) expect(digitsOf(text), 'a text at the vendor').not.toContain(number.slice(0, 8));
  expect(digitsOf(texts.join('')), 'all texts at the vendor, joined').not.toContain(number);
}

const spellings = [
  ['grouped by spaces', `my card is ${grouped(visa, ' ')}`, visa],
  ['grouped by dashes', `pay with ${grouped(mastercard, '-')} ok`, mastercard],
  ['without separators', `card:${visa} exp 11/29`, visa],
  ['of fifteen digits', `Amex ${grouped(amex, ' ', [4, 6, 5])}`, amex],
  ['in full-width digits', `カード ${fullWidth}`, visa],
  ['grouped by dots', `it is ${grouped(visa, '.')}`, visa],
] as const;

describe('a visitor in the shop', () => {
  it.each(spellings)('keeps a card %s from the vendor, in messages and in drafts', async (_, text, number) => {
    const page = await openShop();
    await say(page, text);
    expect(await page.locator('.bubble.visitor').last().textContent()).toContain(text);
    await expectNeverAtVendor(number);
    const { conversations, wire } = await vendorSnapshot(demo.addresses.desk);
    expect(conversations[0]?.messages.at(-1)?.text).toMatch(/\[card ••\d{4} #[a-z]+\]/);
    expect(wire.filter(({ kind }) => kind === 'typing').length).toBeGreaterThan(0);
    await page.close();
  });

  it('keeps a social security number, a diagnosis and an e-mail address from the vendor', async () => {
    const page = await openShop();
    const ssn = madeUpSsn(() => 0.37);
    await say(page, `my social security number is ${ssn}`);
    await say(page, 'I was diagnosed with type 2 diabetes');
    await say(page, 'write to maya.lindqvist@example.com');
    const sent = JSON.stringify(await vendorSnapshot(demo.addresses.desk));
    expect(sent).not.toContain(ssn);
    expect(sent).not.toContain('diabetes');
    expect(sent).not.toContain('maya.lindqvist');
    await page.close();
  });

  it('finds the own words again after a reload, put back by the proxy', async () => {
    const page = await openShop();
    await page.reload();
    await page.getByRole('button', { name: 'Open the chat' }).click();
    await page.getByText(spellings[0][1]).waitFor();
    expect(await page.locator('.messages').textContent()).not.toContain('[card');
    await page.close();
  });

  it('can send a card over HTTP as well', async () => {
    const page = await openShop();
    await page.getByLabel('use HTTP instead of WebSocket').check();
    await say(page, `once more ${grouped(visa, ' ')}`);
    await expectNeverAtVendor(visa);
    const { wire } = await vendorSnapshot(demo.addresses.desk);
    expect(wire.at(-1)).toMatchObject({ way: 'http', kind: 'message' });
    expect(wire.at(-1)?.raw).toContain('[card ••');
    await page.close();
  });

  it('cannot complete a number by sending it in two messages', async () => {
    const page = await openShop();
    await page.getByLabel('send as two messages').check();
    await say(page, `half and half ${grouped(visa, ' ')}`);
    await expect.poll(async () => (await vendorSnapshot(demo.addresses.desk)).wire.at(-1)?.raw).toContain('[card');
    const { conversations } = await vendorSnapshot(demo.addresses.desk);
    const all = conversations[0]?.messages.map(({ text }) => text).join('') ?? '';
    expect(digitsOf(all)).not.toContain(visa);
    await page.close();
  });

  it('keeps order numbers as they are', async () => {
    const page = await openShop();
    await say(page, 'where is order SH-20481?');
    const { conversations } = await vendorSnapshot(demo.addresses.desk);
    expect(conversations[0]?.messages.at(-1)?.text).toBe('where is order SH-20481?');
    await page.close();
  });

  it('is told when a file is not passed on', async () => {
    const page = await openShop();
    const before = browser.complaints.length;
    await page.getByLabel('Upload a file').setInputFiles({
      name: 'scan.bin',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from([0, 1, 2, 3, 255, 254, 0, 7]),
    });
    await page.getByRole('alert').filter({ hasText: 'CV_FILE_REFUSED' }).waitFor();
    const { wire } = await vendorSnapshot(demo.addresses.desk);
    expect(wire.filter(({ kind }) => kind === 'upload')).toEqual([]);
    // The browser reports the refusal itself; nothing else may be among the complaints.
    expect(browser.complaints.splice(before).filter((text) => !text.includes('415'))).toEqual([]);
    await page.close();
  });
});

describe('an agent', () => {
  it('sees chips instead of values, and can answer', async () => {
    const desk = await browser.open(demo.addresses.desk);
    await desk.locator('.thread .chip').first().waitFor();
    expect(digitsOf(await textOf(desk, 'body'))).not.toContain(visa);
    expect(await desk.locator('.thread .chip').first().textContent()).toMatch(/CARD ••\d{4}/);
    const shop = await openShop();
    await desk.getByLabel(/^Answer /).fill('Your parcel is on its way.');
    await desk.getByRole('button', { name: 'Answer' }).click();
    await shop.getByText('Your parcel is on its way.').waitFor();
    await shop.close();
    await desk.close();
  });

  it('is never served through the proxy', async () => {
    for (const path of ['/desk', '/demo', '/desk/events']) {
      expect((await fetch(demo.addresses.shop + path)).status, path).toBe(404);
    }
  });
});

describe('the three sides', () => {
  it('show the scripted visitor at work, without a value on the vendor’s sides', async () => {
    const page = await browser.open(demo.addresses.demo);
    await page.frameLocator('iframe').getByText('online').waitFor();
    await page.getByRole('button', { name: 'Let it write' }).click();
    await page.locator('.wire mark').first().waitFor({ timeout: 25_000 });
    await page.locator('.thread .chip').first().waitFor();
    expect(await page.locator('.typed-log').textContent()).toContain(grouped(visa, ' '));
    const vendorSides = (await textOf(page, '.wire')) + (await textOf(page, '.thread'));
    expect(digitsOf(vendorSides)).not.toContain(visa.slice(0, 8));
    await page.getByRole('button', { name: 'Stop it' }).click();
    await page.getByRole('button', { name: 'Let it write' }).waitFor();
    await page.close();
  });
});

describe('the statistics page', () => {
  it('opens with the one-time link and counts by kind, without any value', async () => {
    const page = await browser.open(demo.addresses.console);
    await page.getByRole('button', { name: 'Payment cards' }).waitFor();
    const { hash, pathname } = new URL(page.url());
    expect(pathname + hash).toBe('/');
    const row = page.getByRole('row', { name: /CARD\s*Payment cards/ });
    await expect
      .poll(async () => Number(String(await row.textContent()).match(/(\d+)\s*$/)?.[1]))
      .toBeGreaterThanOrEqual(7);
    await page.getByRole('button', { name: 'Payment cards' }).click();
    expect(page.url()).toContain('?kind=PAYMENT_CARD');
    await page.getByRole('button', { name: 'Show as table' }).click();
    expect(digitsOf(await textOf(page, 'body'))).not.toContain(visa.slice(0, 8));
    expect(await page.locator('body').textContent()).toMatch(/Not inspected: asset/);
    await page.close();
  });

  it('refuses the link the second time', async () => {
    const before = browser.complaints.length;
    const page = await browser.open('about:blank');
    await page.goto(demo.addresses.console);
    await page.getByText('This link was used already').waitFor();
    expect(browser.complaints.splice(before).filter((text) => !text.includes('401'))).toEqual([]);
    await page.close();
  });
});

describe('at the end', () => {
  it('every source of the pages has been driven', () => {
    const root = path.resolve(import.meta.dirname, '../..');
    const found = ['src/console', 'src/demo/web'].flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.tsx?$/.test(file))
        .map((file) => path.posix.join(folder, file)),
    );
    expect(found.sort()).toEqual([...driven, ...pure].sort());
  });

  it('no page has complained: no error, no policy violation', () => {
    expect(browser.complaints).toEqual([]);
  });

  it('SIGTERM drains and ends with 0, with pages still open', async () => {
    await openShop();
    expect(await demo.end()).toBe(0);
    expect(demo.complaints()).not.toMatch(/fault/i);
  });
});
