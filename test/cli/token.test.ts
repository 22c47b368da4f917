/** `token parse` answers in one JSON line, from an argument or standard input, without any key. */
import { Readable, Writable } from 'node:stream';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { token } from '../../src/cli/token.ts';
import { printToken } from '../../src/vault/token.ts';

const printed = printToken('card ••4242', Buffer.alloc(16, 1), Buffer.alloc(5, 2));
const ref = printed.slice(printed.indexOf('#') + 1, -1);

async function run(args: readonly string[], stdin = ''): Promise<{ out: unknown; code: number }> {
  const chunks: string[] = [];
  const sink = new Writable({
    write(chunk, _, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  let code = 0;
  const program = new Command();
  token(program, {
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout: sink,
    stderr: sink,
    env: {},
    exit: (next) => {
      code = next;
    },
  });
  await program.parseAsync(['token', 'parse', ...args], { from: 'user' });
  expect(chunks.length).toBe(1);
  return { out: JSON.parse(chunks[0] ?? ''), code };
}

describe('token parse', () => {
  it('reads a token', async () => {
    const valid = { valid: true, kind: 'card', mask: '••4242', ref };
    expect(await run([printed])).toEqual({ out: valid, code: 0 });
    expect(await run([], `${printed}\n`)).toEqual({ out: valid, code: 0 });
    expect(await run(['--json', printed.toUpperCase()])).toEqual({ out: valid, code: 0 });
    expect(await run([], `> quoted by Ann:\n> ${printed}`)).toEqual({ out: valid, code: 0 });
  });

  it.each([
    '',
    'hello',
    '[card ••4242]',
    printed.slice(0, -4),
    printed.replace(ref, `${ref}b`),
    `${printed} ${printed}`,
  ])('says no to %j', async (text) => {
    expect(await run([text])).toEqual({ out: { valid: false, kind: null, mask: null, ref: null }, code: 3 });
  });
});
