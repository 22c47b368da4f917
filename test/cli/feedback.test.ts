/** `feedback add|list|suppress` from standard input to a finding that passes, without a value on disk or on screen. */
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { feedback } from '../../src/cli/feedback.ts';
import { loadSettings } from '../../src/settings/load.ts';
import { configFolder } from '../support/config-folder.ts';
import { runVerb } from './detection-io.ts';

function installed(key = true) {
  const folder = configFolder();
  const config = folder.write(
    'chatveil.yaml',
    'sites: [{ id: shop, hosts: [a], upstream: "http://127.0.0.1:9", policy: mail }]\n',
  );
  folder.write('policies/mail.yaml', 'id: mail\ntitle: Mail\ndetectors: [email]\nrules: [{ id: all, action: mask }]\n');
  if (key) chmodSync(folder.write('data/root.key', '7'.repeat(64)), 0o600);
  const run = async (args: readonly string[], input = '') =>
    runVerb(feedback, ['feedback', ...args, '--config', config, '--json'], input === '' ? [] : [input]);
  return { folder, config, run };
}

describe('feedback', () => {
  it('turns a wrong finding into one that passes for some days', async () => {
    const { folder, config, run } = installed();
    const added = await run(['add', '--kind', 'EMAIL', '--wrong'], 'write to info@shop.example please\n');
    const report = JSON.parse(added.out);
    expect(report).toMatchObject({ verdict: 'wrong', detector: 'email', rule: 'all', shape: 'a{4}@a{4}.a{7}' });
    const made = await run(['suppress', report.id, '--days', '7']);
    expect(JSON.parse(made.out)).toMatchObject({ type: 'suppression', of: report.id });
    const listed = (await run(['list'])).out.trim().split('\n');
    expect(listed).toHaveLength(2);
    const loaded = await loadSettings({ file: config, env: {}, cwd: folder.path });
    if (!loaded.ok) throw new Error('not loaded');
    const text = 'INFO@shop.example';
    const finding = loaded.settings.sites[0]?.detection.find({ text, bytes: Buffer.from(text) })[0];
    expect(finding?.suppressed).toBe(true);
    const kept = readFileSync(join(folder.path, 'data/feedback.jsonl'), 'utf8');
    for (const output of [kept, added.out, made.out, ...listed])
      expect(output).not.toMatch(/info@|shop\.example|write|please/);
  });

  it('records what was missed: the marked part, or all of the message', async () => {
    const { run } = installed();
    const marked = await run(['add', '--kind', 'MEMBER', '--missed'], 'member ‹M-12345› here');
    expect(JSON.parse(marked.out)).toMatchObject({ verdict: 'missed', shape: 'A-9{5}', before: [{ made: 'word' }] });
    const whole = await run(['add', '--kind', 'MEMBER', '--missed'], 'M-12345');
    expect(JSON.parse(whole.out).hash).toBe(JSON.parse(marked.out).hash);
    const refused = await run(['suppress', JSON.parse(whole.out).id, '--days', '7']);
    expect(refused).toMatchObject({ code: 3, err: expect.stringContaining('wrong finding') });
  });

  it.each([
    ['neither verdict', ['add', '--kind', 'EMAIL'], 'x', 2],
    ['both verdicts', ['add', '--kind', 'EMAIL', '--wrong', '--missed'], 'x', 2],
    ['a kind that is none', ['add', '--kind', 'e-mail', '--wrong'], 'x', 2],
    ['nothing of that kind', ['add', '--kind', 'EMAIL', '--wrong'], 'no address here', 3],
    ['an unknown site', ['add', '--kind', 'EMAIL', '--wrong', '--site', 'nowhere'], 'a@example.com', 3],
    ['no message', ['add', '--kind', 'EMAIL', '--missed'], ' ', 3],
    ['an unknown report', ['suppress', 'ffffffff', '--days', '7'], '', 3],
    ['too many days', ['suppress', 'ffffffff', '--days', '999'], '', 2],
  ])('refuses %s', async (_what, args, input, code) => {
    const ran = await installed().run(args, input);
    expect(ran.code).toBe(code);
    expect(ran.out).toBe('');
    expect(JSON.parse(ran.err).error.message).not.toContain('@');
  });

  it('needs the root key to hash with', async () => {
    const ran = await installed(false).run(['add', '--kind', 'EMAIL', '--wrong'], 'a@example.com');
    expect(ran).toMatchObject({ code: 3, err: expect.stringContaining('CV_VAULT_KEY') });
  });
});
