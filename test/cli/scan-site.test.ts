/** `scan --config`: looks as a site of the configuration does, with what its operators have let pass. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scan } from '../../src/cli/scan.ts';
import { traceOf } from '../../src/redaction/feedback.ts';
import { openFeedback } from '../../src/storage/feedback-file.ts';
import { feedbackHash } from '../../src/vault/keyed-hash.ts';
import { configFolder } from '../support/config-folder.ts';
import { runVerb } from './detection-io.ts';

const harmless = 'card 4111 1111 1111 1111';
const other = 'card 5555 5555 5555 4444';

function site() {
  const folder = configFolder();
  const key = Buffer.alloc(32, 7);
  const file = folder.write(
    'chatveil.yaml',
    `data_dir: ./data
vault: { root_key: { file: ./root.key } }
sites:
  - { id: shop, hosts: [a.example], upstream: "http://127.0.0.1:1" }
  - { id: help, hosts: [b.example], upstream: "http://127.0.0.1:1" }
`,
  );
  folder.write('root.key', key.toString('hex'), 0o600);
  const hash = feedbackHash(key);
  const path = join(folder.path, 'data', 'feedback.jsonl');
  const clock = { now: Date.now };
  let made = 0;
  const entropy = {
    bytes(size: number) {
      made += 1;
      return Buffer.alloc(size, made);
    },
  };
  const journal = openFeedback({ path, hash, clock, entropy });
  const { id } = journal.report('wrong', 'shop', traceOf(hash, 'PAYMENT_CARD', harmless, { start: 5, end: 24 }));
  expect(journal.suppress(id, 1).ok).toBe(true);
  return file;
}

const scanned = (file: string, ...options: string[]) =>
  runVerb(scan, ['scan', '--config', file, ...options], [`${harmless}\n${other}\n`]);

describe('scan --config', () => {
  it('passes over a value that was suppressed on that site', async () => {
    const file = site();
    const { out } = await scanned(file);
    expect(out).toBe('-:2:6: PAYMENT_CARD card 0.99\n');
    expect((await scanned(file, '--site', 'help')).out.split('\n')).toHaveLength(3);
  });

  it('tells it to who asks why, and marks it', async () => {
    const file = site();
    expect((await scanned(file, '--explain')).out).toContain('you have let this value pass');
    const { out } = await runVerb(
      scan,
      ['scan', '--config', file, '--format', 'jsonl', '--explain'],
      [JSON.stringify({ id: 1, text: harmless })],
    );
    expect(JSON.parse(out).spans).toMatchObject([{ type: 'PAYMENT_CARD', suppressed: true }]);
    const plain = await runVerb(
      scan,
      ['scan', '--config', file, '--format', 'jsonl'],
      [`{"id":1,"text":"${harmless}"}`],
    );
    expect(JSON.parse(plain.out).spans).toEqual([]);
  });

  it('refuses a site that is not there, and a configuration that is wrong', async () => {
    const refused = await scanned(site(), '--site', 'nowhere');
    expect([refused.code, refused.err]).toEqual([3, expect.stringContaining('shop, help')]);
    expect((await scanned('/nowhere/chatveil.yaml')).code).toBe(3);
  });
});
